/** What groups are made by (input), and what the key of a group is (output), each kind of key a type of its own. */
import type { CustomFieldDefinition } from '../../custom-field/definition.ts';
import { at, DomainError } from '../../errors.ts';
import { entityOf, type GroupBy, keyOfField, type RawKey } from '../../opportunity/groups/dimension.ts';
import { type CalendarDate, type Period, periodOf } from '../../value/period.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { CustomField } from '../custom-field/custom-field.ts';
import { CalendarPeriod, StatusType, ValuePeriod, Weekday } from '../enums.ts';
import { Lead } from '../lead/lead.ts';
import { User } from '../organization/user.ts';
import { OpportunityStatus, Pipeline } from '../pipeline/pipeline.ts';

const withoutOne = 'Those without a value make a group of their own, whose key is `none`.';

const OpportunityGroupField = builder.enumType('OpportunityGroupField', {
  description: `What opportunities can be grouped by as it is. ${withoutOne}`,
  values: {
    USER: { value: 'user_id', description: 'Who works on the deal.' },
    LEAD: { value: 'lead_id', description: 'Whom the deal is with.' },
    STATUS: { value: 'status_id', description: 'Its status.' },
    STATUS_TYPE: { value: 'status_type', description: 'Active, won or lost.' },
    PIPELINE: { value: 'pipeline_id', description: 'The pipeline of its status.' },
    VALUE_PERIOD: { value: 'value_period', description: 'How often its value is paid.' },
  } as const,
});

const OpportunityDateField = builder.enumType('OpportunityDateField', {
  description: `The dates of an opportunity, whose periods it can be grouped by. ${withoutOne}`,
  values: {
    DATE_WON: { value: 'date_won', description: 'The day it was, or is expected to be, won.' },
    DATE_CREATED: { value: 'date_created', description: 'When it was created, in days of the time zone.' },
    DATE_UPDATED: { value: 'date_updated', description: 'When it was last changed, in days of the time zone.' },
    DATE_LOST: { value: 'date_lost', description: 'When it was lost, in days of the time zone.' },
  } as const,
});

type InputFields = Parameters<Parameters<typeof builder.inputType>[1]['fields']>[0];

/** How a date is divided, whatever it is the date of. */
export const periodFields = (t: InputFields) => ({
  period: t.field({ type: CalendarPeriod, required: true, description: 'How long each group is.' }),
  weekStart: t.field({
    type: Weekday,
    required: true,
    defaultValue: 1,
    description: 'For weeks: the day they begin on.',
  }),
});

const OpportunityDateGroupBy = builder.inputType('OpportunityDateGroupBy', {
  description: 'The periods of a date to group opportunities by.',
  fields: (t) => ({
    field: t.field({ type: OpportunityDateField, required: true, description: 'Which date.' }),
    ...periodFields(t),
  }),
});

export const OpportunityGroupBy = builder.inputType('OpportunityGroupBy', {
  description: 'One key to group opportunities by: a field, the periods of a date, or a custom field.',
  isOneOf: true,
  fields: (t) => ({
    field: t.field({ type: OpportunityGroupField, description: 'A field as it is.' }),
    date: t.field({ type: OpportunityDateGroupBy, description: 'A date, by day, week, month, quarter or year.' }),
    customFieldId: t.id({
      description: 'A custom field of type CHOICES or USER that takes a single value, `cf_…`.',
    }),
  }),
});

/** @throws INVALID_GROUPS */
export function groupByFromInput(
  input: readonly (typeof OpportunityGroupBy.$inferInput)[],
  definitions: readonly CustomFieldDefinition[],
  argument = 'by',
): readonly GroupBy[] {
  return input.map((key, index) => at(argument, () => at(index, () => readKey(key, definitions))));
}

function readKey(
  { field, date, customFieldId }: typeof OpportunityGroupBy.$inferInput,
  definitions: readonly CustomFieldDefinition[],
): GroupBy {
  if (date) return { kind: 'date', field: date.field, granularity: date.period, weekStart: date.weekStart };
  if (field) return keyOfField(field);
  const definition = definitions.find(
    ({ id, objects }) => id === customFieldId && objects.some(({ objectType }) => objectType === 'opportunity'),
  );
  if (definition) return { kind: 'custom', definition };
  throw new DomainError('INVALID_GROUPS', 'Give customFieldId the id of a custom field of opportunities.', {
    path: ['customFieldId'],
  });
}

