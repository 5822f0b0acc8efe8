/**
 * Where a file of an export can be had. The source API's addresses open without a key, in a browser or by a program that knows
 * nothing of the API. So do these: for an hour, and no longer than the key is good with which the export was asked for or looked at.
 */
import type { Vouched } from '../../http/caller.ts';
import type { Instant } from '../../value/period.ts';
import { required } from '../../value/required.ts';
import type { RestRequest } from '../route.ts';

/** In milliseconds. Who comes later looks at the export again, and is given another. */
const lasts = 3_600_000;

export interface FileAddress extends Vouched {
  readonly exportId: string;
  /** From then on it opens nothing. */
  readonly expires: Instant;
}

interface Bound {
  readonly exportId: string;
  readonly apiKeyId: string;
  readonly expires: number;
}

const textFor = ({ exportId, apiKeyId, expires }: Bound, organizationId: string): string =>
  ['export', organizationId, apiKeyId, expires, exportId].join('\n');

export function addressOf(
  exportId: string,
  { caller, viewer, sign }: Pick<RestRequest, 'caller' | 'viewer' | 'sign'>,
): string {
  const bound = {
    ...{ exportId, expires: caller.now + lasts },
    apiKeyId: required(caller.apiKeyId, 'the key of a request over REST'),
  };
  const params = new URLSearchParams({
    ...{ key: bound.apiKeyId, expires: String(bound.expires) },
    signature: sign(textFor(bound, caller.organizationId)),
  });
  return `${viewer.origin}${path}${exportId}?${params}`;
}

const path = '/export/';

/** @returns undefined for another address; what is missing in one of these is wrong, and opens nothing */
export function readAddress({ pathname, searchParams }: URL): FileAddress | undefined {
  const [, exportId] = /^\/export\/(expo_[A-Za-z0-9_-]+)\/?$/.exec(pathname) ?? [];
  if (exportId === undefined) return undefined;
  const text = (name: string) => searchParams.get(name) ?? '';
  const expires = /^\d{1,15}$/.test(text('expires')) ? Number(text('expires')) : 0;
  const bound = { exportId, apiKeyId: text('key'), expires };
  return {
    ...{ ...bound, expires: expires as Instant, signature: text('signature') },
    textFor: (organizationId) => textFor(bound, organizationId),
  };
}
