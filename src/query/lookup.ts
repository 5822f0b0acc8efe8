/** What a name means where it stands: `value`, `opportunity_value`, `lead_status`, `custom."Source CRM"`, `text.status`. */
import { customFieldName, isCustomFieldName } from '../custom-field/table.ts';
import type { Name } from '../search/syntax.ts';
import { syntaxError } from '../search/syntax-error.ts';
import { fold, nearest } from '../value/text.ts';
import { customField, customNames, isAmbiguous } from './custom.ts';
import { column, type QueryField, related } from './field.ts';
import { type QueryTable, queryTables } from './names.ts';
import type { Reading } from './reading.ts';

/** In front of a label or a choice: look into it, instead of naming it. */
const textPrefix = 'text.';

/** @throws SEARCH_SYNTAX that says what was probably meant */
export function lookUp(name: Name, reading: Reading): QueryField {
  const found = find(name.text, reading);
  if (found) return found;
  const { table, source } = reading;
  throw syntaxError({
    position: name.start,
    expected: ['a field'],
    found: source.slice(name.start, name.end),
    problem: `${table.plural} have no field \`${name.text}\``,
    ...adviceFor(name, reading),
  });
}

function find(text: string, reading: Reading): QueryField | undefined {
  const name = fold(text);
  const { table } = reading;
  if (isCustomFieldName(name)) return customField(text.slice(customFieldName('').length), reading);
  if (name.startsWith(textPrefix)) return lookedInto(find(text.slice(textPrefix.length), reading));
  const own = table.names.get(name);
  if (own) return own;
  if (name.startsWith(`${table.name}_`)) return find(text.slice(table.name.length + 1), reading);
  const relation = [...table.relations].find((candidate) => name.startsWith(`${candidate}_`));
  if (relation === undefined) return undefined;
  const field = find(text.slice(relation.length + 1), { ...reading, table: tableOf(relation) });
  return field && related(relation, field);
}

/** A relation is called as the kind of object that it leads to. */
export function tableOf(relation: string): QueryTable {
  const table = Object.values(queryTables).find(({ name }) => name === relation);
  if (!table) throw new Error(`no objects are called ${relation}`);
  return table;
}

function lookedInto(field: QueryField | undefined): QueryField | undefined {
  if (field?.kind === 'related') {
    const inner = lookedInto(field.field);
    return inner && { ...field, field: inner };
  }
  if (field?.kind === 'reference') return { ...column(field.name), verbatim: true };
  return field?.kind === 'column' ? { ...field, matching: 'part', verbatim: true } : undefined;
}

/** Names of the source API that nothing here answers, and why. */
const unanswerable: readonly (readonly [name: RegExp, why: string])[] = [
  [
    /^((last|next)_)?(call|sms|meeting|activit|communication|sequence|voicemail)|^(last|next)_email|^email_(opened|sent)/,
    'Calls, e-mails and meetings are not kept here.',
  ],
  [/^primary_opportunity/, 'No opportunity of a lead is marked as its primary one: ask for any with opportunity(…).'],
];

export function whyUnanswerable(name: string): string | undefined {
  return unanswerable.find(([pattern]) => pattern.test(fold(name)))?.[1];
}

interface Advice {
  readonly advice?: string;
  readonly suggestion?: string | undefined;
}

function adviceFor({ text, start, end }: Name, reading: Reading): Advice {
  const why = whyUnanswerable(text);
  if (why !== undefined) return { advice: why };
  if (isAmbiguous(text, reading))
    return { advice: 'Several custom fields are called so: write custom. and the id of one.' };
  const { table, source } = reading;
  const elsewhere = [...table.relations].find((relation) => find(text, { ...reading, table: tableOf(relation) }));
  if (elsewhere !== undefined) return { suggestion: `${elsewhere}_${source.slice(start, end)}` };
  const prefix = [table.name, ...table.relations].find((candidate) => fold(text).startsWith(`${candidate}_`));
  const meant = prefix === undefined ? [] : [...tableOf(prefix).names.keys()].map((name) => `${prefix}_${name}`);
  return { suggestion: nearest(text, [...table.names.keys(), ...meant, ...customNames(reading)]) };
}
