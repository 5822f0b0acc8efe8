/**
 * Two organizations full of awkward opportunities, and the same rows in memory: what the model in `model.ts` is asked about.
 * The second organization has the same names, labels and amounts as the first; each text of it carries a mark.
 */
import type { Caller } from '../src/caller.ts';
import type { Database, WriteSession } from '../src/db/client.ts';
import { createApiKey } from '../src/organization/api-key.ts';
import { addSalesProcess, createOrganization, type SalesProcess } from '../src/organization/create.ts';
import { addMembers } from '../src/organization/member.ts';
import { newId } from '../src/value/id.ts';
import type { ValuePeriod } from '../src/value/money.ts';
import { type Instant, toDate, utc } from '../src/value/period.ts';
import type { StatusType } from '../src/value/status-type.ts';
import { fold } from '../src/value/text.ts';

export interface ModelRow {
  readonly id: string;
  readonly leadId: string;
  readonly leadName: string;
  readonly userId: string | null;
  readonly userName: string | null;
  readonly statusId: string;
  readonly statusLabel: string;
  readonly statusType: StatusType;
  readonly pipelineId: string;
  readonly value: bigint | null;
  readonly valuePeriod: ValuePeriod;
  readonly confidence: number;
  readonly note: string;
  readonly dateCreated: Instant;
  readonly dateUpdated: Instant;
  readonly dateWon: string | null;
  readonly dateLost: Instant | null;
  readonly product: string | null;
  readonly seats: number | null;
}

export interface Sample {
  readonly caller: Caller;
  readonly apiKey: string;
  readonly rows: readonly ModelRow[];
  /** Custom fields: choices, and a number. */
  readonly productFieldId: string;
  readonly seatsFieldId: string;
}

/** What only the second organization's texts have. */
export const foreignMark = 'FOREIGN';

export const now = Date.UTC(2026, 5, 15, 10, 30) as Instant;

