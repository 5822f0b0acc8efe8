/** A choice that stands in the address bar. */
import { type Address, address, go } from '../state/address.ts';

interface Props {
  readonly label: string;
  readonly name: keyof Address;
  /** What is chosen, where that is not what the address bar says. */
  readonly value?: string;
  readonly options: readonly (readonly [value: string, title: string])[];
}

export const Select = ({ label, name, value: chosen, options }: Props) => (
  <label>
    {label}{' '}
    <select value={chosen ?? address.value[name]} onChange={({ currentTarget }) => go({ [name]: currentTarget.value })}>
      {options.map(([value, title]) => (
        <option key={value} value={value}>
          {title}
        </option>
      ))}
    </select>
  </label>
);
