/**
 * `npm run codegen`: what codegen.yml says, without the GraphQL code generator's own command, which brings loaders for
 * schemas of every kind: two hundred packages, some of which refuse Node 20.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GraphQLSchema } from 'graphql';
import { config, writeGenerated } from './generated-code.ts';

const { schema }: { schema: GraphQLSchema } = await import(pathToFileURL(resolve(config.schema)).href);
for (const filename of Object.keys(config.generates)) await writeGenerated(filename, schema);