const process: SalesProcess = {
  pipelines: [
    {
      name: 'Sales',
      statuses: [
        ['Open', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
    {
      name: 'Renewals',
      statuses: [
        ['Upcoming', 'active'],
        ['Won', 'won'],
        ['Churned, gone', 'lost'],
      ],
    },
  ],
  leadStatuses: ['Potential', 'Customer'],
};

const people = [
  ['Ada', 'Lovelace'],
  ['ada', 'lovelace'],
  ['Émile', 'Zola'],
  ['Zoë', 'Ångström'],
  ['Bo', ''],
] as const;
const leads = ['Acme', 'acme GmbH', 'Straße & Söhne', 'İstanbul 100%', 'snow_man ☃ 🚀', "O'Neil \\ Co", ''];
const notes = [
  '',
  '50% off',
  'a_b',
  'axb',
  'back\\slash',
  'STRASSE',
  'é composed',
  'e\u0301 composed',
  '🚀 launch',
  'it\'s "quoted"',
  'İi',
  'ΟΔΟΣ οδός',
];
const values = [null, 0n, 1n, -1n, 49n, 50n, 51n, 150n, 123_456n, -999_999n, 99_999_999_999_999n, -99_999_999_999_999n];
/** In this order; the others were stored when they still were. */
export const offeredProducts: readonly string[] = ['Plus', 'Basic'];
const products = [null, 'Basic', 'Plus', 'Ünlimited'];

/** A small generator of numbers that are the same in each run. */
function randomizer(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}

export async function createSamples(database: Database, size = 120): Promise<{ mine: Sample; foreign: Sample }> {
  return database.write(async (session) => ({
    mine: await createSample(session, size, ''),
    foreign: await createSample(session, Math.ceil(size / 3), ` ${foreignMark}`),
  }));
}

async function createSample(session: WriteSession, size: number, mark: string): Promise<Sample> {
  const making = { now };
  const organizationId = await createOrganization(
    session,
    { name: `Test${mark}`, process: { pipelines: [], leadStatuses: [] } },
    making,
  );
  const { pipelines, leadStatuses } = await addSalesProcess(session, organizationId, process, making);
  const userIds = await addMembers(
    session,
    organizationId,
    people.map(([firstName, lastName]) => ({ firstName, lastName: `${lastName}${mark}`, role: 'admin' as const })),
    making,
  );
  const [userId = ''] = userIds;
  const apiKey = await createApiKey(session, { organizationId, userId, name: 'test' }, making);
  const statuses = pipelines.flatMap((pipeline) => pipeline.statuses);
  const leadRows = leads.map((name) => ({
    ...{ id: newId('lead'), organizationId, name: `${name}${mark}`, nameFolded: fold(`${name}${mark}`), addresses: [] },
    ...{ statusId: leadStatuses[0]?.id ?? '', dateCreated: toDate(now), dateUpdated: toDate(now) },
  }));
  await session.prisma.lead.createMany({ data: leadRows });
  const [productFieldId, seatsFieldId] = [newId('customField'), newId('customField')];
  await createCustomFields(session, organizationId, { productFieldId, seatsFieldId });

  const random = randomizer(mark.length + 42);
  const rows = Array.from({ length: size }, (): ModelRow => {
    const status = random.pick(statuses);
    const lead = random.pick(leadRows);
    const who = random.below(6);
    const [first, last] = people[who] ?? [null, null];
    // Around the turns of years, the changes of clocks, and at random.
    const edges = [Date.UTC(2025, 11, 29), Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 9, 25, 1), Date.UTC(2024, 1, 29)];
    const moment = (random.pick(edges) + random.below(5 * 86_400_000) - 2 * 86_400_000) as Instant;
    const day = new Date(random.pick(edges) + random.below(30) * 86_400_000).toISOString().slice(0, 10);
    return {
      id: newId('opportunity'),
      leadId: lead.id,
      leadName: lead.name,
      userId: userIds[who] ?? null,
      userName: first === null ? null : `${first} ${last}${mark}`.trim(),
      statusId: status.id,
      statusLabel: status.label,
      statusType: status.type,
      pipelineId: status.pipeline_id,
      value: random.pick(values),
      valuePeriod: random.pick(['one_time', 'monthly', 'annual'] as const),
      confidence: random.pick([0, 1, 33, 50, 99, 100]),
      note: `${random.pick(notes)}${mark}`,
      dateCreated: moment,
      dateUpdated: (moment + random.below(86_400_000)) as Instant,
      dateWon: random.below(3) === 0 ? null : day,
      dateLost: random.below(3) === 0 ? moment : null,
      product: random.pick(products),
      seats: random.below(3) === 0 ? null : random.below(5) / 2,
    };
  });
  await insertOpportunities(session, organizationId, rows, { productFieldId, seatsFieldId });
  const caller: Caller = { organizationId, userId, role: 'admin', currency: 'USD', zone: utc, now };
  return { caller, apiKey, rows, productFieldId, seatsFieldId };
}

type Fields = Pick<Sample, 'productFieldId' | 'seatsFieldId'>;

async function createCustomFields(
  { prisma }: WriteSession,
  organizationId: string,
  { productFieldId, seatsFieldId }: Fields,
) {
  const dates = { dateCreated: toDate(now), dateUpdated: toDate(now) };
  const fields = [
    { id: productFieldId, name: 'Product', type: 'choices', choices: [...offeredProducts] },
    { id: seatsFieldId, name: 'Seats', type: 'number' },
  ];
  for (const [position, field] of fields.entries()) {
    await prisma.customField.create({ data: { ...field, organizationId, nameFolded: fold(field.name), ...dates } });
    await prisma.customFieldObject.create({
      data: { organizationId, customFieldId: field.id, objectType: 'opportunity', position },
    });
  }
}

async function insertOpportunities(
  { prisma }: WriteSession,
  organizationId: string,
  rows: readonly ModelRow[],
  fields: Fields,
) {
  await prisma.opportunity.createMany({
    data: rows.map((row) => ({
      ...{ id: row.id, organizationId, leadId: row.leadId, userId: row.userId, statusId: row.statusId },
      ...{ value: row.value, valuePeriod: row.valuePeriod, confidence: row.confidence },
      ...{ note: row.note, noteFolded: fold(row.note), dateWon: row.dateWon },
      dateLost: row.dateLost === null ? null : toDate(row.dateLost),
      dateCreated: toDate(row.dateCreated),
      dateUpdated: toDate(row.dateUpdated),
    })),
  });
  const values = rows.flatMap(({ id, product, seats }) => [
    ...(product === null
      ? []
      : [{ opportunityId: id, customFieldId: fields.productFieldId, textValue: product, textFolded: fold(product) }]),
    ...(seats === null ? [] : [{ opportunityId: id, customFieldId: fields.seatsFieldId, numberValue: seats }]),
  ]);
  await prisma.customFieldValue.createMany({ data: values.map((value) => ({ organizationId, ...value })) });
}
