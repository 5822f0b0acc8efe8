#!/usr/bin/env node
/** The process: a command and its arguments in; out, an exit code. */
import { runProgram } from './command/program.ts';

// For what is loaded from here on, which is all but this file and the table of commands.
process.setSourceMapsEnabled(true);

await runProgram(process.argv.slice(2));
