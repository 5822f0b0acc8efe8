/** What can be said of a contact, checked and as it is stored. */
import { emailOf } from '../value/email.ts';
import { listOf, textOf } from '../value/input.ts';
import { fold } from '../value/text.ts';
import type { ContactWays } from './ways.ts';

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
  readonly emails: ContactWays['emails'];
  readonly emails_folded: string;
  readonly phones: ContactWays['phones'];
  readonly urls: ContactWays['urls'];
}

/** @throws INVALID_INPUT with a path such as `['emails', 0, 'email']` */
export function contactColumns(input: ContactInput): Partial<ContactColumns> {
  const { name, title } = input;
  const emails = waysOf('emails', input.emails, ({ email, type }) => ({
    email: emailOf('email', email, longestAddress),
    type: typeOf(type),
  }));
  const phones = waysOf('phones', input.phones, ({ phone, type }) => ({
    phone: addressOf('phone', phone),
    type: typeOf(type),
  }));
  const urls = waysOf('urls', input.urls, ({ url, type }) => ({
    url: addressOf('url', url),
    type: typeOf(type, 'url'),
  }));
  return {
    ...(name !== undefined && nameColumns(textOf('name', name ?? '', 255).trim())),
    ...(title !== undefined && { title: textOf('title', title ?? '', 255).trim() }),
    ...(emails && { emails, emails_folded: emails.map(({ email }) => fold(email)).join('\n') }),
    // Empty cells of a table come as empty entries, which say nothing. An empty e-mail address is refused, as the source API does.
    ...(phones && { phones: phones.filter(({ phone }) => phone !== '') }),
    ...(urls && { urls: urls.filter(({ url }) => url !== '') }),
  };
}

export const emptyContact: ContactColumns = {
  ...{ name: '', name_folded: '', title: '' },
  ...{ emails: [], emails_folded: '', phones: [], urls: [] },
};

const nameColumns = (name: string) => ({ name, name_folded: fold(name) });

function waysOf<Given, Stored>(
  field: string,
  given: readonly Given[] | null | undefined,
  check: (item: Given) => Stored,
): readonly Stored[] | undefined {
  return given === undefined ? undefined : listOf(field, given ?? [], check);
}

const typeOf = (type: string | null | undefined, usual = 'office') => textOf('type', type ?? usual, 50).trim() || usual;

const longestAddress = 2000;

const addressOf = (field: string, text: string) => textOf(field, text, longestAddress).trim();
