/** In whose days an operation means its dates: the argument `timeZone`, or else what holds without it. */
import type { When } from '../caller.ts';
import { at } from '../errors.ts';
import { parseZone, type Zone } from '../value/period.ts';
import type { Arguments } from './connection/connection.ts';

/** @throws INVALID_TIME_ZONE */
export function zoneOf({ timeZone }: { readonly timeZone?: string | null | undefined }, otherwise: Zone): Zone {
  return timeZone == null ? otherwise : at('timeZone', () => parseZone(timeZone));
}

/** What is relative in the question means: as the caller's, in the days of its zone. @throws INVALID_TIME_ZONE */
export function whenOf(args: Parameters<typeof zoneOf>[0], { now, zone, stalledAfterDays }: When): When {
  return { zone: zoneOf(args, zone), now, stalledAfterDays: stalledAfterDays ?? null };
}

export const zoneArgument = (t: Arguments) => ({
  timeZone: t.arg.string({
    description:
      'In whose days bare dates are meant: an IANA name such as `Europe/Berlin`. Without it the header `x-tz-offset`, else UTC.',
  }),
});
