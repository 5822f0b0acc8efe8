/** A row of the file in our own words: each cell under the name of what it means, in the one form that `row.ts` knows. */
import { customColumnName } from '../../custom-field/column-name.ts';
import type { StatusType } from '../../value/status-type.ts';
import { isNothing } from '../column/reading.ts';
import type { SourceRow } from '../file/source.ts';
import { type FieldName, meaningText } from './field.ts';
import type { ColumnPlan, Survey } from './survey.ts';
import { periodOfWord, typeOfStage, typeOfWord } from './words.ts';

export type Translate = (row: SourceRow) => SourceRow;

/** @param statuses what people said that stages mean */
export function translator(survey: Survey, statuses: ReadonlyMap<string, string>): Translate {
  const [cellsOf, complete] = [cellReader(survey), completer(statuses)];
  return ({ place, cells }) => ({ place, cells: complete(cellsOf(cells)) });
}

type Cells = SourceRow['cells'];

/** Each cell by itself. */
export function cellReader(survey: Survey): (cells: Cells) => Cells {
  const plans = survey.columns.filter(({ meaning }) => meaning.kind !== 'left out');
  return (cells) => {
    const own: Record<string, unknown> = {};
    for (const plan of plans) {
      const cell = cells[plan.column];
      if (cell !== undefined) own[nameOf(plan)] = translated(plan, cell);
    }
    return own;
  };
}

/** What follows from all cells of a row together. @param statuses what people said that stages mean */
export function completer(statuses: ReadonlyMap<string, string>): (cells: Cells) => Cells {
  const types = new Map([...statuses].map(([stage, type]) => [keyOf(stage), type]));
  return (cells) => withStatus(cells, types);
}

const keyOf = (stage: string) => stage.trim().toLowerCase();

function nameOf({ meaning, type }: ColumnPlan): string {
  if (meaning.kind !== 'custom') return meaningText(meaning);
  const { field } = meaning;
  return field.type === undefined && type === undefined
    ? `custom.${field.name}`
    : customColumnName({ ...field, type: field.type ?? type });
}

/** Texts are kept as they are: what looks like nothing may be meant in them. */
function isText({ meaning }: ColumnPlan): boolean {
  if (meaning.kind === 'field') return meaning.name === 'note' || meaning.name === 'note_html';
  return meaning.kind === 'custom' && ['text', 'textarea', 'hidden'].includes(meaning.field.type ?? '');
}

function translated(plan: ColumnPlan, cell: unknown): unknown {
  if (Array.isArray(cell)) return cell;
  if (cell === null || (typeof cell === 'string' && !isText(plan) && isNothing(cell))) return null;
  const { meaning, reading } = plan;
  const name: FieldName | undefined = meaning.kind === 'field' ? meaning.name : undefined;
  const text = String(cell);
  if (name === 'status_type') return typeOfWord(text) ?? cell;
  if (name === 'value_period') return periodOfWord(text) ?? cell;
  if (reading.label === '') return cell;
  // What is not read so is handed on as it is: with its row it is told what would be right.
  return reading.read(text) ?? cell;
}

/** What other systems have in one place, and we in two: a stage says a status and its type, a date of closing who won. */
function withStatus(
  { outcome, close_date: closing, ...own }: Record<string, unknown>,
  types: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const label = typeof own.status_label === 'string' ? own.status_label.trim() : undefined;
  const said = label === undefined ? undefined : types.get(keyOf(label));
  const status = said === undefined ? own : { ...own, status_type: said };
  const ended = typeof outcome === 'string' ? statusOfOutcome(outcome, status) : status;
  if (closing === undefined) return ended;
  const type = ended.status_type ?? (label === undefined ? undefined : typeOfStage(label));
  return type === 'lost'
    ? { ...ended, date_lost: ended.date_lost ?? closing }
    : { ...ended, date_won: ended.date_won ?? closing };
}

const labels: Readonly<Record<Exclude<StatusType, 'active'>, string>> = { won: 'Won', lost: 'Lost' };

/** A deal that is won stands where it stood, in systems that keep the stage beside the outcome: here it stands in Won. */
function statusOfOutcome(outcome: string, own: Record<string, unknown>): Record<string, unknown> {
  const type = typeOfWord(outcome) ?? outcome;
  return type === 'won' || type === 'lost'
    ? { ...own, status_label: labels[type], status_type: type }
    : { ...own, status_type: type };
}
