/** What codegen.yml says, by the plugins that the GraphQL code generator's own command would call. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as schemaAst from '@graphql-codegen/schema-ast';
import * as typedDocumentNode from '@graphql-codegen/typed-document-node';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { type GraphQLSchema, parse as parseGraphql, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';

interface Output {
  readonly plugins: readonly string[];
  /** `folder/*.graphql` */
  readonly documents?: string;
  readonly config?: Record<string, unknown>;
}

const pluginMap = {
  'schema-ast': schemaAst,
  'typescript-operations': typescriptOperations,
  'typed-document-node': typedDocumentNode,
};

interface Config {
  /** A module that exports it as `schema`. */
  readonly schema: string;
  readonly generates: Readonly<Record<string, Output>>;
}

export const config: Config = parseYaml(await readFile('codegen.yml', 'utf8'));

export async function writeGenerated(filename: string, schema: GraphQLSchema): Promise<void> {
  const output = config.generates[filename];
  if (!output) throw new Error(`codegen.yml does not say what ${filename} is.`);
  const content = await generate(filename, output, schema);
  await mkdir(dirname(filename), { recursive: true });
  await writeFile(filename, content);
}

async function generate(filename: string, { plugins, documents, config = {} }: Output, schema: GraphQLSchema) {
  return codegen({
    filename,
    config,
    plugins: plugins.map((name) => ({ [name]: {} })),
    pluginMap,
    schema: parseGraphql(printSchema(schema)),
    schemaAst: schema,
    documents: documents ? await readDocuments(documents) : [],
  });
}

async function readDocuments(pattern: string) {
  const folder = dirname(pattern);
  const extension = basename(pattern).replace('*', '');
  const names = (await readdir(folder)).filter((name) => name.endsWith(extension)).sort();
  return Promise.all(
    names.map(async (name) => {
      const location = join(folder, name);
      const rawSDL = await readFile(location, 'utf8');
      return { location, rawSDL, document: parseGraphql(rawSDL) };
    }),
  );
}
