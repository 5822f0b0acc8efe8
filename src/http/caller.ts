/** From a request to a caller: whose key it brings, and where the caller's day begins. */
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../db/client.ts';
import { hashApiKey } from '../organization/api-key.ts';
import { identityOf, readSigningKey } from '../organization/authenticate.ts';
import type { KeyUse } from '../organization/key-use.ts';
import type { KnownKeys } from '../organization/known-keys.ts';
import { isSignature } from '../organization/signature.ts';
import { utc, zoneOfOffsetHours } from '../value/period.ts';
import { readApiKey } from './credentials.ts';

export interface KeyHolder extends Caller {
  readonly apiKeyId: string;
  readonly keyPrefix: string;
}

/** @returns undefined without a key that is good: nothing has been read then but the table of keys */
export type Identify = (request: Request, database: Database) => Promise<KeyHolder | undefined>;

export interface IdentifyOptions {
  readonly clock: Clock;
  readonly keyUse: KeyUse;
  readonly knownKeys: KnownKeys;
  /** Keys that open nothing here, whatever is stored. */
  readonly refusedKeys: readonly string[];
}

export function createIdentify({ clock, keyUse, knownKeys, refusedKeys }: IdentifyOptions): Identify {
  return async (request, database) => {
    const key = readApiKey(request.headers.get('authorization'));
    if (key === undefined || refusedKeys.includes(key)) return undefined;
    const now = clock();
    const identity = await knownKeys.authenticate(database, key, now);
    if (!identity) return undefined;
    keyUse.note(identity.apiKeyId, now);
    // An offset that is none counts as absent, as the source API treats it.
    const zone = zoneOfOffsetHours(request.headers.get('x-tz-offset') ?? '') ?? utc;
    return { ...identity, zone, now };
  };
}

/** What the holder of a key vouched for, brought by somebody who may have no key. */
export interface Vouched {
  readonly apiKeyId: string;
  readonly signature: string;
  /** What was signed, in the organization that the key turns out to be of. */
  readonly textFor: (organizationId: string) => string;
}

export interface Signer extends KeyHolder {
  readonly limitKey: string;
}

/** @returns undefined where it was not signed so, or by a key that is not good any more; days are those of UTC */
export type IdentifySigner = (vouched: Vouched, database: Database) => Promise<Signer | undefined>;

export function createIdentifySigner({
  clock,
  keyUse,
  refusedKeys,
}: Pick<IdentifyOptions, 'clock' | 'keyUse' | 'refusedKeys'>): IdentifySigner {
  const refused = new Set(refusedKeys.map(hashApiKey));
  return async ({ apiKeyId, signature, textFor }, database) => {
    const stored = await readSigningKey(database, apiKeyId);
    if (!stored || refused.has(stored.key_hash)) return undefined;
    if (!isSignature(signature, stored.key_hash, textFor(stored.organization_id))) return undefined;
    const now = clock();
    const identity = identityOf(stored, now);
    if (!identity) return undefined;
    keyUse.note(identity.apiKeyId, now);
    return { ...identity, zone: utc, now, limitKey: countedBy(stored.key_hash) };
  };
}

/** With it the key signs: it stays in this process. */
export function keyHashOf(request: Request): string {
  return hashApiKey(readApiKey(request.headers.get('authorization')) ?? '');
}

/**
 * By what a key's requests are counted, in Redis too; nothing that could be used as the key, nor to sign with. A flood is so
 * turned away before anything is asked of the database; a key that is none is never counted.
 */
export function limitKeyOf(request: Request): string {
  return countedBy(keyHashOf(request));
}

const countedBy = (keyHash: string): string => hashApiKey(keyHash);
