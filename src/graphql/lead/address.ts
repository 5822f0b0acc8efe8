/** The postal addresses of leads. */
import type { Address, AddressPart } from '../../lead/address.ts';
import { builder } from '../builder.ts';

const descriptions: Readonly<Record<AddressPart, string>> = {
  label: 'What it is for: `business`, `mailing` …',
  address1: 'Street and number.',
  address2: 'More of it: floor, suite, post-office box.',
  city: 'The place.',
  state: 'State, province or canton.',
  zipcode: 'The postal code.',
  country: 'The country, as it was given.',
};

export const PostalAddress = builder.objectRef<Address>('PostalAddress').implement({
  description: 'A postal address. What is not known of it is null.',
  fields: (t) => {
    const part = (name: AddressPart) => t.exposeString(name, { nullable: true, description: descriptions[name] });
    return {
      ...{ label: part('label'), address1: part('address1'), address2: part('address2'), city: part('city') },
      ...{ state: part('state'), zipcode: part('zipcode'), country: part('country') },
    };
  },
});

export const PostalAddressInput = builder.inputType('PostalAddressInput', {
  description: 'A postal address. What is left out is not known.',
  fields: (t) => {
    const part = (name: AddressPart) => t.string({ description: descriptions[name] });
    return {
      ...{ label: part('label'), address1: part('address1'), address2: part('address2'), city: part('city') },
      ...{ state: part('state'), zipcode: part('zipcode'), country: part('country') },
    };
  },
});
