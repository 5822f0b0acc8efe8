/** The data model as Prisma text for one database, derived from the single source `schema.prisma`. */
import { readFileSync } from 'node:fs';

export type Provider = 'sqlite' | 'postgresql';

const source = new URL('./schema.prisma', import.meta.url);

/** SQLite knows no native types (`@db.*`), and its client is generated beside the other one, alone. */
export function datamodel(provider: Provider, text: string = readFileSync(source, 'utf8')): string {
  if (provider === 'postgresql') return text;
  return text
    .replace('provider = "postgresql"', 'provider = "sqlite"')
    .replaceAll(/ @db\.\w+(\(\d+\))?/g, '')
    .replace('@@index([textFolded], type: Hash)', '@@index([organizationId, customFieldId, textFolded])')
    .replaceAll(/generator (pothos|kysely|models) \{[^}]*\}\n/g, '')
    .replace('../src/db/generated/postgresql', '../../src/db/generated/sqlite');
}
