/**
 * Documents that were parsed, so that the next who asks the same need not wait for it. Yoga's own cache counts documents: a
 * thousand different ones of the largest size took 1.2 GB. This one counts characters, of which each takes about 100 bytes, and
 * for each document as much again as 200 of them.
 */
import type { DocumentNode } from 'graphql';

export interface DocumentCache {
  get(text: string): DocumentNode | undefined;
  set(text: string, document: DocumentNode): void;
}

/** Hundreds of what front ends ask, and no more than 25 MB. */
const mostCharacters = 200_000;

const sizeOf = (text: string) => text.length + 200;

export function createDocumentCache(most = mostCharacters): DocumentCache {
  // In the order in which they were last asked for.
  const kept = new Map<string, DocumentNode>();
  let characters = 0;
  const remove = (text: string) => {
    if (kept.delete(text)) characters -= sizeOf(text);
  };
  return {
    get(text) {
      const document = kept.get(text);
      if (!document) return undefined;
      kept.delete(text);
      kept.set(text, document);
      return document;
    },
    set(text, document) {
      remove(text);
      kept.set(text, document);
      characters += sizeOf(text);
      for (const oldest of kept.keys()) {
        if (characters <= most) return;
        remove(oldest);
      }
    },
  };
}

/** A text that is no document is refused as fast again; kept, its error would hold the request that it came with. */
export const noErrors = { get: () => undefined, set: () => {} };
