/** In whose days an operation means its dates: the argument `timeZone`, or else what holds without it. */
import { at } from '../errors.ts';
import { parseZone, type Zone } from '../value/period.ts';

/** @throws INVALID_TIME_ZONE */
export function zoneOf({ timeZone }: { readonly timeZone?: string | null | undefined }, otherwise: Zone): Zone {
  return timeZone == null ? otherwise : at('timeZone', () => parseZone(timeZone));
}