export interface GroupKey {
  readonly by: GroupBy;
  readonly raw: RawKey;
  readonly label: string | null;
}

const withoutValue = 'none';

/** `none` where there is no value; periods are called as people write them, choices as they are stored. */
export function keyText({ by, raw, label }: GroupKey): string {
  if (raw === null) return withoutValue;
  if (by.kind === 'date') return periodOfKey(by, raw).key;
  return by.kind === 'custom' && by.definition.type === 'choices' ? choiceKey(label ?? raw) : raw;
}

/** A choice may be called `none`. */
const choiceKey = (choice: string) =>
  choice === withoutValue || choice.startsWith('"') ? JSON.stringify(choice) : choice;

/** Unique as long as the keys are: what has the sign that joins them stands in quotes. */
export function joinKeys(keys: readonly string[]): string {
  if (keys.length === 1) return keys.join();
  return keys.map((key) => (key.includes('/') ? JSON.stringify(key) : key)).join(' / ');
}

function periodOfKey(by: Extract<GroupBy, { kind: 'date' }>, raw: string): Period {
  return periodOf(raw as CalendarDate, by.granularity, by.weekStart);
}

/** Each kind of list has its own, lest a client expect keys that it never gets. */
const keyOf = (name: string, several: string) =>
  builder.interfaceRef<GroupKey>(name).implement({
    description: `What the ${several} of a group have in common, in one of the keys they were grouped by.`,
    resolveType: ({ by }) => typeNameOf(by),
    fields: (t) => ({
      key: t.string({
        description:
          'Unique among the groups of one key, and stable: an id, a word, a choice as it is stored, `2016-W53`, `2016-Q4`; `none` without a value. A choice that is called so itself is `"none"`, in quotes.',
        resolve: keyText,
      }),
      label: t.string({
        nullable: true,
        description: 'What it is called; null for the group without a value.',
        resolve: (key) => (key.by.kind === 'date' ? (key.raw === null ? null : keyText(key)) : key.label),
      }),
    }),
  });

export const OpportunityGroupKey = keyOf('OpportunityGroupKey', 'opportunities');
export const StatusChangeGroupKey = keyOf('StatusChangeGroupKey', 'changes of status');

function typeNameOf(by: GroupBy): string {
  switch (by.kind) {
    case 'date':
      return 'DateGroupKey';
    case 'custom':
      return 'CustomFieldGroupKey';
    case 'word':
      return by.field === 'value_period' ? 'ValuePeriodGroupKey' : 'StatusTypeGroupKey';
    case 'entity': {
      const names = {
        user: 'UserGroupKey',
        lead: 'LeadGroupKey',
        status: 'StatusGroupKey',
        pipeline: 'PipelineGroupKey',
      };
      return names[entityOf[by.field]];
    }
  }
}

/** Loads what an id points to; null for the group without one. */
function load<Kind extends keyof Context['loaders']>(kind: Kind) {
  return ({ raw }: GroupKey, _args: object, { loaders }: Context) =>
    raw === null ? null : (loaders[kind].load(raw) as ReturnType<Context['loaders'][Kind]['load']>);
}

const interfaces = [OpportunityGroupKey, StatusChangeGroupKey];

builder.objectType(builder.objectRef<GroupKey>('UserGroupKey'), {
  description: 'A group of one person: of whose opportunities, or who made the changes.',
  interfaces,
  fields: (t) => ({
    user: t.field({
      type: User,
      nullable: true,
      description: 'The person; null for opportunities that nobody works on, and for changes that an import brought.',
      resolve: load('user'),
    }),
  }),
});

builder.objectType(builder.objectRef<GroupKey>('LeadGroupKey'), {
  description: 'A group of one lead: of its opportunities, or of their changes.',
  interfaces,
  fields: (t) => ({ lead: t.field({ type: Lead, nullable: true, description: 'The lead.', resolve: load('lead') }) }),
});

