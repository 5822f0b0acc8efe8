/** Exports as texts, as the command and the doors make them. */
import { catalogOf } from '../../src/catalog.ts';
import { readCustomFields } from '../../src/custom-field/definition.ts';
import type { Database } from '../../src/db/client.ts';
import { type Pieces, written } from '../../src/export/format.ts';
import type { Format } from '../../src/export/formats.ts';
import { readOpportunities } from '../../src/export/opportunities.ts';
import { every } from '../../src/filter/filter.ts';
import { newestFirst } from '../../src/filter/order.ts';
import { compileWhere } from '../../src/filter/where.ts';

export interface Exported {
  readonly organizationId: string;
  readonly format: Format;
  readonly escapeFormulas?: boolean;
  readonly fields?: readonly string[];
}

export function exportText(database: Database, asked: Exported): Promise<string> {
  const { organizationId, format, escapeFormulas = false, fields } = asked;
  return database.read(async (session) => {
    const catalog = catalogOf(await readCustomFields(session, organizationId));
    const scope = { organizationId, dialect: session.dialect, tables: catalog.tables };
    const where = compileWhere(catalog.opportunity, every, scope);
    const sheet = await readOpportunities(session, { where, order: newestFirst, fields, currency: 'USD' });
    return textOf(written(sheet, format, { currency: 'USD', escapeFormulas }));
  });
}

export async function textOf(pieces: Pieces): Promise<string> {
  const texts: (string | Uint8Array)[] = [];
  for await (const piece of pieces) texts.push(piece);
  return texts.join('');
}
