/** One deal of the demo organization, with its history. */
import { statusChangeRow } from '../../src/opportunity/history.ts';
import { noNote, noteAfter } from '../../src/opportunity/note.ts';
import { addDays, type CalendarDate, dayOf, toDate, utc } from '../../src/value/period.ts';
import { amountOf, firstEstimate } from './amount.ts';
import type { DemoCompany } from './company.ts';
import { lifeOf, type Step } from './life.ts';
import { noteOf } from './note.ts';
import { type DemoPipeline, usualConfidence } from './process.ts';
import type { Random } from './random.ts';

/** What is there before the first deal. */
export interface Stage {
  readonly today: CalendarDate;
  readonly organizationId: string;
  readonly pipelines: readonly DemoPipeline[];
  readonly userIds: readonly string[];
  readonly companies: readonly DemoCompany[];
  readonly products: readonly string[];
}

/** As it is stored, and what its custom values must be in keeping with. */
export type Deal = ReturnType<typeof createDeal>;

export function createDeal(random: Random, stage: Stage, daysAgo: number) {
  const { organizationId, today } = stage;
  const pipeline = random.weighted(stage.pipelines.map((it) => [it.habits.share, it] as const));
  const company = customerOf(random, stage.companies);
  const product = random.pick(stage.products);
  const userId = random.percent(3) ? null : random.weighted(stage.userIds.map((id, i) => [20 - 2 * i, id] as const));
  const contact = random.percent(85) ? random.pick(company.people) : undefined;
  const period = random.weighted(pipeline.habits.periods);
  const id = random.makeId('opportunity');

  const moments = worth(random, lifeOf(random, pipeline, daysAgo), amountOf(random, period));
  const first = moments[0] ?? fail();
  const last = moments.at(-1) ?? fail();
  const subject = { contact: contact?.name ?? 'Their office', product, type: last.status.type };
  const dateWon = wonOn(random, last, today);
  const row = {
    ...{ id, organization_id: organizationId, lead_id: company.id, contact_id: contact?.id ?? null },
    ...{ user_id: userId, created_by: userId, updated_by: userId, status_id: last.status.id },
    ...{ value: last.value, value_period: period, confidence: last.confidence },
    ...{ ...noNote, ...noteAfter(noNote, { note: noteOf(random, subject) }) },
    date_won: dateWon,
    date_lost: last.status.type === 'lost' ? toDate(last.at) : null,
    ...{ date_created: toDate(first.at), date_updated: toDate(last.at) },
  };
  const changes = moments.slice(1).map((moment, i) => {
    const worthThen = { value: moment.value, confidence: moment.confidence };
    const after = { ...row, ...worthThen, date_won: moment.status.type === 'won' ? dateWon : null };
    const from = (moments[i] ?? first).status;
    return statusChangeRow({ userId, now: moment.at }, after, from, moment.status, random.makeId('activity'));
  });
  return { row, changes, moments, company, product, type: last.status.type };
}

/** A few companies come again and again, and some never. */
function customerOf(random: Random, companies: readonly DemoCompany[]): DemoCompany {
  const place = (random.between(0, 999) / 1000) ** 1.5;
  return companies[Math.floor(companies.length * place)] ?? random.pick(companies);
}

export interface Moment extends Step {
  readonly value: bigint | null;
  readonly confidence: number;
}

/** What the deal was worth at each step: nothing certain at first, an estimate, then the amount of the proposal. */
function worth(random: Random, steps: readonly Step[], amount: bigint): readonly Moment[] {
  const isUnknown = random.percent(6);
  const early = random.percent(30) ? null : firstEstimate(random, amount);
  return steps.map((step, i) => ({
    ...step,
    value: isUnknown ? null : i < 2 && step.status.type === 'active' ? early : amount,
    confidence: confidenceIn(random, step),
  }));
}

function confidenceIn(random: Random, { status: { type, label } }: Step): number {
  if (type !== 'active') return type === 'won' ? 100 : 0;
  return (usualConfidence[label] ?? 50) + 5 * random.between(-2, 2);
}

/** The day of a won deal; of an open one the estimated day, some of which have passed. */
function wonOn(random: Random, { status: { type }, at }: Step, today: CalendarDate): CalendarDate | null {
  if (type === 'won') return dayOf(at, utc);
  return type === 'active' && random.percent(75) ? addDays(today, random.between(-10, 120)) : null;
}

function fail(): never {
  throw new Error('a deal begins with its creation');
}
