/** `/export/opportunities.csv` and its kin: files for sheets and programs, under the keys and limits of the REST API. */
import type { Database } from '../../db/client.ts';
import { until } from '../../db/until.ts';
import { type Format, formats, mediaTypes } from '../../export/formats.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { Admit, Headers } from '../admission.ts';
import { respondTo } from '../answer.ts';
import { openFigures, openOpportunities } from '../opportunity/export.ts';
import { paramsOfQuery } from '../params.ts';
import { problem } from '../problem.ts';
import { openLeads } from './leads.ts';
import type { Stream } from './stream.ts';

const subjects = { opportunities: openOpportunities, figures: openFigures, leads: openLeads } as const;

/** A workbook is put together in memory: a server does not do that for many. */
const served = formats.filter((format) => format !== 'xlsx');

const files = Object.keys(subjects).flatMap((subject) => served.map((format) => `/export/${subject}.${format}`));

const pattern = /^\/export\/(opportunities|figures|leads)\.(csv|ndjson|json)\/?$/;

export const isExportPath = (pathname: string): boolean => /^\/export(\/|$)/.test(pathname);

export interface ExportOptions {
  readonly database: Database;
  readonly admit: Admit;
  readonly stream: Stream;
}

export type ExportDoor = (request: Request, scope: RequestScope) => Promise<Response>;

export function createExportDoor({ database, admit, stream }: ExportOptions): ExportDoor {
  return async (request, scope) => {
    let limits: Headers = {};
    try {
      const { caller, limits: told } = await admit(request, until(database, scope.deadline));
      limits = told;
      scope.tell({ organization: caller.organizationId, keyPrefix: caller.keyPrefix });
      const { origin, pathname, searchParams } = new URL(request.url);
      const [, subject, format] = pattern.exec(pathname) ?? [];
      if (!subject || !format)
        throw problem(404, `There is nothing at ${pathname.slice(0, 200)}, but ${files.join(', ')}.`);
      if (request.method !== 'GET') throw problem(405, 'A file can only be read: use GET.', { allow: 'GET' });
      scope.tell({ operation: `GET /export/${subject}.${format}` });
      const asked = { caller, params: paramsOfQuery(searchParams), format: format as Format, origin };
      const open = subjects[subject as keyof typeof subjects];
      const headers = {
        ...{ ...limits, 'content-type': mediaTypes[asked.format] },
        'content-disposition': `attachment; filename="${subject}.${format}"`,
      };
      const { report } = scope;
      return await stream({
        request,
        caller: caller.apiKeyId,
        headers,
        report,
        open: (session) => open(session, asked),
      });
    } catch (thrown) {
      return respondTo(thrown, { ...scope, request, resource: 'Export', limits });
    }
  };
}
