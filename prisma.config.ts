/** For the Prisma CLI only (`npx prisma migrate ...`, with a network); the gateway itself never reads this file. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { defineConfig } from 'prisma/config';
import { datamodel, type Provider } from './prisma/datamodel.ts';

const url = process.env.DATABASE_URL ?? 'file:./data/gateway.db';
const provider: Provider = url.startsWith('file:') ? 'sqlite' : 'postgresql';

mkdirSync('prisma/generated', { recursive: true });
writeFileSync('prisma/generated/sqlite.prisma', datamodel('sqlite'));

export default defineConfig({
  schema: provider === 'sqlite' ? 'prisma/generated/sqlite.prisma' : 'prisma/schema.prisma',
  migrations: { path: `prisma/migrations/${provider}` },
  datasource: { url },
});
