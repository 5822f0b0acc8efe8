/** What people say of a file, on the command line or in a mapping file. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { utc, type Zone } from '../../value/period.ts';
import { statusTypes } from '../../value/status-type.ts';
import type { DecimalMark } from '../column/amount.ts';
import type { DateOrder } from '../column/date.ts';
import type { PercentForm } from '../column/percent.ts';
import { unreadable } from '../file/source.ts';

export interface MappingOptions {
  /** Column -> what it is, as `saidMeaning` reads it. */
  readonly map: ReadonlyMap<string, string>;
  /** Stage -> what it means. */
  readonly statuses: ReadonlyMap<string, string>;
  /** Whether columns that mean nothing here are left out, not made custom fields. */
  readonly onlyMapped: boolean;
  readonly dateFormat: DateOrder | undefined;
  readonly decimal: DecimalMark | undefined;
  readonly percentages: PercentForm | undefined;
  readonly zone: Zone;
}

/** Nothing is said, and all is found out. */
export const noMapping: MappingOptions = {
  ...{ map: new Map(), statuses: new Map(), onlyMapped: false, zone: utc },
  ...{ dateFormat: undefined, decimal: undefined, percentages: undefined },
};

const mappingFile = z.strictObject({
  columns: z.record(z.string(), z.string()).default({}),
  statuses: z.record(z.string(), z.enum(statusTypes)).default({}),
});

export type MappingFile = z.infer<typeof mappingFile>;

/** @throws DomainError that says what is wrong with it */
export async function readMappingFile(path: string): Promise<MappingFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw unreadable(`There is no mapping file ${path}: --dry-run --mapping ${path} writes one.`);
  });
  try {
    return mappingFile.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw unreadable(`${path} is no mapping file, {"columns": {…}, "statuses": {…}}: ${why}`);
  }
}

/** `Deal Name=note`, each once. @throws DomainError */
export function pairsOf(option: string, texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.lastIndexOf('=');
      if (at < 1) throw unreadable(`${option} takes NAME=WHAT, not ${JSON.stringify(text)}.`);
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }),
  );
}
