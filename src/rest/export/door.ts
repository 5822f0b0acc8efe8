/** `/export/opportunities.csv` and its kin: files for sheets and programs, under the keys and limits of the REST API. */
import type { Database } from '../../db/client.ts';
import { until } from '../../db/until.ts';
import { type Format, formats, mediaTypes } from '../../export/formats.ts';
import type { RequestScope } from '../../http/scope.ts';
import type { Admission, Admit, AdmitSigned, Headers } from '../admission.ts';
import { respondTo } from '../answer.ts';
import { openFigures, openOpportunities } from '../opportunity/export.ts';
import { type Params, paramsOfQuery } from '../params.ts';
import { problem } from '../problem.ts';
import { type FileAddress, readAddress } from './address.ts';
import { exportOf } from './asked-file.ts';
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
  readonly admitSigned: AdmitSigned;
  readonly stream: Stream;
}

export type ExportDoor = (request: Request, scope: RequestScope) => Promise<Response>;

interface FileWanted {
  readonly subject: keyof typeof subjects;
  readonly format: Format;
  readonly params: Params;
}

/** @throws Problem */
function fileAt({ pathname, searchParams }: URL): FileWanted {
  const [, subject, format] = pattern.exec(pathname) ?? [];
  if (!subject || !format)
    throw problem(404, `There is nothing at ${pathname.slice(0, 200)}, but ${files.join(', ')}.`);
  return { subject: subject as keyof typeof subjects, format: format as Format, params: paramsOfQuery(searchParams) };
}

interface Entered extends Admission {
  readonly wanted: () => FileWanted;
}

export function createExportDoor({ database, admit, admitSigned, stream }: ExportOptions): ExportDoor {
  const enterSigned = async (address: FileAddress, scope: RequestScope): Promise<Entered> => {
    const { caller, limits } = await admitSigned(address, until(database, scope.deadline));
    if (address.expires <= caller.now) {
      throw problem(403, 'This address has expired: look at the export again, and take the one that it has then.');
    }
    const asked = exportOf(address.exportId);
    if (!asked) throw problem(404, 'Empty query: Export matching query does not exist.');
    const { file: subject, format, query, zone } = asked;
    const wanted = { subject, format, params: paramsOfQuery(new URLSearchParams(query)) };
    return { caller: { ...caller, zone }, limits, wanted: () => wanted };
  };

  return async (request, scope) => {
    let limits: Headers = {};
    try {
      const url = new URL(request.url);
      const address = readAddress(url);
      const { caller, wanted, ...entered } = address
        ? await enterSigned(address, scope)
        : { ...(await admit(request, until(database, scope.deadline))), wanted: () => fileAt(url) };
      limits = entered.limits;
      scope.tell({ organization: caller.organizationId, keyPrefix: caller.keyPrefix });
      const { subject, format, params } = wanted();
      if (request.method !== 'GET') throw problem(405, 'A file can only be read: use GET.', { allow: 'GET' });
      scope.tell({ operation: `GET /export/${subject}.${format}` });
      const asked = { caller, params, format, origin: url.origin };
      const open = subjects[subject];
      const headers = {
        ...{ ...limits, 'content-type': mediaTypes[asked.format] },
        // Who has the address has the file.
        ...(address && { 'cache-control': 'no-store' }),
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
