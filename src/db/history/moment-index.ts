/**
 * An index by which PostgreSQL finds the versions of a moment. By `valid_to` alone it has to look at all that ended since, and of a
 * moment of two years ago that is nearly all there are. SQLite has no such index, and does so.
 */
import type pg from 'pg';

const name = 'opportunity_version_moment';
const span = 'tstzrange(valid_from, valid_to)';

/** With the organization where the server knows how, which it learns from an extension that comes with it. @returns whether it was made */
export async function ensureMomentIndex(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ known: boolean }>('select to_regclass($1) is not null as known', [name]);
  if (rows[0]?.known) return false;
  const withOrganization = await client.query('create extension if not exists btree_gist').then(
    () => true,
    () => false,
  );
  const of = withOrganization ? `organization_id, ${span}` : span;
  await client.query(`create index if not exists ${name} on opportunity_version using gist (${of})`);
  return true;
}
