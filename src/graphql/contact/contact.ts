/** Contacts: the people that work at a lead. */
import { storedWays } from '../../contact/ways.ts';
import { builder } from '../builder.ts';
import { mine } from '../by-id.ts';
import { Node, type ReadByIds, registerNode } from '../node/node.ts';
import { User } from '../organization/user.ts';

interface Way {
  readonly address: string;
  readonly type: string;
}

const ContactWay = builder.objectRef<Way>('ContactWay').implement({
  description: 'One way to reach a contact.',
  fields: (t) => ({
    address: t.exposeString('address', { description: 'The e-mail address, phone number or URL, as it was given.' }),
    type: t.exposeString('type', { description: 'What it is for: `office`, `mobile`, `home` …' }),
  }),
});

export const Contact = builder.prismaObject('Contact', {
  description: 'A person who works at a lead.',
  interfaces: [Node],
  select: { id: true },
  findUnique: ({ id }) => ({ id }),
  fields: (t) => ({
    id: t.exposeID('id', { description: '`cont_…`' }),
    name: t.exposeString('name', { description: 'The full name; empty when unknown.' }),
    title: t.exposeString('title', { description: 'What the person does there; empty when unknown.' }),
    emails: t.field({
      type: [ContactWay],
      description: 'E-mail addresses.',
      select: { emails: true },
      resolve: (row) => storedWays(row, 'emails').map(({ email, type }) => ({ address: email, type })),
    }),
    phones: t.field({
      type: [ContactWay],
      description: 'Phone numbers.',
      select: { phones: true },
      resolve: (row) => storedWays(row, 'phones').map(({ phone, type }) => ({ address: phone, type })),
    }),
    urls: t.field({
      type: [ContactWay],
      description: 'Web pages.',
      select: { urls: true },
      resolve: (row) => storedWays(row, 'urls').map(({ url, type }) => ({ address: url, type })),
    }),
    createdBy: t.relation('createdMembership', {
      type: User,
      nullable: true,
      description: 'Who created it; null where nobody here did, or it is not known.',
    }),
    updatedBy: t.relation('updatedMembership', {
      type: User,
      nullable: true,
      description: 'Who changed it last; null where nobody here did, or it is not known.',
    }),
    dateCreated: t.expose('dateCreated', { type: 'DateTime', description: 'When it was created.' }),
    dateUpdated: t.expose('dateUpdated', { type: 'DateTime', description: 'When it was last changed.' }),
    version: t.exposeInt('version', { description: 'Grows by one with every change.' }),
  }),
});

export const readContacts: ReadByIds = ({ session, caller }, ids, selection) =>
  session.rows.contact.findMany({
    ...selection,
    where: mine(caller, ids),
  });

registerNode('contact', 'Contact', readContacts);
