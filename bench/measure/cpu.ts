/** How much CPU processes have used, as Linux counts it; nothing elsewhere. */
import { readdir, readFile } from 'node:fs/promises';

/** Linux counts in hundredths of a second, on all machines by now. */
const millisecondsATick = 10;

interface Usage {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ended: number;
}

async function usageOf(pid: number | string): Promise<Usage | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  // The name, in parentheses, may have blanks and parentheses in it.
  const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (from: number) => Number(fields?.[from]) + Number(fields?.[from + 1]);
  return fields && { parent: Number(fields[1]), own: ticks(11), ended: ticks(13) };
}

/** With its children, those that live and those that have ended: PostgreSQL has one for each connection. */
export async function cpuOfTree(pid: number): Promise<number> {
  const own = await usageOf(pid);
  if (!own) return Number.NaN;
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const usages = await Promise.all(processes.map(usageOf));
  const children = usages.filter((usage) => usage?.parent === pid);
  const living = children.reduce((sum, child) => sum + (child?.own ?? 0), 0);
  return (own.own + own.ended + living) * millisecondsATick;
}

/** Of the commands that this process has run to their ends. */
export async function cpuOfEnded(): Promise<number> {
  return ((await usageOf('self'))?.ended ?? Number.NaN) * millisecondsATick;
}
