/**
 * What a body says about custom fields: `custom.cf_ID`, with `.add` or `.remove` for one value of several, null to unset; and
 * the deprecated forms by name, `custom.NAME` and an object `custom`.
 */
import type { Caller } from '../../caller.ts';
import type { CustomFieldChange } from '../../custom-field/change.ts';
import { createCustomField } from '../../custom-field/define.ts';
import { type CustomFieldDefinition, readCustomFields } from '../../custom-field/definition.ts';
import type { OwnerType } from '../../custom-field/plan.ts';
import { customFieldName } from '../../custom-field/table.ts';
import type { Session } from '../../db/client.ts';
import { at, DomainError } from '../../errors.ts';
import { groupBy } from '../../value/group-by.ts';
import { isId } from '../../value/id.ts';
import { invalid } from '../../value/input.ts';
import { formatInstant, parseCalendarDate, startOfDay } from '../../value/period.ts';
import { fold, isText } from '../../value/text.ts';
import type { Body } from '../field.ts';
import { anyObject } from '../reader.ts';
import { writtenDate } from '../time.ts';

/** What a body may say of them, for the OpenAPI document. */
export const customSchema = {
  keys: {
    custom: { type: ['object', 'null'], description: 'Custom fields by name; deprecated.' },
    custom_fields: { type: ['object', 'null'], description: 'Custom fields by id or name.' },
  },
  patternProperties: {
    '^custom\\.': {
      description:
        'A custom field, `custom.cf_ID`: null unsets; `custom.cf_ID.add` and `.remove` change a list by one value.',
    },
  },
} as const;

interface Mention {
  /** As it was sent. */
  readonly key: string;
  readonly name: string;
  readonly value: unknown;
}

/** Names that there are not become text fields of leads, as importing scripts rely on; more than these are a mistake. */
const mostNewFields = 50;

/**
 * Hands `work` what the body says of custom fields; what is wrong with it is told under the key that was sent. Nothing is
 * read where nothing is said. `isForeign`: the body comes from another organization, and ids of fields there say nothing.
 */
export async function withCustomChanges<Result>(
  session: Session,
  caller: Caller,
  owner: OwnerType,
  body: Body,
  work: (changes: readonly CustomFieldChange[]) => Promise<Result>,
  isForeign = false,
): Promise<Result> {
  const mentions = mentionsIn(body, caller);
  if (mentions.length === 0) return work([]);
  const known = await readLookup(session, caller, owner);
  const made = owner === 'lead' && (await createMissing(session, caller, known, mentions));
  const lookUp = made ? await readLookup(session, caller, owner) : known;
  const meant = isForeign ? mentions.filter(({ name }) => !isId(name, 'customField') || lookUp(name)) : mentions;
  const sent = meant.flatMap((mention) => {
    const change = changeOf(lookUp, mention, caller);
    return change ? [{ key: mention.key, change }] : [];
  });
  const keys = new Map(sent.map(({ key, change }) => [customFieldName(change.fieldId), key]));
  try {
    return await work(sent.map(({ change }) => change));
  } catch (error) {
    throw asSent(keys, error);
  }
}

/** Errors of the core name a field by its id. */
function asSent(keys: ReadonlyMap<string, string>, error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, message, inputPath, extra, cause } = error;
  const [first, ...rest] = inputPath;
  const key = keys.get(String(first));
  return key === undefined ? error : new DomainError(code, message, { path: [key, ...rest], extra, cause });
}

/** By id or by name; by name in any case, if there is only one such. */
type LookUp = (name: string) => CustomFieldDefinition | undefined;

/** Bodies may mention many fields, and organizations have many: neither is walked through for each of the other. */
async function readLookup(session: Session, { organizationId }: Caller, owner: OwnerType): Promise<LookUp> {
  const all = await readCustomFields(session, organizationId);
  const own = all.filter(({ objects }) => objects.some(({ objectType }) => objectType === owner));
  const exact = new Map(own.flatMap((one) => [[one.name, one] as const, [one.id, one] as const]));
  const alike = groupBy(own, ({ name }) => fold(name));
  return (name) => {
    const [first, ...others] = alike.get(fold(name)) ?? [];
    return exact.get(name) ?? (others.length > 0 ? undefined : first);
  };
}

