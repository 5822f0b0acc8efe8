/** What can be typed: fields of the language of searches (docs/search.md), and what this organization calls its things. */
import type { Session } from '../state/session.ts';
import { quoted } from './terms.ts';

export interface Suggestion {
  /** What is put in place of the word that was begun. */
  readonly text: string;
  readonly hint: string;
}

const days = [
  'today',
  'yesterday',
  '"this week"',
  '"this month"',
  '"last month"',
  '"this quarter"',
  '"last quarter"',
  '"this year"',
  '"last year"',
];
const amounts = { hint: 'an amount, such as value > 5k' };

interface Field {
  readonly name: string;
  readonly hint: string;
  readonly values?: (session: Session) => readonly string[];
}

const people = ({ users }: Session) => ['me', ...users.map(({ fullName }) => quoted(fullName))];
const labels = ({ pipelines }: Session) => [
  ...new Set(pipelines.flatMap(({ statuses }) => statuses.map(({ label }) => quoted(label)))),
];

const fields: readonly Field[] = [
  { name: 'status', hint: 'a status by its label', values: labels },
  { name: 'status_type', hint: 'active, won or lost', values: () => ['active', 'won', 'lost'] },
  {
    name: 'pipeline',
    hint: 'a pipeline by its name',
    values: ({ pipelines }) => pipelines.map(({ name }) => quoted(name)),
  },
  { name: 'user', hint: 'who it is assigned to', values: people },
  { name: 'value', ...amounts },
  { name: 'annualized_value', ...amounts },
  { name: 'expected_value', ...amounts },
  {
    name: 'value_period',
    hint: 'how often it is billed: one_time, monthly, annual',
    values: () => ['one_time', 'monthly', 'annual'],
  },
  { name: 'confidence', hint: 'percent, such as confidence >= 70' },
  { name: 'date_won', hint: 'the close date: won, or expected to be', values: () => days },
  { name: 'date_lost', hint: 'when it was lost', values: () => days },
  { name: 'date_created', hint: 'when it was created', values: () => days },
  { name: 'date_updated', hint: 'when it was last changed', values: () => days },
  { name: 'lead', hint: 'a part of the name of the lead' },
  { name: 'contact', hint: 'a part of the name of the contact' },
  { name: 'note', hint: 'a text in the note' },
  { name: 'created_by', hint: 'who created it', values: people },
  { name: 'updated_by', hint: 'who last changed it', values: people },
];

const customFields = (session: Session): readonly Field[] =>
  session.customFields.map(({ name, type, choices }) => ({
    name: `custom.${/^\w+$/.test(name) ? name : quoted(name)}`,
    hint: 'a custom field',
    values: () => (type === 'USER' ? people(session) : (choices ?? []).map(quoted)),
  }));

export const vocabulary = (session: Session): readonly Field[] => [...fields, ...customFields(session)];

/** `and`, `or` and what else joins terms is short enough to be typed. */
export const sortKeys = [
  'value',
  'expected_value',
  'confidence',
  'date_won',
  'date_created',
  'status_position',
  'user',
  'lead',
];
