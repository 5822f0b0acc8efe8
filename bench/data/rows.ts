/**
 * The rows of an organization: row i of a kind is a function of i. A tenth as many leads as deals, two changes of status a deal,
 * and where there is a past, three versions of what it was.
 */

import { type Instant, toDate } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import { chanceOf, idOf } from './chance.ts';
import type { BenchOrganization, Status } from './organization.ts';

const day = 86_400_000;
/** The days on which deals are made and won: forty months, in whatever year this runs. */
const firstDay = Date.UTC(2023, 0, 1);
const days = 1200;
/** Stands in the notes of one deal of ten thousand. */
export const rareWord = 'zephyr';

const wanted = ['discount', 'pilot', 'contract', 'renewal', 'budget', 'demo', 'offer', 'licence'] as const;
const next = ['call', 'visit', 'quote', 'training', 'rollout', 'review'] as const;

export type LeadRow = ReturnType<typeof leadRow>;
export type DealRow = ReturnType<typeof dealRow>;

export function leadRow({ id, leadStatusId }: BenchOrganization, i: number) {
  const name = `Company ${i}`;
  const moment = toDate((firstDay + (i % days) * day) as Instant);
  return {
    ...{ id: idOf('lead', i), organization_id: id, status_id: leadStatusId, addresses: [] },
    ...{ name, name_folded: fold(name), date_created: moment, date_updated: moment },
  };
}

export function dealRow(organization: BenchOrganization, i: number) {
  const chance = chanceOf(i);
  const status = chance.pick(organization.statuses);
  const userId = chance.pick(organization.userIds);
  // Few leads have many deals: the exponent gives the first of a hundred thousand leads five hundred of a million deals.
  const leadId = idOf('lead', organization.firstLead + Math.floor(chance.part() ** 1.5 * organization.leads));
  const note = `asked for a ${chance.pick(wanted)} and a ${chance.pick(next)} in ${chance.below(2 ** 32).toString(36)}${i % 10_007 === 5 ? `, ${rareWord} garden` : ''}`;
  const created = toDate((firstDay + Math.floor(chance.part() * days * day)) as Instant);
  const outcome = Math.floor(firstDay + chance.below(days) * day) as Instant;
  const expected = status.type === 'won' || chance.part() < 0.5;
  return {
    ...{ id: idOf('opportunity', i), organization_id: organization.id, lead_id: leadId, user_id: userId },
    status_id: status.id,
    value: chance.part() < 0.05 ? null : BigInt(chance.below(10_000_000)),
    value_period: chance.pick(['one_time', 'one_time', 'monthly', 'annual']),
    confidence: status.type === 'won' ? 100 : status.type === 'lost' ? 0 : 5 * chance.below(20),
    ...{ note, note_folded: fold(note) },
    date_won: expected ? toDate(outcome).toISOString().slice(0, 10) : null,
    date_lost: status.type === 'lost' ? toDate(outcome) : null,
    ...{ created_by: userId, updated_by: userId, date_created: created, date_updated: created },
  };
}

/** The first two of its pipeline, and the one it is in. */
function pathOf({ statuses }: BenchOrganization, deal: DealRow): readonly [Status, Status, Status] {
  const now = statuses.find(({ id }) => id === deal.status_id) ?? statuses[0];
  const [first = now, second = now] = statuses.filter(({ pipelineId }) => pipelineId === now.pipelineId);
  return [first, second, now];
}

const daysAfter = (date: Date, number: number) => toDate((date.getTime() + number * day) as Instant);

/** When it became what it is: after a month, in which it was three other things. */
export const lastChange = ({ date_created }: DealRow) => daysAfter(date_created, 27);

/** What it was: its status moved twice, then its value and its closing day. */
export function versionRows(organization: BenchOrganization, deal: DealRow) {
  const [first, second, now] = pathOf(organization, deal);
  const { id, note, note_folded, date_updated, ...kept } = deal;
  const value = deal.value === null ? null : (deal.value * 9n) / 10n;
  const earlier = deal.date_won === null ? null : daysAfter(new Date(deal.date_won), -20).toISOString().slice(0, 10);
  const version = (status: Status, number: number, more: object) => ({
    ...{ ...kept, opportunity_id: id, status_id: status.id, version: number, closed_by: deal.user_id },
    ...{
      valid_from: daysAfter(deal.date_created, 9 * (number - 1)),
      valid_to: daysAfter(deal.date_created, 9 * number),
    },
    ...more,
  });
  const open = { confidence: 30, date_lost: null, value, date_won: earlier };
  return [version(first, 1, open), version(second, 2, open), version(now, 3, { value, date_won: earlier })];
}

/** From the first status of its pipeline to the one it is in, in two steps. */
export function changeRows(organization: BenchOrganization, deal: DealRow, i: number) {
  const [first, second, now] = pathOf(organization, deal);
  return [changeRow(deal, 2 * i, first, second, 9), changeRow(deal, 2 * i + 1, second, now, 18)];
}

function changeRow(deal: DealRow, n: number, before: Status, after: Status, afterDays: number) {
  const moment = daysAfter(deal.date_created, afterDays);
  return {
    ...{ id: idOf('activity', n), organization_id: deal.organization_id, opportunity_id: deal.id },
    ...{ lead_id: deal.lead_id, user_id: deal.user_id, date_created: moment, date_updated: moment },
    ...{ old_status_id: before.id, old_status_label: before.label, old_status_label_folded: fold(before.label) },
    ...{ old_status_type: before.type, old_pipeline_id: before.pipelineId, old_pipeline_name: before.pipelineName },
    ...{ new_status_id: after.id, new_status_label: after.label, new_status_label_folded: fold(after.label) },
    ...{ new_status_type: after.type, new_pipeline_id: after.pipelineId, new_pipeline_name: after.pipelineName },
    ...{ opportunity_value: deal.value, opportunity_value_period: deal.value_period },
    ...{ opportunity_confidence: deal.confidence, opportunity_date_won: deal.date_won },
  };
}
