/** `export`: opportunities, or figures over them, into a file or to standard output; a bar for who watches. */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Caller } from '../caller.ts';
import { catalogOf } from '../catalog.ts';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { readCustomFields } from '../custom-field/definition.ts';
import { openDatabase, type Session } from '../db/client.ts';
import { startDatabase } from '../db/start.ts';
import { at } from '../errors.ts';
import { groupingOf, readFigures } from '../export/figures.ts';
import { type Pieces, type Sheet, written } from '../export/format.ts';
import type { Format } from '../export/formats.ts';
import { readOpportunities } from '../export/opportunities.ts';
import { countMatches } from '../filter/count.ts';
import { and, every, type Filter } from '../filter/filter.ts';
import { newestFirst } from '../filter/order.ts';
import { compileWhere } from '../filter/where.ts';
import { firstAdmin, onlyOrganization, organizationNamed } from '../organization/named.ts';
import { filterFromQuery } from '../query/filter-from-query.ts';
import { splitList } from '../value/list-text.ts';
import { parseZone } from '../value/period.ts';
import { complain } from './complain.ts';
import { type Progress, showProgress } from './progress.ts';

export interface ExportArguments {
  readonly organization?: string;
  readonly query?: string;
  readonly filter?: string;
  readonly fields?: string;
  /** Keys of groups, between commas; true for totals alone. */
  readonly figures?: string | true;
  readonly format: Format;
  readonly output?: string;
  readonly timeZone: string;
  readonly escapeFormulas: boolean;
}

/** An hour, as for an import: nobody waits for an answer. */
const patience = { timeout: 3_600_000, maxWait: 60_000 };

export async function exportFile(given: ExportArguments): Promise<void> {
  const config = readConfig();
  await startDatabase({ ...config, onWait: complain });
  const database = openDatabase(config.databaseUrl, patience);
  // What is shown on a terminal is not to be mixed with a bar.
  const isWatched = given.output !== undefined || !process.stdout.isTTY;
  const progress = isWatched ? showProgress(process.stderr, 'export') : undefined;
  try {
    await database.read(async (session) => writeTo(given.output, await open(session, given, progress)));
  } finally {
    progress?.stop();
    await database.close();
  }
}

/** A file is there when it is whole: what was begun and failed leaves what was there before. */
async function writeTo(path: string | undefined, pieces: Pieces): Promise<void> {
  if (path === undefined) {
    // Standard output stays open: whoever calls may have more to say.
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
    return;
  }
  const unfinished = `${path}.unfinished`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function open(session: Session, given: ExportArguments, progress: Progress | undefined): Promise<Pieces> {
  const { organization: name, query, filter, fields, figures, format, timeZone, escapeFormulas } = given;
  const organization = name === undefined ? await onlyOrganization(session) : await organizationNamed(session, name);
  const { id: organizationId, currency } = organization;
  const zone = parseZone(timeZone);
  const userId = (await firstAdmin(session, organizationId)) ?? '';
  const caller: Caller = { organizationId, userId, role: 'read_only', currency, zone, now: systemClock() };
  const definitions = await readCustomFields(session, organizationId);
  const search = query && at('query', () => filterFromQuery(query, { table: 'opportunity', caller, definitions }));
  const asked = filter === undefined ? every : await readFilter(filter, caller);
  const catalog = catalogOf(definitions);
  const scope = { organizationId, dialect: session.dialect, tables: catalog.tables };
  const where = compileWhere(catalog.opportunity, and(asked, search ? search.filter : every), scope);
  const options = { currency, escapeFormulas };
  if (figures !== undefined) {
    const by = groupingOf(figures === true ? [] : splitList(figures), definitions);
    return written(await readFigures(session, where, by, zone), format, options);
  }
  const order = search && search.order.length > 0 ? search.order : newestFirst;
  const wanted = { where, order, currency, fields: fields === undefined ? undefined : splitList(fields) };
  const sheet = await readOpportunities(session, wanted);
  const total = progress ? await countMatches(session, where) : 0;
  return written(progress ? watched(sheet, total, progress) : sheet, format, options);
}

/** The filter of GraphQL's `opportunities(filter:)`, as JSON. What knows its form is loaded for those who have one. */
async function readFilter(text: string, caller: Caller): Promise<Filter> {
  const { opportunityFilterFromJson } = await import('../graphql/filter-from-json.ts');
  return opportunityFilterFromJson(text, caller);
}

function watched({ names, rows }: Sheet, total: number, progress: Progress): Sheet {
  async function* counted() {
    let count = 0;
    for await (const portion of rows) {
      yield portion;
      count += portion.length;
      progress.update(count / Math.max(1, total));
    }
  }
  return { names, rows: counted() };
}
