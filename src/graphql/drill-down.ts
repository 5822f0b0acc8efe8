/**
 * `drillDown`: the filter of a group as a text that is handed back as `within`. Typed clients cannot hand back JSON, whose type
 * they do not know. It is no secret and not signed: whoever makes one up says no more than a filter could.
 */
import { isTooDeep } from '../http/nesting.ts';

const version = 1;

/** The same for the same filter, so that caches know it again. */
export const drillDownOf = (filter: object): string =>
  Buffer.from(JSON.stringify([version, filter])).toString('base64url');

/** Not checked yet, but for its depth; undefined for what was not made here. */
export function filterOfDrillDown(text: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return undefined;
  const json = Buffer.from(text, 'base64url').toString();
  try {
    const [made, filter]: unknown[] = isTooDeep(json) ? [] : JSON.parse(json);
    return made === version ? filter : undefined;
  } catch {
    return undefined;
  }
}
