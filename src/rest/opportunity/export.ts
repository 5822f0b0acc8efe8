/** What a request wants exported: the filters, searches and orders of the list of opportunities, and which fields, or which figures. */
import type { Caller } from '../../caller.ts';
import { readCustomFields } from '../../custom-field/definition.ts';
import type { Session } from '../../db/client.ts';
import type { Cell } from '../../export/cell.ts';
import { type DateFormat, dateFormats, momentAs } from '../../export/date-format.ts';
import { groupingOf, readFigures } from '../../export/figures.ts';
import { mapped, type Pieces, type Sheet, written } from '../../export/format.ts';
import type { Format } from '../../export/formats.ts';
import { readOpportunities } from '../../export/opportunities.ts';
import { countMatches } from '../../filter/count.ts';
import { newestFirst } from '../../filter/order.ts';
import type { GroupBy } from '../../opportunity/groups/dimension.ts';
import { wordOf } from '../../value/input.ts';
import type { Params } from '../params.ts';
import { openQuestion } from '../question.ts';
import { opportunitySearches, opportunityViews, readOpportunityFilter, readOrder } from './params.ts';

export interface ExportAsked {
  readonly caller: Caller;
  readonly params: Params;
  readonly format: Format;
}

const optionsOf = ({ caller, params }: ExportAsked) => ({
  currency: caller.currency,
  escapeFormulas: params.text('escape_formulas') === 'true',
});

function openList(session: Session, { caller, params }: Pick<ExportAsked, 'caller' | 'params'>) {
  const filter = readOpportunityFilter(params, caller);
  return openQuestion(session, caller, params, {
    ...{ table: 'opportunity', filter, searches: opportunitySearches, views: opportunityViews },
  });
}

/** `fieldsName`: the parameter that names the fields, where other words are usual. */
export async function openOpportunities(session: Session, asked: ExportAsked, fieldsName = 'fields'): Promise<Pieces> {
  const { caller, params, format } = asked;
  const { where, order } = await openList(session, asked);
  const searched = order.length > 0 ? order : newestFirst;
  const sheet = await readOpportunities(session, {
    ...{ where, order: readOrder(params) ?? searched, currency: caller.currency },
    fields: params.list(fieldsName),
  });
  const dates = params.text('date_format');
  const dated =
    dates === undefined || format !== 'csv' ? sheet : withDates(sheet, wordOf('date_format', dates, dateFormats));
  return written(dated, format, optionsOf(asked));
}

export async function countExported(session: Session, caller: Caller, params: Params): Promise<number> {
  const { where } = await openList(session, { caller, params });
  return countMatches(session, where);
}

/** Moments as they are wanted; no text that looks like one. */
function withDates({ names, rows }: Sheet, format: DateFormat): Sheet {
  const isMoment = names.map((name) => /^date_|:datetime(\[\])?$/.test(name));
  const cellOf = (cell: Cell, index: number) =>
    isMoment[index] && typeof cell === 'string' ? momentAs(format, cell) : cell;
  return { names, rows: mapped(rows, (row) => row.map(cellOf)) };
}

/** `by`: the keys of groups where they are given otherwise. */
export async function openFigures(session: Session, asked: ExportAsked, by?: readonly GroupBy[]): Promise<Pieces> {
  const { caller, params, format } = asked;
  const { where } = await openList(session, asked);
  const definitions = await readCustomFields(session, caller.organizationId);
  const names = (params.list('by') ?? []).filter((name) => name !== '');
  const sheet = await readFigures(session, where, by ?? groupingOf(names, definitions), caller.zone);
  return written(sheet, format, optionsOf(asked));
}
