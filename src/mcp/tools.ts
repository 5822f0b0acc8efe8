/** The tools of agents, as data: what each is for, what it takes, what it asks, and what of the answer is told. */
import { z } from 'zod';
import type { Right } from '../caller.ts';
import * as documents from './documents.ts';

export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What its caller must be allowed; without it the tool is not shown. Those that only read need none. */
  readonly right?: Right;
  readonly input: z.ZodObject;
  readonly document: string;
  /** Of `input`, as it was checked. */
  variables(input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

const search = z
  .string()
  .optional()
  .describe(
    'Which deals, as one types it: words and field:value. Examples: `status_type:won date_won:"last quarter"`, `user:me value > 5k`, `status in (Lead, Proposal)`, `lead:acme`, `custom.seats >= 100`, `sort:-value` for the largest first. Amounts are in major units here. A mistake is answered with its position and what would be right. All without it.',
  );
const leadSearch = z
  .string()
  .optional()
  .describe('Only deals of leads that this search finds, such as `status:"Bad Fit"`.');
const limit = (most: number, usual: number) =>
  z.number().int().min(1).max(most).default(usual).describe(`How many at most; the counts are of all that match.`);
const after = z.string().optional().describe('`nextCursor` of the page before.');
const timeZone = z.string().optional().describe('IANA name, for days such as "today"; UTC without it.');
const idempotencyKey = z
  .string()
  .max(255)
  .optional()
  .describe('Any text of yours for this one change. Sent again with the same key, it is made once.');

const changes = z.object({
  leadId: z.string().optional().describe('`lead_…`: the company. Without it a new deal gets a lead of its own.'),
  contactId: z.string().nullable().optional().describe('`cont_…`, of that lead.'),
  userId: z.string().nullable().optional().describe('`user_…`: whose it is.'),
  statusId: z.string().optional().describe('`stat_…` of describe_organization.'),
  value: z
    .number()
    .int()
    .nullable()
    .optional()
    .describe('In minor units: 150000 is 1,500.00 where the currency has cents.'),
  valuePeriod: z.enum(['ONE_TIME', 'MONTHLY', 'ANNUAL']).optional().describe('What the value is paid per.'),
  confidence: z.number().int().min(0).max(100).optional().describe('In percent.'),
  dateWon: z
    .string()
    .nullable()
    .optional()
    .describe('YYYY-MM-DD: when it was won or, of an open one, is expected to be.'),
  note: z.string().optional(),
  customFields: z
    .array(
      z.object({
        fieldId: z.string().describe('`cf_…` of describe_organization.'),
        value: z
          .record(z.string(), z.unknown())
          .describe(
            'Exactly one of `{"text": …}`, `{"number": …}`, `{"date": …}`, `{"choices": […]}`, `{"userIds": […]}`, `{"unset": true}`.',
          ),
      }),
    )
    .optional(),
});

const dates = ['DATE_WON', 'DATE_CREATED', 'DATE_UPDATED', 'DATE_LOST'];
const plain = ['USER', 'LEAD', 'STATUS', 'STATUS_TYPE', 'PIPELINE', 'VALUE_PERIOD'];

/** One word for what the schema keeps apart: `USER`, `DATE_WON` with the period of all dates, or the id of a custom field. */
function groupBy(key: string, period: unknown): object {
  if (dates.includes(key)) return { date: { field: key, period } };
  return plain.includes(key) ? { field: key } : { customFieldId: key };
}

const listOf = (key: unknown): readonly string[] => (Array.isArray(key) ? key.map(String) : []);

export const tools: readonly Tool[] = [
  {
    name: 'describe_organization',
    title: 'Describe the organization',
    description:
      'Who you are, the currency, people, pipelines with their statuses, lead statuses and custom fields, with their ids. Call it first when you need an id or the exact name of a status, person or field.',
    input: z.object({}),
    document: documents.describeOrganization,
    variables: () => ({}),
  },
  {
    name: 'search_opportunities',
    title: 'Search deals',
    description:
      'Deals that match a search, a page of them, with how many there are in all and what all are worth. `value` and figures are in minor units of the currency. For sums and groups use opportunity_figures, which sends no deals.',
    input: z.object({ search, leadSearch, limit: limit(50, 10), after, timeZone }),
    document: documents.searchOpportunities,
    variables: ({ limit: first, ...rest }) => ({ ...rest, first }),
  },
  {
    name: 'search_leads',
    title: 'Search leads',
    description:
      'Leads (companies) that match a search, with their contacts, and how many deals each has. Examples: `acme`, `num_won_opportunities > 1`, `status:Potential sort:name`.',
    input: z.object({
      search: z.string().optional().describe('Words and field:value, about leads. All without it.'),
      ...{ limit: limit(50, 10), after, timeZone },
    }),
    document: documents.searchLeads,
    variables: ({ limit: first, ...rest }) => ({ ...rest, first }),
  },
  {
    name: 'opportunity_figures',
    title: 'Count and sum deals',
    description:
      'Exact count and value of all deals that match, and the same for each group. In minor units. «Annualized» counts a monthly value twelve times; «expected» weighs it by confidence. `winRate` is won of won and lost (0.25), null when none is closed; days to close run from creation. `rest` is what all groups beyond the limit come to.',
    input: z.object({
      ...{ search, leadSearch },
      groupBy: z
        .array(z.string())
        .max(3)
        .default([])
        .describe(`Up to three of ${[...plain, ...dates].join(', ')}, or the id of a custom field (\`cf_…\`).`),
      period: z.enum(['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR']).default('MONTH').describe('Of groups by a date.'),
      largestFirst: z
        .enum([
          ...['COUNT', 'TOTAL_VALUE_ANNUALIZED', 'EXPECTED_VALUE_ANNUALIZED', 'TOTAL_VALUE_ONE_TIME'],
          ...['AVERAGE_VALUE_ANNUALIZED', 'MEDIAN_VALUE_ANNUALIZED', 'WIN_RATE', 'AVERAGE_DAYS_TO_CLOSE'],
        ] as const)
        .optional()
        .describe('Groups by this figure; by their key without it.'),
      ...{ limit: limit(100, 20), timeZone },
    }),
    document: documents.figures,
    variables: ({ groupBy: keys, period, largestFirst: measure, limit: first, ...rest }) => ({
      ...{ ...rest, first, isGrouped: listOf(keys).length > 0 },
      by: listOf(keys).map((key) => groupBy(key, period)),
      ...(measure !== undefined && { orderBy: { measure, direction: 'DESC' } }),
    }),
  },
  {
    name: 'status_flow',
    title: 'How deals flow',
    description:
      'How deals went through the statuses of a pipeline in a span of time: how many stood in each when it began, entered, left and where to, stand there at its end, how many days they stayed, and of those that entered how many came to each later status and were won (`share`: 0.25 is a quarter).',
    input: z.object({
      pipelineId: z.string().optional().describe('`pipe_…` of describe_organization; the first without it.'),
      from: z.string().optional().describe('ISO 8601 moment after which it is told; from the beginning without it.'),
      to: z.string().optional().describe('ISO 8601 moment up to which it is told, not in the future; now without it.'),
      ...{ search, leadSearch, timeZone },
    }),
    document: documents.statusFlow,
    variables: (input) => input,
  },
  {
    name: 'create_opportunity',
    title: 'Create a deal',
    description:
      'A new deal; the answer is the deal as stored. Look ids up with describe_organization and search_leads.',
    right: 'write',
    input: z.object({ ...changes.shape, idempotencyKey, timeZone }),
    document: documents.createOpportunity,
    variables: ({ idempotencyKey: key, timeZone: zone, ...input }) => ({ input, idempotencyKey: key, timeZone: zone }),
  },
  {
    name: 'update_opportunity',
    title: 'Change a deal',
    description:
      'Changes what is given of one deal, and nothing else; null empties. To win or lose a deal, set its status. With `expectedVersion` it is refused when somebody else has changed the deal since.',
    right: 'write',
    input: z.object({
      id: z.string().describe('`oppo_…`'),
      ...changes.shape,
      expectedVersion: z.number().int().optional().describe('`version` as you have read it.'),
      ...{ idempotencyKey, timeZone },
    }),
    document: documents.updateOpportunity,
    variables: ({ id, expectedVersion, idempotencyKey: key, timeZone: zone, ...input }) => ({
      ...{ id, input, expectedVersion, idempotencyKey: key, timeZone: zone },
    }),
  },
];
