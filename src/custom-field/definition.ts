/** Custom fields as an organization defined them: read once a request, and only when a question mentions one. */
import type { Session } from '../db/client.ts';
import { DomainError } from '../errors.ts';
import { newNameOf } from '../value/input.ts';

export const customFieldTypes = [
  'text',
  'textarea',
  'number',
  'date',
  'datetime',
  'choices',
  'user',
  'contact',
  'hidden',
] as const;
export type CustomFieldType = (typeof customFieldTypes)[number];

export const objectTypes = ['opportunity', 'lead', 'contact'] as const;
export type ObjectType = (typeof objectTypes)[number];

export interface CustomFieldDefinition {
  readonly id: string;
  readonly name: string;
  readonly type: CustomFieldType;
  /** What is offered, in order; null unless the type is `choices`. */
  readonly choices: readonly string[] | null;
  readonly acceptsMultipleValues: boolean;
  readonly isShared: boolean;
  readonly description: string | null;
  /** The kinds of object that have the field, each with the field's place among theirs. */
  readonly objects: readonly { readonly objectType: ObjectType; readonly position: number }[];
}

export async function readCustomFields(
  session: Session,
  organizationId: string,
): Promise<readonly CustomFieldDefinition[]> {
  const rows = await session.rows.customField.findMany({
    where: { organizationId },
    include: { objects: true },
    orderBy: [{ nameFolded: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    ...row,
    type: row.type as CustomFieldType,
    choices: row.choices as readonly string[] | null,
    objects: row.objects.map(({ objectType, position }) => ({ objectType: objectType as ObjectType, position })),
  }));
}

/** @throws NOT_FOUND */
export function definitionById(definitions: readonly CustomFieldDefinition[], id: string): CustomFieldDefinition {
  const definition = definitions.find((candidate) => candidate.id === id);
  if (definition === undefined) throw new DomainError('NOT_FOUND', 'There is no custom field with this id.');
  return definition;
}

/** Fields of one kind of object are told apart by their names. @throws INVALID_INPUT */
export function assertNewName(
  name: string,
  owners: readonly ObjectType[],
  others: readonly CustomFieldDefinition[],
): void {
  for (const owner of owners) {
    const beside = others.filter(({ objects }) => objects.some(({ objectType }) => objectType === owner));
    const taken = beside.map((other) => other.name);
    newNameOf('name', name, taken, `a custom field of ${owner} objects`);
  }
}
