/**
 * What a key vouches for, as a text that goes without the key: an address that a browser opens. It is made with the hash of the
 * key, which is all that is stored of it: so it ends with the key, and gateways need no secret of their own to share. Who can
 * read the table of keys could sign as well, and has what there is to download in the tables beside it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const signatureOf = (keyHash: string, text: string): string =>
  createHmac('sha256', keyHash).update(text).digest('base64url');

/** Takes as long however much of a guess is right. */
export function isSignature(given: string, keyHash: string, text: string): boolean {
  const [guess, right] = [Buffer.from(given), Buffer.from(signatureOf(keyHash, text))];
  return guess.length === right.length && timingSafeEqual(guess, right);
}
