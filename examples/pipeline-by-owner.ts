/**
 * A client in forty lines: who has what in the pipeline. The document is typed by `npm run codegen`, so that a field which is
 * not in the schema does not compile.
 *
 *     npm start                      # in one terminal
 *     npm run example                # in another
 */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type DocumentNode, print } from 'graphql';
import { PipelineByOwnerDocument } from './generated/documents.ts';

const [url = 'http://127.0.0.1:4000/graphql', key = 'api_demo'] = process.argv.slice(2);

async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document as DocumentNode), variables }),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: readonly { message: string }[] };
  if (!data || errors) throw new Error(errors?.map(({ message }) => message).join('; ') ?? `status ${response.status}`);
  return data;
}

const { organization, opportunityReport: report } = await ask(PipelineByOwnerDocument, { top: 5 });
if (!report?.groups) throw new Error('Without an error there is an answer.');
const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: organization.currency });
const { maximumFractionDigits = 2 } = money.resolvedOptions();
const format = (minor: number | null) => money.format((minor ?? 0) / 10 ** maximumFractionDigits).padStart(16);
const line = (label: string, count: number, expected: number | null) =>
  process.stdout.write(`${label.padEnd(24)}${String(count).padStart(6)}${format(expected)}\n`);

line(organization.name, report.aggregates.count, report.aggregates.expectedValueAnnualized);
for (const { keys, count, aggregates } of report.groups.nodes) {
  line(keys[0]?.label ?? 'nobody', count, aggregates.expectedValueAnnualized);
}
const { rest } = report.groups;
if (rest) line('the others', rest.count, rest.expectedValueAnnualized);
