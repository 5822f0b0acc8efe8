/** The postal addresses of a lead, checked and as they are stored. */
import { listOf, textOf } from '../value/input.ts';

/** All parts may be left out or null: nothing is known of them. */
export interface AddressInput {
  readonly label?: string | null;
  readonly address1?: string | null;
  readonly address2?: string | null;
  readonly city?: string | null;
  readonly state?: string | null;
  readonly zipcode?: string | null;
  readonly country?: string | null;
}

export type AddressPart = keyof AddressInput;

export const addressParts = ['label', 'address1', 'address2', 'city', 'state', 'zipcode', 'country'] as const;

export type Address = { readonly [Part in AddressPart]: string | null };

/** The order of the list stays. @throws INVALID_INPUT with a path such as `['addresses', 0, 'city']` */
export function addressesOf(given: readonly AddressInput[]): readonly Address[] {
  return listOf('addresses', given, checkAddress);
}

/** Of the column, which holds what was checked here. */
export function storedAddresses(column: unknown): readonly Address[] {
  return column as readonly Address[];
}

function checkAddress(given: AddressInput): Address {
  const part = (name: AddressPart) => textOf(name, given[name] ?? '', 500).trim() || null;
  return Object.fromEntries(addressParts.map((name) => [name, part(name)])) as Address;
}
