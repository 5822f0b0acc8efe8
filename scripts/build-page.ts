/** The page of src/page, in memory: hashed files and the HTML that names them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema } from 'graphql';
import { build } from 'vite';
import { root } from './fingerprint.mjs';
import { writeGenerated } from './generated-code.ts';
import type { Files } from './replace-folder.ts';

export interface BuiltPage {
  readonly files: Files;
  /** Modules, whose licenses are to be told. */
  readonly madeOf: readonly string[];
}

export async function buildPage(): Promise<BuiltPage> {
  const schema = buildSchema(readFileSync(join(root, 'schema.graphql'), 'utf8'));
  await writeGenerated('src/page/generated/documents.ts', schema);
  const built = await build({
    configFile: join(root, 'src/page/vite.config.ts'),
    logLevel: 'warn',
    // Whoever starts the build, a test too: else libraries bring what helps their developers.
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const outputs = 'output' in built ? built.output : [];
  return {
    files: outputs.map(
      (file) => [file.fileName, Buffer.from(file.type === 'chunk' ? file.code : file.source)] as const,
    ),
    madeOf: outputs.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])),
  };
}
