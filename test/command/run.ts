/** A command of the program as it is built, in a process of its own: what it prints where, and how it ends. */
import { execFile } from 'node:child_process';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import type { Settings } from '../gateway-process.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly problems: string;
}

export function runCommand(settings: Settings, ...args: readonly string[]): Promise<Outcome> {
  buildIfChanged();
  const env = { ...process.env, ...settings };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env }, (_, out, problems) =>
      resolve({ code: child.exitCode ?? -1, out, problems }),
    );
  });
}