/** The object first, for the single keys are the newer and more exact way to say it. */
function mentionsIn(body: Body, caller: Caller): readonly Mention[] {
  const inDict = (['custom', 'custom_fields'] as const).flatMap((key) => {
    const dict = body[key] == null ? {} : at(key, () => anyObject.read(body[key], caller));
    return Object.entries(dict).map(([name, value]) => ({ key, name: name.trim(), value }));
  });
  const single = Object.entries(body).flatMap(([key, value]) =>
    key.startsWith('custom.') ? [{ key, name: key.slice('custom.'.length).trim(), value }] : [],
  );
  return [...inDict, ...single];
}

function changeOf(lookUp: LookUp, { key, name, value }: Mention, caller: Caller): CustomFieldChange | undefined {
  const whole = lookUp(name);
  if (whole) return setting(whole, value, caller);
  const [, stem = '', kind] = /^(.+)\.(add|remove)$/s.exec(name) ?? [];
  const several = kind && lookUp(stem);
  if (several) return { fieldId: several.id, kind: kind === 'add' ? 'add' : 'remove', value };
  if (value === null || value === '') return undefined;
  throw invalid(key, `There is no custom field ${JSON.stringify((kind ? stem : name).slice(0, 255))}.`);
}

function setting({ id: fieldId, type }: CustomFieldDefinition, value: unknown, caller: Caller): CustomFieldChange {
  if (value === null) return { fieldId, kind: 'unset' };
  return { fieldId, kind: 'set', value: asStored(type, value, caller) };
}

/** Programs have one picker for days and moments: of a moment the day counts that is written, a day is its beginning. */
function asStored(type: CustomFieldDefinition['type'], value: unknown, { zone }: Caller): unknown {
  if (type === 'number') return numberIn(value);
  if (type === 'date' && typeof value === 'string') return writtenDate(value) ?? value;
  const day = type === 'datetime' && typeof value === 'string' ? parseCalendarDate(value) : undefined;
  return day === undefined ? value : formatInstant(startOfDay(day, zone));
}

/** Scripts send the cells of a table as they are. What is no number stays text, which the core refuses. */
function numberIn(value: unknown): unknown {
  return typeof value === 'string' && decimal.test(value) ? Number(value) : value;
}

const decimal = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/;

/** @returns whether there were any */
async function createMissing(
  session: Session,
  caller: Caller,
  lookUp: LookUp,
  mentions: readonly Mention[],
): Promise<boolean> {
  const names = new Set(mentions.filter((mention) => isNewName(lookUp, mention)).map(({ name }) => name));
  if (names.size > mostNewFields) {
    throw invalid('custom', `${names.size} custom fields are new: at most ${mostNewFields} are made at once.`);
  }
  for (const name of names) {
    await createCustomField(session, caller, { name, type: 'text', objectTypes: ['lead'] }).catch((error: unknown) => {
      throw unknownField(mentions, name, error);
    });
  }
  return names.size > 0;
}

/** Whoever may not make a field, or finds two of the name, has written a name that there is not. */
function unknownField(mentions: readonly Mention[], name: string, error: unknown): unknown {
  if (!(error instanceof DomainError)) return error;
  const { code, message, extra, cause } = error;
  const key = mentions.find((mention) => mention.name === name)?.key ?? 'custom';
  const shown = JSON.stringify(name);
  const why = code === 'FORBIDDEN' ? `There is no custom field ${shown}, and it is not made: ${message}` : message;
  return new DomainError(code, why, { path: [key], extra, cause });
}

function isNewName(lookUp: LookUp, { name, value }: Mention): boolean {
  const isName = isText(name) && !/^l?cf_/.test(name) && !/\.(add|remove)$/.test(name) && name.length <= 255;
  return isName && name !== '' && typeof value === 'string' && value !== '' && !lookUp(name);
}
