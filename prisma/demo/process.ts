/** How the demo organization sells: its pipelines, and what is usual in each of their statuses. */
import type { SalesProcess } from '../../src/organization/create.ts';
import type { Status } from '../../src/pipeline/statuses.ts';
import type { ValuePeriod } from '../../src/value/money.ts';

export const demoProcess: SalesProcess = {
  pipelines: [
    {
      name: 'New business',
      statuses: [
        ['Lead', 'active'],
        ['Qualified', 'active'],
        ['Proposal', 'active'],
        ['Negotiation', 'active'],
        ['Won', 'won'],
        ['Lost', 'lost'],
      ],
    },
    {
      name: 'Renewals',
      statuses: [
        ['Upcoming', 'active'],
        ['In discussion', 'active'],
        ['Renewed', 'won'],
        ['Churned', 'lost'],
      ],
    },
  ],
  leadStatuses: ['Potential', 'Qualified', 'Customer', 'Bad Fit'],
};

/** By label. Deals that are over need none: won is 100, lost is 0. */
export const usualConfidence: Readonly<Record<string, number>> = {
  Lead: 15,
  Qualified: 35,
  Proposal: 55,
  Negotiation: 75,
  Upcoming: 60,
  'In discussion': 80,
};

export type Outcome = 'won' | 'lost' | 'open';

/** What distinguishes the two ways of selling; weights say how often. */
export interface Habits {
  readonly share: number;
  readonly outcomes: readonly (readonly [number, Outcome])[];
  readonly periods: readonly (readonly [number, ValuePeriod])[];
  /** Days from the first contact to the end. */
  readonly cycle: readonly [number, number];
}

export const habits: Readonly<Record<string, Habits>> = {
  'New business': {
    share: 70,
    outcomes: [
      [38, 'won'],
      [44, 'lost'],
      [18, 'open'],
    ],
    periods: [
      [55, 'one_time'],
      [30, 'annual'],
      [15, 'monthly'],
    ],
    cycle: [14, 170],
  },
  Renewals: {
    share: 30,
    outcomes: [
      [74, 'won'],
      [16, 'lost'],
      [10, 'open'],
    ],
    periods: [
      [5, 'one_time'],
      [70, 'annual'],
      [25, 'monthly'],
    ],
    cycle: [10, 90],
  },
};

/** A pipeline of the demo organization as it is stored. */
export interface DemoPipeline {
  readonly habits: Habits;
  readonly active: readonly Status[];
  readonly won: Status;
  readonly lost: Status;
}
