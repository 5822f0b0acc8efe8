/**
 * Events as webhooks are told of them: as `/event/` shows them to an admin, to whom nothing is hidden. Addresses are without a
 * host, for there is no request that would say under which name the gateway is reached.
 */
import type { Caller } from '../../caller.ts';
import type { Clock } from '../../clock.ts';
import { utc } from '../../value/period.ts';
import type { EventSource } from '../../webhook/deliver.ts';
import { toWire } from '../wire.ts';
import { readEvents } from './routes.ts';

export const toldEvents = (clock: Clock): EventSource => ({
  async read(session, organizationId, ids) {
    if (ids.length === 0) return new Map();
    const organization = await session.rows.organization.findMany({
      where: { id: organizationId },
      select: { currency: true },
    });
    const currency = organization[0]?.currency ?? 'USD';
    const caller: Caller = { organizationId, userId: '', role: 'admin', currency, zone: utc, now: clock() };
    const events = await readEvents(session, { viewer: { caller, origin: '' }, caller }, ids);
    return new Map(events.map((event) => [String(event.id), event]));
  },
  print: toWire,
});
