#!/usr/bin/env node
/** The process: a command and its arguments in; out, an exit code. */
import { createProgram, unable } from './command/program.ts';

// For what is loaded from here on, which is all but this file and the table of commands.
process.setSourceMapsEnabled(true);

await createProgram()
  .parseAsync()
  .catch((error: unknown) => {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = unable;
  });

/** A wrong setting or an unreachable database is told in a sentence; a stack would hide it. A fault of ours needs the stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isFault = [TypeError, ReferenceError, RangeError].some((kind) => error instanceof kind);
  return isFault ? (error.stack ?? error.message) : error.message;
}
