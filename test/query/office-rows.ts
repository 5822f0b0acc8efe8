/** The rows of the office: each is made for some search to find or to miss. */
import type { SalesProcess } from '../../src/organization/create.ts';

export const process: SalesProcess = {
  pipelines: [
    {
      name: 'Sales',
      statuses: [
        ['Open', 'active'],
        ['S01: Received Offer Request', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
    {
      name: 'Renewals',
      statuses: [
        ['Upcoming', 'active'],
        ['Renewed', 'won'],
        ['Churned', 'lost'],
      ],
    },
  ],
  leadStatuses: ['Potential', 'Bad Fit', 'Customer'],
};

export const people = { ada: ['Ada', 'Lovelace'], bo: ['Bo', 'Diddley'], cy: ['Cy', 'Twombly'] } as const;
type Person = keyof typeof people;

export const customFields = {
  product: { name: 'Product', type: 'choices', of: 'opportunity', choices: ['Plus', 'Pro', 'Pro Max'] },
  seats: { name: 'Seats', type: 'number', of: 'opportunity' },
  kickoff: { name: 'Kickoff', type: 'date', of: 'opportunity' },
  signed: { name: 'Signed at', type: 'datetime', of: 'opportunity' },
  remark: { name: 'Remark', type: 'text', of: 'opportunity' },
  engineer: { name: 'Engineer', type: 'user', of: 'opportunity' },
  source: { name: 'Source CRM', type: 'text', of: 'lead' },
  tags: { name: 'Tags', type: 'choices', of: 'lead', choices: ['vip', 'eu'], several: true },
} as const;
export type CustomKey = keyof typeof customFields;
type CustomValues = Partial<Readonly<Record<CustomKey, string | number | readonly string[]>>>;

export interface LeadSeed {
  readonly name: string;
  readonly status: string;
  readonly by: Person;
  readonly created: string;
  readonly updated: string;
  readonly custom?: CustomValues;
}

export const leads = {
  acme: {
    ...{ name: 'Acme Inc.', status: 'Customer', by: 'ada', created: '2026-01-10', updated: '2026-06-01' },
    custom: { source: 'HubSpot', tags: ['vip', 'eu'] },
  },
  beta: {
    ...{ name: 'Beta Straße GmbH', status: 'Bad Fit', by: 'bo', created: '2026-05-20', updated: '2026-05-21' },
    custom: { tags: ['eu'] },
  },
  gamma: {
    ...{ name: 'Gamma 100% Labs', status: 'Potential', by: 'ada', created: '2026-06-10', updated: '2026-06-14' },
    custom: { source: 'Pipedrive' },
  },
  delta: { name: 'delta_team', status: 'Potential', by: 'cy', created: '2025-12-01', updated: '2025-12-02' },
} as const satisfies Record<string, LeadSeed>;
type LeadKey = keyof typeof leads;

export const contacts = {
  dee: {
    lead: 'acme',
    name: 'Dee Dee Ramone',
    emails: ['dee@acme.example', 'dd@mail.example'],
    phones: ['+1 555 0100'],
  },
  elan: { lead: 'acme', name: 'Élan Vital', emails: ['elan@acme.example'], phones: [] },
  fay: { lead: 'beta', name: "Fay O'Neil", emails: [], phones: [] },
} as const;
type ContactKey = keyof typeof contacts;

export interface DealSeed {
  readonly lead: LeadKey;
  readonly status: string;
  readonly user?: Person;
  readonly contact?: ContactKey;
  readonly value?: bigint;
  readonly period?: 'one_time' | 'monthly' | 'annual';
  readonly confidence: number;
  readonly note: string;
  readonly created: string;
  readonly won?: string;
  readonly lost?: string;
  readonly custom?: CustomValues;
}

export const deals: Readonly<Record<string, DealSeed>> = {
  o1: {
    ...{
      lead: 'acme',
      status: 'Won',
      user: 'ada',
      contact: 'dee',
      value: 1_200_000n,
      period: 'annual',
      confidence: 100,
    },
    ...{ note: 'Important renewal, signed 🚀', created: '2026-01-15', won: '2026-03-31' },
    custom: { product: 'Plus', seats: 10, kickoff: '2026-04-15', signed: '2026-03-31T09:00' },
  },
  o2: {
    ...{ lead: 'acme', status: 'Open', user: 'ada', value: 50_000n, period: 'monthly', confidence: 60 },
    ...{ note: '50% off: first month', created: '2026-06-14T23:30', won: '2026-07-31' },
    custom: { product: 'Pro', seats: 0.5, engineer: 'bo' },
  },
  o3: {
    ...{ lead: 'acme', status: 'Lost', user: 'bo', value: 800_000n, confidence: 0 },
    ...{ note: 'Too expensive, no "budget" left', created: '2026-02-01', lost: '2026-04-02' },
    custom: { product: 'Pro Max', remark: 'ask again in autumn' },
  },
  o4: {
    ...{
      lead: 'beta',
      status: 'S01: Received Offer Request',
      user: 'bo',
      contact: 'fay',
      value: 499_950n,
      confidence: 25,
    },
    ...{ note: 'İstanbul roll-out; C:\\deals', created: '2026-05-25' },
    custom: { seats: -3, engineer: 'ada' },
  },
  o5: {
    ...{ lead: 'beta', status: 'Churned', confidence: 50 },
    ...{ note: '', created: '2025-11-11', lost: '2026-01-01T00:00' },
  },
  o6: {
    ...{ lead: 'gamma', status: 'Renewed', user: 'ada', value: 100_000n, period: 'monthly', confidence: 100 },
    ...{ note: 'big deal; the deal of the year', created: '2026-06-08T09:00', won: '2026-06-14' },
    custom: { kickoff: '2026-06-15' },
  },
  o7: {
    ...{ lead: 'gamma', status: 'Upcoming', user: 'cy', value: 0n, period: 'annual', confidence: 10 },
    ...{ note: 'call back\nabout dealers', created: '2026-06-15T08:00' },
  },
  o8: {
    ...{ lead: 'gamma', status: 'Won', user: 'bo', contact: 'fay', value: -25_000n, confidence: 100 },
    ...{ note: 'refund a_b', created: '2026-04-01', won: '2026-05-02' },
  },
};

/** Old status, new status, who, when. Of `o4` no single change is from active to won yesterday. */
export const changes: readonly (readonly [deal: string, from: string, to: string, by: Person, at: string])[] = [
  ['o1', 'Open', 'Won', 'ada', '2026-03-31T15:00'],
  ['o3', 'Open', 'Lost', 'bo', '2026-04-02T12:00'],
  ['o4', 'Open', 'Lost', 'bo', '2026-06-14T08:00'],
  ['o4', 'Open', 'Won', 'bo', '2026-05-30T08:00'],
  ['o4', 'Lost', 'S01: Received Offer Request', 'cy', '2026-06-14T09:00'],
  ['o6', 'Upcoming', 'Renewed', 'ada', '2026-06-14T12:00'],
  ['o8', 'Open', 'Won', 'cy', '2026-05-02T12:00'],
];
