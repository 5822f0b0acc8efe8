import { address, go } from '../state/address.ts';

interface Props {
  readonly period: string;
  readonly isWrong: boolean;
}

/** What is to be reached in each period, as one types amounts. */
export const TargetField = ({ period, isWrong }: Props) => (
  <label>
    Target for a {period}{' '}
    <input
      type="text"
      class="amount-field"
      inputMode="decimal"
      placeholder="none"
      value={address.value.target}
      aria-invalid={isWrong}
      title="An amount, such as 250000"
      onChange={({ currentTarget }) => go({ target: currentTarget.value.trim() })}
    />
    {isWrong && <span class="wrong"> An amount is digits, such as 250000.</span>}
  </label>
);
