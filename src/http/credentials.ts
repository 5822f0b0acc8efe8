/** The API key of a request: HTTP Basic with the key as user name (the password does not matter), or Bearer. */

/** Longer than any key of ours: nothing beyond it is even hashed. */
const longest = 512;

/** @returns undefined when there is none, or none that could be read */
export function readApiKey(authorization: string | null): string | undefined {
  if (!authorization || authorization.length > longest) return undefined;
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)\s*$/.exec(authorization) ?? [];
  if (/^bearer$/i.test(scheme)) return credentials;
  if (!/^basic$/i.test(scheme)) return undefined;
  const [key] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
  return key || undefined;
}
