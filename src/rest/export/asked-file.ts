/** An export is what was asked for, which stands in its id: nothing is kept of it. */
import { type Instant, latest, parseZone, type Zone } from '../../value/period.ts';
import { type FileAsked, fileFormats } from './ask.ts';

export interface ExportId extends FileAsked {
  /** When it was asked for. */
  readonly date: number;
  /** Whose days are meant: who opens the address of the file does not say. */
  readonly zone: Zone;
  /** How many there were then. */
  readonly count: number;
}

const prefix = 'expo_';

const filesKnown = ['opportunities', 'leads'] as const;

export const idOf = ({ file, format, query, date, zone, count }: ExportId): string =>
  prefix + Buffer.from(JSON.stringify([file, format, query, date, zone, count])).toString('base64url');

/** An id is put together by us, or by somebody who wants to see what happens. */
export function exportOf(id: string): ExportId | undefined {
  if (!id.startsWith(prefix) || !/^[A-Za-z0-9_-]+$/.test(id)) return undefined;
  try {
    const parts = JSON.parse(Buffer.from(id.slice(prefix.length), 'base64url').toString()) as unknown[];
    const [named, format, query, date, zone, count] = parts;
    const file = filesKnown.find((one) => one === named);
    const known = fileFormats.find((one) => one === format);
    if (!file || !known || typeof query !== 'string' || typeof zone !== 'string') return undefined;
    if (!isCount(date, latest) || !isCount(count, Number.MAX_SAFE_INTEGER)) return undefined;
    return { file, format: known, query, date: date as Instant, zone: parseZone(zone), count };
  } catch {
    return undefined;
  }
}

const isCount = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
