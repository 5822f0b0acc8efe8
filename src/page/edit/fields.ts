/** What of a deal can be changed in place: how it is edited, what it stands at, and what a typed text makes of it. */
import type { Deal } from '../ask/use-deals.ts';
import { decimalOf, readMoney } from '../format/money.ts';
import { periodNames } from '../format/words.ts';
import type { OpportunityInput, ValuePeriod } from '../generated/documents.ts';
import { type Session, signedIn } from '../state/session.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface EditableField {
  readonly label: string;
  /** Of `choice` one is chosen, of `choices` any number. */
  readonly kind: 'text' | 'area' | 'date' | 'moment' | 'choice' | 'choices';
  /** What the field of the form begins with. */
  text(deal: Deal): string;
  /** @returns what is wrong with the text, or what it changes */
  read(text: string): string | OpportunityInput;
  choices?(session: Session): readonly Choice[];
}

export type EditableName = 'value' | 'period' | 'confidence' | 'close' | 'status' | 'user' | 'note';

export const editable: Readonly<Record<EditableName, EditableField>> = {
  value: {
    ...{ label: 'Value', kind: 'text' },
    text: ({ value }) => (value === null ? '' : decimalOf(value, signedIn().organization.currency)),
    read: (text) => {
      if (text.trim() === '') return { value: null };
      const value = readMoney(text, signedIn().organization.currency);
      return value === undefined ? 'An amount is digits, such as 1500 or 1,500.50.' : { value };
    },
  },
  period: {
    ...{ label: 'Billing', kind: 'choice' },
    text: ({ valuePeriod }) => valuePeriod,
    read: (text) => ({ valuePeriod: text as ValuePeriod }),
    choices: () => Object.entries(periodNames).map(([value, label]) => ({ value, label })),
  },
  confidence: {
    ...{ label: 'Confidence', kind: 'text' },
    text: ({ confidence }) => String(confidence),
    read: (text) => {
      const confidence = /^\s*(\d{1,3})\s*%?\s*$/.exec(text)?.[1];
      return confidence === undefined || Number(confidence) > 100
        ? 'Confidence is a whole number from 0 to 100.'
        : { confidence: Number(confidence) };
    },
  },
  close: {
    ...{ label: 'Close date', kind: 'date' },
    text: ({ dateWon, expectedCloseDate }) => dateWon ?? expectedCloseDate ?? '',
    read: (text) => ({ dateWon: text === '' ? null : text }),
  },
  status: {
    ...{ label: 'Status', kind: 'choice' },
    text: ({ status }) => status.id,
    read: (statusId) => ({ statusId }),
    choices: ({ pipelines }) =>
      pipelines.flatMap(({ name, statuses }) =>
        statuses.map(({ id, label }) => ({ value: id, label: pipelines.length > 1 ? `${name}: ${label}` : label })),
      ),
  },
  user: {
    ...{ label: 'Owner', kind: 'choice' },
    text: ({ user }) => user?.id ?? '',
    read: (id) => ({ userId: id === '' ? null : id }),
    choices: ({ users }) => [
      { value: '', label: 'Unassigned' },
      ...users.filter(({ isActive }) => isActive).map(({ id, fullName }) => ({ value: id, label: fullName })),
    ],
  },
  note: {
    ...{ label: 'Note', kind: 'area' },
    text: ({ note }) => note ?? '',
    read: (note) => ({ note }),
  },
};

/** The person there is chosen of those of the lead. */
export const contactField = (contacts: readonly Choice[]): EditableField => ({
  ...{ label: 'Contact', kind: 'choice' },
  text: ({ contact }) => contact?.id ?? '',
  read: (id) => ({ contactId: id === '' ? null : id }),
  choices: () => [{ value: '', label: 'No contact' }, ...contacts],
});
