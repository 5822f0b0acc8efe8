/** Refuses what asks for too much, before it is validated: validation itself can take seconds over a document made for it. */
import {
  type DocumentNode,
  type GraphQLSchema,
  getOperationAST,
  Lexer,
  type SelectionSetNode,
  Source,
  TokenKind,
} from 'graphql';
import type { QuestionLimits } from '../../config.ts';
import { DomainError } from '../../errors.ts';
import { inThousands } from '../../value/thousands.ts';
import { type Measure, measure } from './measure.ts';

export interface Question {
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** The parser recurses, and would exhaust the stack. What is no token is for the parser to tell. @throws TOO_COMPLEX */
export function assertTokens(text: string, { tokens: limit }: Pick<QuestionLimits, 'tokens'>): void {
  const lexer = new Lexer(new Source(text));
  try {
    for (let tokens = 0; lexer.advance().kind !== TokenKind.EOF; tokens++) {
      if (tokens >= limit) throw tooComplex('tokens', tokens + 1, limit);
    }
  } catch (error) {
    if (error instanceof DomainError) throw error;
  }
}

/** @returns undefined for a document without the operation, which GraphQL tells. @throws TOO_COMPLEX */
export function assertAffordable(
  schema: GraphQLSchema,
  document: DocumentNode,
  { operationName, variables }: Question,
  limits: QuestionLimits,
): Measure | undefined {
  const operation = getOperationAST(document, operationName);
  const measured = operation && measure(schema, document, operation, variables ?? {});
  if (measured) assertWithin(limits, measured);
  const repeats = repeatsOf(document);
  if (repeats.count > limits.repeats) {
    throw tooComplex('repeats', repeats.count, limits.repeats, `«${repeats.name}» stands there so often.`);
  }
  return measured ?? undefined;
}

function assertWithin(limits: QuestionLimits, measured: Measure): void {
  for (const what of ['depth', 'rootFields', 'aliases', 'cost'] as const) {
    if (measured[what] > limits[what]) throw tooComplex(what, measured[what], limits[what], adviceOn(what, measured));
  }
}

/** Whether two fields of one name can be merged is found by comparing all of them with each other. */
function repeatsOf(document: DocumentNode): { name: string; count: number } {
  const counts = new Map<string, number>();
  let most = { name: '', count: 0 };
  const open: SelectionSetNode[] = document.definitions.flatMap((node) =>
    'selectionSet' in node ? [node.selectionSet] : [],
  );
  for (let set = open.pop(); set; set = open.pop()) {
    for (const node of set.selections) {
      if (node.kind === 'FragmentSpread') continue;
      if (node.selectionSet) open.push(node.selectionSet);
      if (node.kind !== 'Field') continue;
      const name = (node.alias ?? node.name).value;
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count > most.count) most = { name, count };
    }
  }
  return most;
}

const names = {
  tokens: ['The document has', 'tokens', 'Put lists and long texts into variables.'],
  repeats: ['The document has', 'fields of one name', ''],
  depth: ['The question is', 'fields deep', ''],
  rootFields: ['The question has', 'fields at its top', 'Ask several.'],
  aliases: ['The question has', 'aliases', 'Ask several.'],
  cost: ['The question costs', 'points', ''],
} as const;

function adviceOn(what: keyof typeof names, { most }: Measure): string {
  if (what !== 'cost') return '';
  return `Most of it is for ${most}. Ask for smaller pages (first), for fewer things, or in several questions.`;
}

function tooComplex(what: keyof typeof names, seen: number, limit: number, advice = ''): DomainError {
  const [begin, unit, usual] = names[what];
  const message = `${begin} ${inThousands(seen)} ${unit}; ${inThousands(limit)} is the most. ${advice || usual}`.trim();
  return new DomainError('TOO_COMPLEX', message, { extra: { [what]: seen, limit } });
}
