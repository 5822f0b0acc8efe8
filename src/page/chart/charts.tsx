/** What deals come to, as drawings with a table each. The question is always that of the search. */
import { Forecast } from '../forecast/forecast.tsx';
import { Funnel } from '../funnel/funnel.tsx';
import { Groups } from '../groups/groups.tsx';
import { Movement } from '../movement/movement.tsx';
import { address } from '../state/address.ts';
import { Kinds, kinds } from './kinds.tsx';

const shown = { groups: Groups, movement: Movement, forecast: Forecast, funnel: Funnel };

export function Charts() {
  const { chart } = address.value;
  const Chart = shown[kinds.find((kind) => kind === chart) ?? 'groups'];
  return (
    <>
      <Kinds />
      <Chart />
    </>
  );
}
