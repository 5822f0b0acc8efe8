/** Whose day it is (1.4): `x-tz-offset` moves today, yesterday, bare dates and the date_won that nobody gave; not moments, not ages. */
import { describe, expect, test } from 'vitest';
import { describeDatabases } from '../describe-databases.ts';
import { ids, ok } from './answers.ts';
import { query } from './client.ts';
import { useOffice } from './office.ts';

/** It is 2026-06-15T10:30Z. */
const moments = {
  /** Today from 01:00 east of UTC on. */
  lateEvening: '2026-06-14T23:30:00Z',
  /** Yesterday from 07:00 west of UTC on. */
  earlyMorning: '2026-06-15T06:30:00Z',
  aDayAndAnHourAgo: '2026-06-14T09:30:00Z',
};

describeDatabases('days over REST', (opened) => {
  const office = useOffice(opened);

  describe('1.4 x-tz-offset', () => {
    const found = async (made: Readonly<Record<string, string>>, params: Record<string, string>, offset?: string) => {
      const headers: Record<string, string> = offset === undefined ? {} : { 'x-tz-offset': offset };
      const shown = { _order_by: 'date_created', id__in: Object.keys(made).join(',') };
      const list = await ok(office.rest.get(`/opportunity/${query({ ...params, ...shown })}`, headers));
      return ids(list).map((id) => made[id]);
    };

    test('moves today, yesterday and bare dates in a search, and bare dates in a filter', async () => {
      const { mine, rest } = office;
      const made: Record<string, string> = {};
      for (const [name, date_created] of Object.entries(moments)) {
        made[(await ok(rest.post('/opportunity/', { lead_id: mine.leadId, date_created }))).id] = name;
      }
      const [evening, morning, early] = ['lateEvening', 'earlyMorning', 'aDayAndAnHourAgo'];
      const asked: [params: Record<string, string>, offset: string | undefined, names: string[]][] = [
        [{ query: 'date_created:today' }, undefined, [morning]],
        [{ query: 'date_created:today' }, '0', [morning]],
        [{ query: 'date_created:today' }, '1', [evening, morning]],
        [{ query: 'date_created:today' }, '-7.5', []],
        [{ query: 'date_created:yesterday' }, undefined, [early, evening]],
        [{ query: 'date_created:yesterday' }, '-7', [early, evening, morning]],
        [{ query: 'date_created:2026-06-15' }, '1', [evening, morning]],
        [{ date_created__gte: '2026-06-15' }, undefined, [morning]],
        [{ date_created__gte: '2026-06-15' }, '1', [evening, morning]],
        [{ date_created__lt: '2026-06-15T07:30:00' }, '1', [early, evening]],
        [{ date_created__lt: '2026-06-15T07:30:00Z' }, '1', [early, evening, morning]],
        [{ query: 'date_created < "1 day ago"' }, '1', [evening, morning]],
        [{ query: 'date_created < "1 day ago"' }, '-7', [evening, morning]],
      ];
      for (const [params, offset, names] of asked) {
        expect([params, offset, await found(made, params, offset)]).toEqual([params, offset, names]);
      }
    });

    test('at the ends of the calendar, what lies beyond it on a clock elsewhere is of its first and its last day', async () => {
      const { mine, rest } = office;
      const made: Record<string, string> = {};
      for (const date_created of ['0001-01-01T02:00:00Z', '0001-01-02T02:00:00Z', '9999-12-31T22:00:00Z']) {
        made[(await ok(rest.post('/opportunity/', { lead_id: mine.leadId, date_created }))).id] = date_created;
      }
      const [first, second, last] = Object.values(made);
      const asked: [params: Record<string, string>, offset: string, names: (string | undefined)[]][] = [
        [{ date_created: '0001-01-01' }, '0', [first]],
        [{ date_created: '0001-01-01' }, '-5', [first, second]],
        [{ date_created__lt: '0001-01-01' }, '-5', []],
        [{ date_created__gte: '0001-01-01' }, '-5', [first, second, last]],
        [{ date_created: '9999-12-31' }, '5', [last]],
        [{ date_created__lte: '9999-12-31' }, '5', [first, second, last]],
        [{ date_created__gt: '9999-12-31' }, '5', []],
        [{ query: 'date_created:9999-12-31' }, '5', [last]],
      ];
      for (const [params, offset, names] of asked) {
        expect([params, offset, await found(made, params, offset)]).toEqual([params, offset, names]);
      }
    });

    test('2.5 2.6 moves the date_won of what becomes won, whether new or changed', async () => {
      const { mine, rest } = office;
      for (const [offset, day] of [
        ['-11', '2026-06-14'],
        ['-10.5', '2026-06-15'],
        ['13', '2026-06-15'],
        ['13.5', '2026-06-16'],
      ] as const) {
        const headers = { 'x-tz-offset': offset };
        const body = { lead_id: mine.leadId, status_id: mine.status.won };
        expect((await ok(rest.post('/opportunity/', body, headers))).date_won).toBe(day);
        const { id } = await ok(rest.post('/opportunity/', { lead_id: mine.leadId }));
        const won = await ok(rest.put(`/opportunity/${id}/`, { status_id: mine.status.won }, headers));
        expect([offset, won.date_won]).toEqual([offset, day]);
      }
    });
  });
});
