/**
 * What a body says about custom fields: `custom.cf_ID`, with `.add` or `.remove` for one value of several, null to unset; and
 * the deprecated forms by name, `custom.NAME` and an object `custom`.
 */
import type { Caller } from '../caller.ts';
import type { CustomFieldChange } from '../custom-field/change.ts';
import { createCustomField } from '../custom-field/define.ts';
import { type CustomFieldDefinition, readCustomFields } from '../custom-field/definition.ts';
import type { OwnerType } from '../custom-field/plan.ts';
import { customFieldName } from '../custom-field/table.ts';
import type { Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { invalid } from '../value/input.ts';
import { fold, isText } from '../value/text.ts';
import { anyObject } from './body-field.ts';
import type { Body } from './field.ts';

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
 * read where nothing is said.
 */
export async function withCustomChanges<Result>(
  session: Session,
  caller: Caller,
  owner: OwnerType,
  body: Body,
  work: (changes: readonly CustomFieldChange[]) => Promise<Result>,
): Promise<Result> {
  const mentions = mentionsIn(body, caller);
  if (mentions.length === 0) return work([]);
  const definitions = await readDefinitions(session, caller, owner);
  const made = owner === 'lead' ? await createMissing(session, caller, definitions, mentions) : [];
  const known = [...definitions, ...made];
  const sent = mentions.flatMap((mention) => {
    const change = changeOf(known, mention);
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

async function readDefinitions(session: Session, { organizationId }: Caller, owner: OwnerType) {
  const definitions = await readCustomFields(session, organizationId);
  return definitions.filter(({ objects }) => objects.some(({ objectType }) => objectType === owner));
}

/** The object first, for the single keys are the newer and more exact way to say it. */
function mentionsIn(body: Body, caller: Caller): readonly Mention[] {
  const dict = body.custom == null ? {} : readDict(body.custom, caller);
  const inDict = Object.entries(dict).map(([name, value]) => ({ key: 'custom', name: name.trim(), value }));
  const single = Object.entries(body).flatMap(([key, value]) =>
    key.startsWith('custom.') ? [{ key, name: key.slice('custom.'.length).trim(), value }] : [],
  );
  return [...inDict, ...single];
}

function readDict(value: unknown, caller: Caller): Body {
  try {
    return anyObject.read(value, caller);
  } catch {
    throw invalid('custom', 'Value must be of dict type.');
  }
}

function changeOf(
  definitions: readonly CustomFieldDefinition[],
  { key, name, value }: Mention,
): CustomFieldChange | undefined {
  const whole = definitionOf(definitions, name);
  if (whole) return setting(whole.id, value);
  const [, stem = '', kind] = /^(.+)\.(add|remove)$/s.exec(name) ?? [];
  const several = kind && definitionOf(definitions, stem);
  if (several) return { fieldId: several.id, kind: kind === 'add' ? 'add' : 'remove', value };
  if (value === null || value === '') return undefined;
  throw invalid(key, `There is no custom field ${JSON.stringify((kind ? stem : name).slice(0, 255))}.`);
}

function setting(fieldId: string, value: unknown): CustomFieldChange {
  return value === null ? { fieldId, kind: 'unset' } : { fieldId, kind: 'set', value };
}

/** By id or by name; by name in any case, if there is only one such. */
function definitionOf(definitions: readonly CustomFieldDefinition[], name: string): CustomFieldDefinition | undefined {
  const exact = definitions.find((definition) => definition.id === name || definition.name === name);
  if (exact) return exact;
  const alike = definitions.filter((definition) => fold(definition.name) === fold(name));
  return alike.length === 1 ? alike[0] : undefined;
}

async function createMissing(
  session: Session,
  caller: Caller,
  definitions: readonly CustomFieldDefinition[],
  mentions: readonly Mention[],
): Promise<readonly CustomFieldDefinition[]> {
  const names = new Set(mentions.filter((mention) => isNewName(definitions, mention)).map(({ name }) => name));
  if (names.size === 0) return [];
  if (names.size > mostNewFields) {
    throw invalid('custom', `${names.size} custom fields are new: at most ${mostNewFields} are made at once.`);
  }
  const ids = new Set<string>();
  for (const name of names)
    ids.add(await createCustomField(session, caller, { name, type: 'text', objectTypes: ['lead'] }));
  return (await readDefinitions(session, caller, 'lead')).filter(({ id }) => ids.has(id));
}

function isNewName(definitions: readonly CustomFieldDefinition[], { name, value }: Mention): boolean {
  const isName = isText(name) && !/^l?cf_/.test(name) && !/\.(add|remove)$/.test(name) && name.length <= 255;
  return isName && name !== '' && typeof value === 'string' && value !== '' && !definitionOf(definitions, name);
}
