/** What groups are called, and in which order their keys stand: people by name, statuses as in their pipeline, choices as offered. */
import { sql } from 'kysely';
import type { Session } from '../../db/client.ts';
import { inTurns } from '../../next-turn.ts';
import { fold } from '../../value/text.ts';
import { type EntityField, entityOf, type GroupBy, type RawKey, wordsOf } from './dimension.ts';

/** A key's place among the others of its dimension, compared part by part. */
export type Rank = readonly (string | number)[];

export interface KeyName {
  readonly label: string;
  readonly rank: Rank;
}

export type NameOf = (key: string) => KeyName;

/** At most one statement, however many keys. */
async function readNames(
  session: Session,
  organizationId: string,
  by: GroupBy,
  keys: readonly RawKey[],
): Promise<NameOf> {
  switch (by.kind) {
    case 'date':
      return (key) => ({ label: key, rank: [key] });
    case 'word': {
      const words: readonly string[] = wordsOf[by.field];
      return (key) => ({ label: key, rank: [words.indexOf(key)] });
    }
    case 'entity':
      return fromRows(await readEntities(session, organizationId, by.field, present(keys)));
    case 'custom': {
      if (by.definition.type === 'user')
        return fromRows(await readEntities(session, organizationId, 'user_id', present(keys)));
      const offered = (by.definition.choices ?? []).map(fold);
      const written = await readChoices(session, organizationId, by.definition.id);
      return (key) => {
        const place = offered.indexOf(key);
        const label = by.definition.choices?.[place] ?? written.get(key) ?? key;
        return { label, rank: [place < 0 ? offered.length : place, key] };
      };
    }
  }
}

const present = (keys: readonly RawKey[]) => keys.filter((key) => key !== null);

interface NameRow {
  readonly id: string;
  readonly label: string;
  readonly rank: Rank;
}

async function fromRows(rows: readonly NameRow[]): Promise<NameOf> {
  const names = new Map<string, KeyName>();
  await inTurns(rows, ({ id, label, rank }) => {
    // What is gone stands in the past where it stood, and behind all others, too: there it is only for the present.
    const [known = Number.POSITIVE_INFINITY] = names.get(id)?.rank ?? [];
    const [place = 0] = rank;
    if (place < known || !names.has(id)) names.set(id, { label, rank: [...rank, id] });
  });
  return (key) => names.get(key) ?? { label: key, rank: [key] };
}

/** Behind all pipelines. */
const gonePlace = sql.lit(1_000_000);

async function readEntities(
  session: Session,
  organizationId: string,
  field: EntityField,
  ids: readonly string[],
): Promise<readonly NameRow[]> {
  const { kysely, dialect } = session;
  switch (entityOf[field]) {
    case 'user': {
      const rows = await kysely
        .selectFrom('membership')
        .select(['user_id as id', 'full_name', 'name_folded'])
        .where('organization_id', '=', organizationId)
        .where((eb) => dialect.isOneOf(eb.ref('user_id'), ids))
        .execute();
      return rows.map((row) => ({ id: row.id, label: row.full_name, rank: [row.name_folded] }));
    }
    case 'lead': {
      const rows = await kysely
        .selectFrom('lead')
        .select(['id', 'name', 'name_folded'])
        .where('organization_id', '=', organizationId)
        .where((eb) => dialect.isOneOf(eb.ref('id'), ids))
        .execute();
      return rows.map((row) => ({ id: row.id, label: row.name, rank: [row.name_folded] }));
    }
    case 'status': {
      const rows = await kysely
        .selectFrom('opportunity_status as s')
        .innerJoin('pipeline as p', 'p.id', 's.pipeline_id')
        .select(['s.id', 's.label', 's.position', 'p.position as place'])
        .where('s.organization_id', '=', organizationId)
        // Of the past they stand among the others already; history names them in the present too. `union` is no query by itself:
        // one of the past would be put before it again.
        .unionAll((union) =>
          union
            .selectFrom('former_status as f')
            .select(['f.id', sql<string>`f.label || ' (deleted)'`.as('label'), 'f.position'])
            .select(sql<number>`${gonePlace}`.as('place'))
            .where('f.organization_id', '=', organizationId)
            .where((eb) => dialect.isOneOf(eb.ref('f.id'), ids)),
        )
        .execute();
      return rows.map((row) => ({ id: row.id, label: row.label, rank: [row.place, row.position] }));
    }
    case 'pipeline': {
      const rows = await kysely
        .selectFrom('pipeline')
        .select(['id', 'name', 'position'])
        .where('organization_id', '=', organizationId)
        .unionAll((union) =>
          union
            .selectFrom('former_pipeline as f')
            .select(['f.id', sql<string>`f.name || ' (deleted)'`.as('name'), sql<number>`${gonePlace}`.as('position')])
            .where('f.organization_id', '=', organizationId)
            .where((eb) => dialect.isOneOf(eb.ref('f.id'), ids)),
        )
        .execute();
      return rows.map((row) => ({ id: row.id, label: row.name, rank: [row.position] }));
    }
  }
}

/** Choices that are no longer offered keep the form in which they were stored. */
async function readChoices(
  { kysely }: Session,
  organizationId: string,
  fieldId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await kysely
    .selectFrom('custom_field_value')
    .select(['text_folded', sql<string>`min(text_value)`.as('label')])
    .where('organization_id', '=', organizationId)
    .where('custom_field_id', '=', fieldId)
    .where('opportunity_id', 'is not', null)
    .groupBy('text_folded')
    .execute();
  return new Map(rows.map((row) => [row.text_folded ?? '', row.label]));
}

/** Of all keys of groups: at most one statement for each of their keys, however many groups. */
export async function readNamesOfKeys(
  session: Session,
  organizationId: string,
  by: readonly GroupBy[],
  groups: readonly { readonly keys: readonly RawKey[] }[],
): Promise<readonly NameOf[]> {
  const nameOf: NameOf[] = [];
  for (const [index, key] of by.entries()) {
    const keys = [...new Set(groups.map((group) => group.keys[index] ?? null))];
    nameOf.push(await readNames(session, organizationId, key, keys));
  }
  return nameOf;
}
