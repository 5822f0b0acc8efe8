/** `npm start`, `npm run migrate` and their kind: a command of the program, which is built first if anything has changed. */
import { pathToFileURL } from 'node:url';
import { buildIfChanged, program } from './dist.mjs';

buildIfChanged();
await import(pathToFileURL(program).href);
