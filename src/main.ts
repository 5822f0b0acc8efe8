#!/usr/bin/env node
/** The process: a command and its arguments in; out, an exit code. */
import { runProgram } from './command/program.ts';

await runProgram(process.argv.slice(2));
