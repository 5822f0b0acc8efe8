/** What leads and contacts can be filtered and sorted by. */
import { sql } from 'kysely';
import { customTexts } from '../custom-field/table.ts';
import {
  column,
  type Field,
  indexOf,
  personName,
  type Scope,
  type Table,
  type Test,
  table,
  through,
} from '../filter/field.ts';
import { symbols } from '../filter/where.ts';
import { figureField, leadFigures, sortedByFigure } from './figures.ts';

/** The texts of a lead's contacts, for words. */
const ofContacts = (name: string): Pick<Field, 'where'> => ({
  where: (scope: Scope, test: Test) =>
    sql`${sql.ref(`${scope.alias}.id`)} in (select p.lead_id from contact as p where p.organization_id = ${scope.organizationId} and ${test(sql.ref(`p.${name}`), indexOf(scope, 'contact', 'p'))})`,
});

/** How many a lead has of what is not kept. */
export const numberOfOthers = 'num_of_other_kinds';

const numberOfAddresses = ({ alias, dialect }: Scope) => dialect.jsonLength(sql.ref(`${alias}.addresses`));

const plainTable = table(
  'lead',
  'l',
  [
    column('id', 'id'),
    column('name', 'text', { column: 'name_folded', textIndex: 'lead' }),
    column('status_id', 'id'),
    through('status_label', 'text', { from: 'status_id', to: 'lead_status', column: 'label_folded' }),
    column('created_by', 'id', { nullable: true }),
    through('created_by_name', 'text', personName('created_by'), { nullable: true }),
    column('updated_by', 'id', { nullable: true }),
    through('updated_by_name', 'text', personName('updated_by'), { nullable: true }),
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
    ...leadFigures,
    { name: 'num_addresses', type: 'integer', nullable: false, where: (scope, test) => test(numberOfAddresses(scope)) },
    // Calls, messages and their like are not kept: of those each lead has none.
    { name: numberOfOthers, type: 'integer', nullable: false, where: (_scope, test) => test(sql`0`) },
  ],
  [
    { name: 'opportunity', table: 'opportunity', from: 'id', to: 'lead_id' },
    { name: 'contact', table: 'contact', from: 'id', to: 'lead_id' },
    { name: 'task', table: 'task', from: 'id', to: 'lead_id' },
    { name: 'note', table: 'note', from: 'id', to: 'lead_id' },
    { name: 'task_completion', table: 'task_completion', from: 'id', to: 'lead_id' },
  ],
  ['name', 'status_label', ofContacts('name_folded'), ofContacts('emails_folded'), customTexts('lead')],
);

export const leadTable: Table = {
  ...plainTable,
  figures: {
    relation: 'opportunity',
    compared: (figure) => figureField('figure', figure, 'money'),
    sorted: sortedByFigure,
  },
};

const addresses = column('email', 'text', { column: 'emails_folded', textIndex: 'contact' });

/** The addresses stand in one text, one a line; equal to something is one of them. */
const email: Field = {
  ...addresses,
  compare: (scope, operator, operand) =>
    addresses.where(scope, (lines, index) =>
      operator === 'eq'
        ? sql`(${scope.dialect.contains(lines, String(operand), index)} and ${scope.dialect.contains(sql`(${newLine} || ${lines} || ${newLine})`, `\n${operand}\n`)})`
        : sql`${lines} ${symbols[operator]} ${operand}`,
    ),
};

const newLine = sql.lit('\n');

const numberOfPhones = ({ alias, dialect }: Scope) => dialect.jsonLength(sql.ref(`${alias}.phones`));

const phones: Field = {
  name: 'num_phones',
  type: 'integer',
  nullable: false,
  where: (scope, test) => test(numberOfPhones(scope)),
  sort: numberOfPhones,
};

export const contactTable = table(
  'contact',
  'p',
  [
    column('id', 'id'),
    column('lead_id', 'id'),
    column('name', 'text', { column: 'name_folded', textIndex: 'contact' }),
    email,
    phones,
    column('date_created', 'instant'),
    column('date_updated', 'instant'),
  ],
  [{ name: 'lead', table: 'lead', from: 'lead_id', to: 'id' }],
  ['name', 'email'],
);
