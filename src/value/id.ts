/** Ids: a prefix that tells the kind, and base62 characters from a CSPRNG. Opaque and case-sensitive to everyone else. */
import { randomBytes } from 'node:crypto';

const prefixes = {
  opportunity: 'oppo',
  lead: 'lead',
  contact: 'cont',
  user: 'user',
  organization: 'orga',
  status: 'stat',
  pipeline: 'pipe',
  activity: 'acti',
  customField: 'cf',
  membership: 'memb',
  apiKey: 'api',
  task: 'task',
  savedView: 'save',
  event: 'ev',
  group: 'group',
  webhook: 'whsub',
  webhookDelivery: 'whdel',
} as const;

export type IdKind = keyof typeof prefixes;

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** 43 base62 characters carry 256 bits. `bytes` may be handed in where ids must be the same in each run (demo data). */
export function newId(kind: IdKind, bytes: (count: number) => Uint8Array = randomBytes): string {
  const characters: string[] = [];
  while (characters.length < 43) {
    for (const byte of bytes(64)) {
      // 248 = 4 x 62: bytes above it would make the first characters of the alphabet likelier.
      if (byte < 248 && characters.length < 43) characters.push(alphabet.charAt(byte % 62));
    }
  }
  return `${prefixes[kind]}_${characters.join('')}`;
}

/** What an id names, by its prefix; undefined when it is none of ours. Says nothing about whether the object exists. */
export function kindOfId(id: string): IdKind | undefined {
  const prefix = id.slice(0, id.indexOf('_'));
  return (Object.keys(prefixes) as IdKind[]).find((kind) => prefixes[kind] === prefix);
}

/** Whether it has the form of an id of this kind. */
export function isId(text: string, kind: IdKind): boolean {
  return new RegExp(`^${prefixes[kind]}_[0-9A-Za-z]{43}$`).test(text);
}
