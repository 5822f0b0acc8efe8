/** From one day to another, both of them included, as they stand in the address bar. */
import { isDay } from '../format/days.ts';
import { address, go } from '../state/address.ts';

export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What was chosen, or else what is usual. */
export function chosenDays(usual: DayRange): DayRange {
  const { from, to } = address.value;
  const begin = isDay(from) ? from : usual.from;
  const end = isDay(to) ? to : usual.to;
  const isTurned = end < begin;
  return { from: begin, to: isTurned ? begin : end };
}

export const DayRangeFields = ({ from, to }: DayRange) => (
  <>
    <DayField label="from" name="from" day={from} />
    <DayField label="to" name="to" day={to} />
  </>
);

const DayField = ({
  label,
  name,
  day,
}: {
  readonly label: string;
  readonly name: keyof DayRange;
  readonly day: string;
}) => (
  <label>
    {label}{' '}
    <input
      type="date"
      required
      value={day}
      onChange={({ currentTarget: { value } }) => isDay(value) && go({ [name]: value })}
    />
  </label>
);
