/** What can be said of a contact, checked and as it is stored. */
import { at } from '../errors.ts';
import { invalid, textOf } from '../value/input.ts';
import { fold } from '../value/text.ts';

/** Absent is untouched (or, for a new contact, empty); null empties. Lists are replaced as a whole. */
export interface ContactInput {
  readonly name?: string | null;
  readonly title?: string | null;
  readonly emails?: readonly { readonly email: string; readonly type?: string | null }[] | null;
  readonly phones?: readonly { readonly phone: string; readonly type?: string | null }[] | null;
  readonly urls?: readonly { readonly url: string; readonly type?: string | null }[] | null;
}

export interface ContactColumns {
  readonly name: string;
  readonly name_folded: string;
  readonly title: string;
  readonly emails: readonly object[];
  readonly emails_folded: string;
  readonly phones: readonly object[];
  readonly urls: readonly object[];
}

/** A contact has few of each; more than this is a mistake. */
const longestList = 50;

/** @throws INVALID_INPUT with a path such as `['emails', 0, 'email']` */
export function contactColumns(input: ContactInput): Partial<ContactColumns> {
  const { name, title } = input;
  const emails = listOf('emails', input.emails, ({ email, type }) => ({ email: emailOf(email), type: typeOf(type) }));
  const phones = listOf('phones', input.phones, ({ phone, type }) => ({
    phone: filled('phone', phone),
    type: typeOf(type),
  }));
  const urls = listOf('urls', input.urls, ({ url, type }) => ({ url: filled('url', url), type: typeOf(type, 'url') }));
  return {
    ...(name !== undefined && nameColumns(textOf('name', name ?? '', 255).trim())),
    ...(title !== undefined && { title: textOf('title', title ?? '', 255).trim() }),
    ...(emails && { emails, emails_folded: emails.map(({ email }) => fold(email)).join('\n') }),
    ...(phones && { phones }),
    ...(urls && { urls }),
  };
}

export const emptyContact: ContactColumns = {
  ...{ name: '', name_folded: '', title: '' },
  ...{ emails: [], emails_folded: '', phones: [], urls: [] },
};

const nameColumns = (name: string) => ({ name, name_folded: fold(name) });

function listOf<Given, Stored>(
  field: string,
  given: readonly Given[] | null | undefined,
  check: (item: Given) => Stored,
): readonly Stored[] | undefined {
  if (given === undefined) return undefined;
  const items = given ?? [];
  if (items.length > longestList) throw invalid(field, `At most ${longestList} ${field}, not ${items.length}.`);
  return items.map((item, index) => at(field, () => at(index, () => check(item))));
}

const typeOf = (type: string | null | undefined, usual = 'office') => textOf('type', type ?? usual, 50).trim() || usual;

function filled(field: string, text: string): string {
  const trimmed = textOf(field, text, 2000).trim();
  if (trimmed === '') throw invalid(field, `${field} must not be empty: leave the entry out instead.`);
  return trimmed;
}

function emailOf(text: string): string {
  const email = filled('email', text);
  if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
  throw invalid('email', `${JSON.stringify(email.slice(0, 100))} is no e-mail address.`);
}
