/** E-mail addresses: what is one, and how users are told apart by theirs. */
import { invalid, textOf } from './input.ts';

/** As it was written, without blanks around it. @throws INVALID_INPUT */
export function emailOf(field: string, text: string, maximum: number): string {
  const email = textOf(field, text, maximum).trim();
  if (email === '') throw invalid(field, `${field} must not be empty.`);
  if (isEmail(email)) return email;
  throw invalid(field, `${JSON.stringify(email.slice(0, 100))} is no e-mail address.`);
}

export const isEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+$/.test(text);

/** Addresses of users are kept in lower case: the unique index then takes `Ada@x.com` and `ada@x.com` for one. */
export const userEmail = (email: string): string => email.trim().toLowerCase();
