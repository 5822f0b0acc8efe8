/** What columns a table can have: what stands in them, and what the language of searches sorts them by. */
import type { ComponentChildren } from 'preact';
import type { Deal } from '../ask/use-deals.ts';
import { Editable } from '../edit/editable.tsx';
import { editable } from '../edit/fields.ts';
import { showDayOf } from '../format/dates.ts';
import { showMoney } from '../format/money.ts';
import { type CustomValue, showCustomValue } from '../parts/custom-value.ts';
import { closingDay, StatusBadge, Value } from '../parts/deal-words.tsx';
import type { Session } from '../state/session.ts';
import { signedIn } from '../state/session.ts';

export interface Column {
  readonly name: string;
  readonly title: string;
  /** Its name in `sort:`; nothing sorts by a column without one. */
  readonly sort?: string;
  /** Its name in files. */
  readonly exported: string;
  readonly isNumber?: boolean;
  cell(deal: Deal): ComponentChildren;
}

const own: readonly Column[] = [
  { name: 'lead', title: 'Lead', sort: 'lead', exported: 'lead_name', cell: ({ lead }) => lead.name },
  {
    ...{ name: 'status', title: 'Status', sort: 'status_position', exported: 'status_label' },
    cell: (deal) => (
      <Editable deal={deal} field={editable.status}>
        <StatusBadge {...deal.status} />
      </Editable>
    ),
  },
  {
    ...{ name: 'value', title: 'Value', sort: 'value', exported: 'value,value_period', isNumber: true },
    cell: (deal) => (
      <Editable deal={deal} field={editable.value}>
        <Value {...deal} />
      </Editable>
    ),
  },
  {
    ...{ name: 'confidence', title: 'Confidence', sort: 'confidence', exported: 'confidence', isNumber: true },
    cell: (deal) => (
      <Editable deal={deal} field={editable.confidence}>
        {deal.confidence}%
      </Editable>
    ),
  },
  {
    ...{ name: 'expected', title: 'Annualized expected', sort: 'annualized_expected_value', isNumber: true },
    exported: 'annualized_expected_value',
    cell: ({ expectedValueAnnualized }) => showMoney(expectedValueAnnualized, signedIn().organization.currency),
  },
  {
    ...{ name: 'user', title: 'Owner', sort: 'user', exported: 'user_name' },
    cell: (deal) => (
      <Editable deal={deal} field={editable.user}>
        {deal.user?.fullName ?? 'Unassigned'}
      </Editable>
    ),
  },
  {
    ...{ name: 'close', title: 'Close date', sort: 'date_won', exported: 'date_won' },
    cell: (deal) => (
      <Editable deal={deal} field={editable.close}>
        {closingDay(deal)}
      </Editable>
    ),
  },
  {
    name: 'pipeline',
    title: 'Pipeline',
    sort: 'pipeline_position',
    exported: 'pipeline_name',
    cell: ({ status }) => status.pipeline.name,
  },
  { name: 'contact', title: 'Contact', exported: 'contact_name', cell: ({ contact }) => contact?.name ?? '–' },
  {
    name: 'created',
    title: 'Created',
    sort: 'date_created',
    exported: 'date_created',
    cell: ({ dateCreated }) => showDayOf(dateCreated),
  },
  {
    name: 'updated',
    title: 'Changed',
    sort: 'date_updated',
    exported: 'date_updated',
    cell: ({ dateUpdated }) => showDayOf(dateUpdated),
  },
  {
    name: 'lost',
    title: 'Lost',
    sort: 'date_lost',
    exported: 'date_lost',
    cell: ({ dateLost }) => showDayOf(dateLost),
  },
  { name: 'note', title: 'Note', exported: 'note', cell: ({ note }) => note },
];

/** One value can be sorted by. */
const custom = ({ customFields }: Session): readonly Column[] =>
  customFields.map(({ id, name, type, acceptsMultipleValues }) => ({
    ...{ name: id, title: name, exported: `custom.${id}`, isNumber: type === 'NUMBER' },
    ...(!acceptsMultipleValues && type !== 'CONTACT' && { sort: `custom.${id}` }),
    cell: (deal) => {
      const values = ('customFields' in deal ? deal.customFields : undefined) as readonly CustomValue[] | undefined;
      const value = values?.find(({ field }) => field.id === id);
      return value ? showCustomValue(value) : '–';
    },
  }));

export const allColumns = (session: Session): readonly Column[] => [...own, ...custom(session)];

export const isOwn = (name: string): boolean => own.some((column) => column.name === name);
