/** A command of the program: what it prints where, and how it ends. */
import { execFile } from 'node:child_process';
import { buildIfChanged, program } from '../../scripts/dist.mjs';
import { runProgram } from '../../src/command/program.ts';
import type { Settings } from '../gateway-process.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly problems: string;
}

/** As it is built, in a process of its own: with what only a process has, and the half second that it takes to start. */
export function runProcess(settings: Settings, ...args: readonly string[]): Promise<Outcome> {
  buildIfChanged();
  const env = { ...process.env, ...settings };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env }, (_, out, problems) =>
      resolve({ code: child.exitCode ?? -1, out, problems }),
    );
  });
}

/** In this process: the same command line, settings, output and exit code. One at a time, as they are one process's. */
export async function runCommand(settings: Settings, ...args: readonly string[]): Promise<Outcome> {
  const [out, problems] = [listen(process.stdout), listen(process.stderr)];
  const env = process.env;
  process.env = { ...env, ...settings };
  try {
    await runProgram(args);
  } finally {
    process.env = env;
    out.end();
    problems.end();
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { code, out: out.heard(), problems: problems.heard() };
}

/** What is written meanwhile is heard here, and not printed. */
function listen(stream: NodeJS.WriteStream) {
  const { write } = stream;
  const heard: Buffer[] = [];
  const hear = (chunk: string | Uint8Array, ...[encoding, done]: readonly unknown[]) => {
    heard.push(Buffer.from(chunk as string));
    const told = typeof encoding === 'function' ? encoding : done;
    if (typeof told === 'function') process.nextTick(told);
    return true;
  };
  stream.write = hear as typeof write;
  return {
    heard: () => Buffer.concat(heard).toString(),
    end: () => {
      stream.write = write;
    },
  };
}
