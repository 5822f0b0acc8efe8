/**
 * Where a fault of ours is, in the sources. Node can tell it by itself (`setSourceMapsEnabled`), but then of each error whose stack is
 * looked at, and GraphQL looks at that of each refusal: to read the map took the first of a process 0.2 s, in which nobody else was
 * answered, and each start read all maps. So it is done for what is printed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { cwd } from 'node:process';
import { fileURLToPath } from 'node:url';

const frame = /(?<address>file:\/\/[^\s()]+):(?<line>\d+):(?<column>\d+)/g;

/** @param stack as V8 writes it @returns the places of the bundle as those of the sources; what has no map stays as it is */
export function inSources(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>();
  const mapOf = (file: string) => {
    if (!maps.has(file)) maps.set(file, readMap(file));
    return maps.get(file);
  };
  return stack.replace(frame, (whole, address: string, line: string, column: string) => {
    const file = fileURLToPath(address);
    const origin = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!origin || !('originalSource' in origin)) return whole;
    const source = resolve(dirname(file), origin.originalSource);
    return `${relative(cwd(), source)}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
  });
}

function readMap(file: string): SourceMap | undefined {
  const map = `${file}.map`;
  return existsSync(map) ? new SourceMap(JSON.parse(readFileSync(map, 'utf8'))) : undefined;
}
