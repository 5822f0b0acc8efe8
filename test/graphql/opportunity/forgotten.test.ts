/** What was forgotten with `forget --before` is an error at the argument that asks for it, whichever question does. */
import { beforeAll, expect, test } from 'vitest';
import { erasePast } from '../../../src/db/history/forget.ts';
import type { Instant } from '../../../src/value/period.ts';
import { describeDatabases } from '../../describe-databases.ts';
import { instant } from '../../fixtures.ts';
import { as, failures, openDesk } from '../desk.ts';

const known = '2026-04-01T00:00:00.000Z';
const before = '2026-03-31T23:59:59.999Z';

describeDatabases('of a time that was forgotten', (opened) => {
  const desk = openDesk(opened);
  const ask = (query: string, key = desk.keys.ada) => desk.gateway.askText(query, {}, as(key));

  beforeAll(async () => {
    desk.now = instant('2025-11-15T12:00:00Z');
    const made = await ask(
      `mutation { createOpportunity(input: { leadId: "${desk.mine.leadId}", value: 700 }) { opportunity { id } } }`,
    );
    const { id } = made.data.createOpportunity.opportunity;
    desk.now = instant('2026-05-02T12:00:00Z');
    await ask(`mutation { updateOpportunity(id: "${id}", input: { value: 900 }) { __typename } }`);
    desk.now = (desk.now + 60_000) as Instant;
    await opened.database.write((session) => erasePast(session, desk.mine.organizationId, { before: instant(known) }));
  });

  test.each([
    ['the pipeline', `opportunitiesAt(moment: "${before}") { totalCount }`, 'INVALID_INPUT moment'],
    ['a movement', `pipelineMovement(from: "${before}") { opening { count } }`, 'INVALID_INPUT from'],
    [
      'a movement that ended then',
      `pipelineMovement(from: "${before}", to: "${before}") { opening { count } }`,
      'INVALID_INPUT',
    ],
    ['how deals flow', `statusFlow(from: "${before}") { to }`, 'INVALID_INPUT from'],
    ['what was expected', 'forecastAccuracy(periods: 2) { wonCount }', 'INVALID_INPUT periods'],
  ])('%s is an error with its place, that says since when it is known', async (_what, field, failure) => {
    const { data, errors } = await ask(`{ asked: ${field} }`);
    expect(data.asked).toBeNull();
    expect(failures({ errors })).toEqual([expect.stringContaining(failure)]);
    expect(errors[0]?.message).toContain(`has been forgotten. It is known since ${known}.`);
    expect(errors[0]?.path).toEqual(['asked']);
  });

  test('what came after it is told, and others have forgotten nothing', async () => {
    const { data, errors } = await ask(
      `{ opportunitiesAt(moment: "${known}") { aggregates { count totalValueAnnualized } } pipelineMovement(from: "${known}") { opening { count } } }`,
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      opportunitiesAt: { aggregates: { count: 1, totalValueAnnualized: 700 } },
      pipelineMovement: { opening: { count: 1 } },
    });
    const theirs = await ask(`{ opportunitiesAt(moment: "${before}") { totalCount } }`, desk.keys.stranger);
    expect(theirs.errors).toEqual([]);
  });
});
