/** A query as canonical text: `and` written out, no parentheses but those that are needed, `parse(print(query))` = `query`. */
import { type Mode, scan } from './lexer.ts';
import { isKeyword, isLiteral, isReserved } from './reader.ts';
import type { Query, Syntax, Value } from './syntax.ts';

export function print({ tree, sort }: Query): string {
  if (sort.length === 0) return printTree(tree);
  const keys = sort.map(({ field, descending }) => `${descending ? '-' : ''}${name(field.text, 'list')}`);
  return `${printTree(tree)} sort:${keys.join(',')}`;
}

export function printTree(tree: Syntax): string {
  switch (tree.kind) {
    case 'every':
      return '*';
    case 'word':
      return tree.text;
    case 'phrase':
      return quote(tree.text);
    case 'compare': {
      const operator = tree.comparator === ':' ? ':' : ` ${tree.comparator} `;
      return name(tree.field.text) + operator + value(tree.value);
    }
    case 'range':
      return `${name(tree.field.text)}:${value(tree.from)}..${value(tree.to)}`;
    case 'in':
      return `${name(tree.field.text)} in (${tree.values.map(value).join(', ')})`;
    case 'present':
      return `${name(tree.field.text)}:*`;
    case 'nested':
      return `${tree.name.text}(${printTree(tree.query)})`;
    case 'and':
    case 'or':
      return tree.terms.map((term) => within(tree.kind, term)).join(` ${tree.kind} `);
    case 'not':
      return `not ${within('not', tree.term)}`;
  }
}

const bindings: Readonly<Partial<Record<Syntax['kind'], number>>> = { or: 1, and: 2, not: 3 };

function within(outer: Syntax['kind'], term: Syntax): string {
  const loose = (bindings[term.kind] ?? 4) < (bindings[outer] ?? 0);
  return loose ? `(${printTree(term)})` : printTree(term);
}

function value(given?: Value): string {
  if (!given) return '';
  return given.quoted ? quote(given.text) : given.text;
}

function name(text: string, mode: Mode = 'term'): string {
  if (isPlain(text, mode)) return text;
  const rest = text.slice('custom.'.length);
  return text.startsWith('custom.') && rest.trim() ? `custom.${quote(rest)}` : quote(text);
}

/** Whether it can stand as a name without quotes. */
export function isPlain(text: string, mode: Mode = 'term'): boolean {
  if (text.includes('"')) return false;
  const token = scan(text, 0, mode);
  const whole = token.kind === 'word' && token.text === text;
  if (!whole || isReserved(token) || isKeyword(token, 'sort') || !isLiteral(text)) return false;
  return mode !== 'list' || !text.startsWith('-');
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}