builder.objectType(builder.objectRef<GroupKey>('StatusGroupKey'), {
  description: 'A group of one status: of opportunities in it, or of changes from or to it.',
  interfaces,
  fields: (t) => ({
    status: t.field({
      type: OpportunityStatus,
      nullable: true,
      description: 'The status; null when it has been deleted, or is not known.',
      resolve: load('status'),
    }),
  }),
});

builder.objectType(builder.objectRef<GroupKey>('PipelineGroupKey'), {
  description: 'A group of one pipeline: of opportunities in it, or of changes from or to it.',
  interfaces,
  fields: (t) => ({
    pipeline: t.field({
      type: Pipeline,
      nullable: true,
      description: 'The pipeline; null when it has been deleted, or is not known.',
      resolve: load('pipeline'),
    }),
  }),
});

builder.objectType(builder.objectRef<GroupKey>('StatusTypeGroupKey'), {
  description: 'A group of one type of status: of opportunities that are so, or of changes from or to such.',
  interfaces,
  fields: (t) => ({
    statusType: t.field({
      type: StatusType,
      nullable: true,
      description: 'Which of them; null for changes from a status that is not known.',
      resolve: ({ raw }) => raw as 'active' | 'won' | 'lost' | null,
    }),
  }),
});

builder.objectType(builder.objectRef<GroupKey>('ValuePeriodGroupKey'), {
  description: 'A group of opportunities whose values are paid equally often.',
  interfaces: [OpportunityGroupKey],
  fields: (t) => ({
    valuePeriod: t.field({
      type: ValuePeriod,
      description: 'How often.',
      resolve: ({ raw }) => raw as 'one_time' | 'monthly' | 'annual',
    }),
  }),
});

const partOf =
  (part: (period: Period) => number | undefined) =>
  ({ by, raw }: GroupKey) =>
    raw === null || by.kind !== 'date' ? null : part(periodOfKey(by, raw));
const dayOf =
  (part: 'start' | 'end') =>
  ({ by, raw }: GroupKey) =>
    raw === null || by.kind !== 'date' ? null : periodOfKey(by, raw)[part];

builder.objectType(builder.objectRef<GroupKey>('DateGroupKey'), {
  description: 'A group of one calendar period. All is null for opportunities without the date.',
  interfaces,
  fields: (t) => ({
    start: t.field({ type: 'Date', nullable: true, description: 'Its first day.', resolve: dayOf('start') }),
    end: t.field({ type: 'Date', nullable: true, description: 'Its last day.', resolve: dayOf('end') }),
    year: t.int({ nullable: true, description: 'The year; null for weeks.', resolve: partOf(({ year }) => year) }),
    quarter: t.int({
      nullable: true,
      description: 'The quarter, 1 to 4; null unless grouped by quarter.',
      resolve: partOf(({ quarter }) => quarter),
    }),
    month: t.int({
      nullable: true,
      description: 'The month, 1 to 12; null unless grouped by month or day.',
      resolve: partOf(({ month }) => month),
    }),
    weekyear: t.int({
      nullable: true,
      description:
        'The ISO 8601 year of the week, which differs from the calendar year around New Year; null unless grouped by weeks from Monday.',
      resolve: partOf(({ weekyear }) => weekyear),
    }),
    week: t.int({
      nullable: true,
      description: 'The ISO 8601 number of the week; null unless grouped by weeks from Monday.',
      resolve: partOf(({ week }) => week),
    }),
  }),
});

builder.objectType(builder.objectRef<GroupKey>('CustomFieldGroupKey'), {
  description: 'A group of opportunities with one value of a custom field.',
  interfaces: [OpportunityGroupKey],
  fields: (t) => ({
    field: t.field({
      type: CustomField,
      nullable: true,
      description: 'The custom field.',
      resolve: ({ by }) => (by.kind === 'custom' ? by.definition : null),
    }),
    choice: t.string({
      nullable: true,
      description: 'The choice; null for a USER field and for the group without a value.',
      resolve: ({ by, label }) => (by.kind === 'custom' && by.definition.type === 'choices' ? label : null),
    }),
    user: t.field({
      type: User,
      nullable: true,
      description: 'The person; null for a CHOICES field and for the group without a value.',
      resolve: (key, args, context) =>
        key.by.kind === 'custom' && key.by.definition.type === 'user' ? load('user')(key, args, context) : null,
    }),
  }),
});
