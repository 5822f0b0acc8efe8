/** The rows of the office, joined in memory: predicates over them choose what a search must find, without the program. */
import { fold } from '../../src/value/text.ts';
import { hasWord } from '../model.ts';
import {
  type CustomKey,
  changes,
  contacts,
  customFields,
  type DealSeed,
  deals,
  type LeadSeed,
  leads,
  people,
  process,
} from './office-rows.ts';

const statuses = process.pipelines.flatMap((pipeline) =>
  pipeline.statuses.map(([label, type]) => ({ label, type, pipeline: pipeline.name })),
);

function statusOf(label: string) {
  const status = statuses.find((candidate) => candidate.label === label);
  if (!status) throw new Error(`no status ${label}`);
  return status;
}

const moment = (text: string) => (text.includes('T') ? text : `${text}T12:00`);

const timesAYear = { one_time: 1, monthly: 12, annual: 1 };

/** In whole currency units, where the seeds have cents; comparisons of these are exact at such sizes. */
const major = (cents: bigint) => Number(cents) / 100;

function customTexts(custom: LeadSeed['custom'] = {}): readonly string[] {
  const textual = new Set(['text', 'choices']);
  return Object.entries(custom)
    .filter(([key]) => textual.has(customFields[key as CustomKey].type))
    .flatMap(([, value]) => [value].flat().map(String));
}

function dealRow([key, deal]: [string, DealSeed]) {
  const { type, pipeline } = statusOf(deal.status);
  const value = deal.value === undefined ? undefined : major(deal.value);
  const annualized = value === undefined ? undefined : value * timesAYear[deal.period ?? 'one_time'];
  const userName = deal.user && people[deal.user].join(' ');
  const contactName = deal.contact && contacts[deal.contact].name;
  const leadName = leads[deal.lead].name;
  return {
    ...{
      key,
      ...deal,
      custom: deal.custom ?? {},
      type,
      pipeline,
      value,
      annualized,
      period: deal.period ?? 'one_time',
    },
    ...{ leadName, userName, contactName, created: moment(deal.created), lost: deal.lost && moment(deal.lost) },
    expected: value === undefined ? undefined : (value * deal.confidence) / 100,
    updater: deal.user ?? 'cy',
    changes: changes
      .filter(([changed]) => changed === key)
      .map(([, from, to, by, at]) => ({ from: statusOf(from), to: statusOf(to), by, at })),
    texts: [deal.note, leadName, contactName, deal.status, userName, ...customTexts(deal.custom)].map(
      (text) => text ?? '',
    ),
  };
}

export type Deal = ReturnType<typeof dealRow>;
export const dealRows = Object.entries(deals).map(dealRow);

function leadRow([key, lead]: [string, LeadSeed]) {
  const people = Object.values(contacts).filter((contact) => contact.lead === key);
  return {
    ...{ key, ...lead, custom: lead.custom ?? {}, created: moment(lead.created), updated: moment(lead.updated) },
    deals: dealRows.filter((deal) => deal.lead === key),
    contacts: people,
    texts: [
      ...[lead.name, lead.status, ...customTexts(lead.custom)],
      ...people.flatMap((contact) => [contact.name, contact.emails.join('\n')]),
    ],
  };
}

export type Lead = ReturnType<typeof leadRow>;
export const leadRows = Object.entries<LeadSeed>(leads).map(leadRow);

export type Expected<Row> = (row: Row) => boolean;

export const all = () => true;
export const none = () => false;

/** Has each of these words, one in this text and another in that. */
export const words =
  (...wanted: readonly string[]): Expected<{ readonly texts: readonly string[] }> =>
  ({ texts }) =>
    wanted.every((one) => texts.some((text) => hasWord(fold(text), fold(one), false)));

export const phraseIn =
  (wanted: string): Expected<{ readonly texts: readonly string[] }> =>
  ({ texts }) =>
    texts.some((text) => hasWord(fold(text), fold(wanted), true));

export const within = (text: string | undefined, part: string): boolean => fold(text ?? '').includes(fold(part));

/** A comparison with what there is not is never true. */
export const known =
  <Row, Value>(value: (row: Row) => Value | undefined, holds: (value: Value) => boolean): Expected<Row> =>
  (row) => {
    const found = value(row);
    return found !== undefined && holds(found);
  };
