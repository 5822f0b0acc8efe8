/** Which database an address names: the whole configuration of the storage is one URL. */
export type Provider = 'sqlite' | 'postgresql';

export function providerOf(url: string): Provider {
  if (url.startsWith('file:')) return 'sqlite';
  if (/^postgres(ql)?:\/\//.test(url)) return 'postgresql';
  throw new Error(`DATABASE_URL must begin with file: or postgresql://, not ${JSON.stringify(url.slice(0, 12))}`);
}
