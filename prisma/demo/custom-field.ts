/** The custom fields of the demo organization: one of each kind that matters, and what deals and companies have in them. */
import type { Insertable } from 'kysely';
import { noValue, type StoredValue } from '../../src/custom-field/change.ts';
import type { CustomFieldType, ObjectType } from '../../src/custom-field/definition.ts';
import type { Tables } from '../../src/db/generated/tables.ts';
import { addDays, type Instant, toDate } from '../../src/value/period.ts';
import { fold } from '../../src/value/text.ts';
import { type DemoCompany, industries, regions } from './company.ts';
import type { Deal } from './deal.ts';
import type { Random } from './random.ts';

export const products = ['Starter', 'Team', 'Business', 'Enterprise', 'Analytics add-on'];
const competitors = ['Acumen', 'Bluefin', 'Corvid', 'Dovetail', 'Eastgate'];

interface DemoField {
  readonly name: string;
  readonly type: CustomFieldType;
  readonly on: readonly ObjectType[];
  readonly choices?: readonly string[];
  readonly isMultiple?: boolean;
}

type FieldKey = 'product' | 'competitors' | 'engineer' | 'seats' | 'kickOff' | 'order' | 'region' | 'industry';

const fields: Readonly<Record<FieldKey, DemoField>> = {
  product: { name: 'Product', type: 'choices', on: ['opportunity'], choices: products },
  competitors: { name: 'Competitors', type: 'choices', on: ['opportunity'], choices: competitors, isMultiple: true },
  engineer: { name: 'Sales engineer', type: 'user', on: ['opportunity'] },
  seats: { name: 'Seats', type: 'number', on: ['opportunity'] },
  kickOff: { name: 'Kick-off', type: 'date', on: ['opportunity'] },
  order: { name: 'Purchase order', type: 'text', on: ['opportunity'] },
  region: { name: 'Region', type: 'choices', on: ['opportunity', 'lead'], choices: regions },
  industry: { name: 'Industry', type: 'choices', on: ['lead'], choices: industries },
};

export function createFields(random: Random, organizationId: string, created: Instant) {
  const dates = { date_created: toDate(created), date_updated: toDate(created) };
  const entries = Object.entries(fields).map(([key, field]) => ({ key, field, id: random.makeId('customField') }));
  const rows = entries.map(({ id, field }) => ({
    ...{ id, organization_id: organizationId, name: field.name, name_folded: fold(field.name), type: field.type },
    ...{ choices: field.choices ?? null, accepts_multiple_values: field.isMultiple === true },
    ...{ is_shared: field.on.length > 1, ...dates },
  }));
  const objects = entries.flatMap(({ id, field }, position) =>
    field.on.map((object_type) => ({
      ...{ organization_id: organizationId, custom_field_id: id, object_type, position, required: false },
    })),
  );
  const ids = new Map(entries.map(({ key, id }) => [key, id]));
  return { rows, objects, idOf: (key: FieldKey) => ids.get(key) ?? '' };
}

type Values = readonly (readonly [FieldKey, readonly StoredValue[]])[];

const text = (value: string): StoredValue => ({ ...noValue, text_value: value, text_folded: fold(value) });

export function dealValues(random: Random, { row, company, product, type }: Deal, userIds: readonly string[]): Values {
  const sometimes = (cases: number, value: () => StoredValue) => (random.percent(cases) ? [value()] : []);
  const wonOn = type === 'won' ? row.date_won : null;
  const rivals = random.percent(40) ? random.faker.helpers.arrayElements(competitors, { min: 1, max: 3 }) : [];
  return [
    ['product', sometimes(88, () => text(product))],
    ['competitors', rivals.map(text)],
    ['engineer', sometimes(40, () => ({ ...noValue, user_id: random.pick(userIds) }))],
    ['seats', sometimes(60, () => ({ ...noValue, number_value: 5 * random.between(1, 60) }))],
    ['kickOff', wonOn ? sometimes(70, () => ({ ...noValue, date_value: addDays(wonOn, random.between(3, 40)) })) : []],
    ['order', wonOn ? sometimes(60, () => text(`PO-${random.between(10_000, 99_999)}`)) : []],
    ['region', sometimes(75, () => text(company.region))],
  ];
}

export function companyValues(random: Random, { region, industry }: DemoCompany): Values {
  return [
    ['region', random.percent(90) ? [text(region)] : []],
    ['industry', random.percent(90) ? [text(industry)] : []],
  ];
}

/** As rows of `custom_field_value`, for an opportunity or a lead. */
export function valueRows(
  values: Values,
  idOf: (key: FieldKey) => string,
  owner: Pick<Insertable<Tables['custom_field_value']>, 'organization_id' | 'opportunity_id' | 'lead_id' | 'date_set'>,
) {
  return values.flatMap(([key, list]) =>
    list.map((value, position) => ({ custom_field_id: idOf(key), position, ...owner, ...value })),
  );
}
