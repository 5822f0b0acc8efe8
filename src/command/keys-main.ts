/** `npm run keys -- list|create|revoke`: its arguments. Exit codes: 0 it is done, 2 it could not be. */
import { parseArgs } from 'node:util';
import { DomainError } from '../errors.ts';
import { type KeysRequest, keys } from './keys.ts';

const usage = `usage: npm run keys -- list [--organization NAME]
       npm run keys -- create --organization NAME --user WHO [--name NAME] [--role ROLE] [--expires DAY] [--new]
       npm run keys -- revoke KEY

  --user WHO     whose the key is: an address, an id or a full name
  --role ROLE    the most it may do: admin, user or read-only; without it whatever its owner may
  --expires DAY  from when on it opens nothing (UTC)
  --new          makes the organization, with this user as its first admin
  KEY            its id, how it begins, or the key itself
`;

const text = { type: 'string' } as const;
const options = {
  ...{ organization: text, user: text, name: text, role: text, expires: text },
  new: { type: 'boolean' },
} as const;

/** @throws Error with what is missing */
function readRequest(): KeysRequest {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [action, key, ...others] = positionals;
  const { organization, user, new: isNew, ...about } = values;
  if (others.length > 0) throw new Error('Those are too many arguments.');
  if (action === 'revoke' && key !== undefined) return { action, key };
  if (action === 'list' && key === undefined) return { action, organization };
  if (action !== 'create' || key !== undefined) throw new Error('Say list, create, or revoke and a key.');
  if (organization === undefined || user === undefined) throw new Error('Give --organization and --user.');
  return { action, organization, user, isNew, ...about };
}

async function main(): Promise<number> {
  try {
    const request = readRequest();
    await keys(request);
    return 0;
  } catch (error) {
    if (error instanceof DomainError) process.stderr.write(`${error.message}\n`);
    else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    return 2;
  }
}

process.exitCode = await main();
