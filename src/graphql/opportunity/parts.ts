/** What figures are made of, read when one of them is selected: those of siblings, and of all lists of a place, together. */
import DataLoader from 'dataloader';
import type { Session } from '../../db/client.ts';
import { noParts, type PartName, type Parts } from '../../opportunity/figures/part.ts';
import { keysId, type PartsOfGroups, readParts } from '../../opportunity/figures/read.ts';
import type { Division, Keys } from '../../opportunity/figures/rows.ts';
import { groupBy } from '../../value/group-by.ts';

/** The parts of some rows, each read when first asked for. */
export type ReadPart = <Name extends PartName>(name: Name) => Promise<Parts[Name]>;

export type ReadPartOf = (division: Division, keys: Keys) => ReadPart;

interface Asked {
  readonly division: Division;
  readonly name: PartName;
}

/** Of any division of lists of one session. A division is known by itself: ask with the same object again. */
export function partsOf(session: Session): ReadPartOf {
  const loader = new DataLoader<Asked, PartsOfGroups>((asked) => readAll(session, asked), { cache: false });
  const known = new Map<Division, Map<PartName, Promise<PartsOfGroups>>>();
  const read = (division: Division, name: PartName) => {
    const own = known.get(division) ?? new Map<PartName, Promise<PartsOfGroups>>();
    known.set(division, own);
    const found = own.get(name) ?? loader.load({ division, name });
    own.set(name, found);
    return found;
  };
  return (division, keys) => async (name) => ((await read(division, name)).get(keysId(keys)) ?? noParts)[name];
}

/** Divisions that want the same parts are asked together. */
async function readAll(session: Session, asked: readonly Asked[]): Promise<readonly PartsOfGroups[]> {
  const wanted = [...groupBy(asked, ({ division }) => division)].map(([division, own]) => ({
    division,
    names: [...new Set(own.map(({ name }) => name))].sort(),
  }));
  const found = new Map<Division, PartsOfGroups>();
  for (const alike of groupBy(wanted, ({ names, division }) => `${division.keys.length} ${names}`).values()) {
    const divisions = alike.map(({ division }) => division);
    const parts = await readParts(session, divisions, alike[0]?.names ?? []);
    for (const [index, division] of divisions.entries()) found.set(division, parts[index] ?? new Map());
  }
  return asked.map(({ division }) => found.get(division) ?? new Map());
}

/** Of several parents by one statement for all that siblings want, by the id of the parent. */
export function partsOfEach(
  read: (ids: readonly string[], names: readonly PartName[]) => Promise<PartsOfGroups>,
): (id: string) => ReadPart {
  const loader = new DataLoader<readonly [id: string, name: PartName], Parts, string>(
    async (asked) => {
      const [ids, names] = [asked.map(([id]) => id), asked.map(([, name]) => name)];
      const found = await read([...new Set(ids)], [...new Set(names)]);
      return ids.map((id) => found.get(keysId([id])) ?? noParts);
    },
    { cacheKeyFn: ([id, name]) => `${name} ${id}` },
  );
  return (id) => async (name) => (await loader.load([id, name]))[name];
}
