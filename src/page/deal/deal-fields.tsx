import { type ComponentChildren, Fragment } from 'preact';
import { customEditable } from '../edit/custom-fields.ts';
import { Editable } from '../edit/editable.tsx';
import { contactField, type EditableField, editable } from '../edit/fields.ts';
import { showMoment } from '../format/dates.ts';
import { showMoney } from '../format/money.ts';
import { periodNames } from '../format/words.ts';
import type { DealQuery } from '../generated/documents.ts';
import { showCustomValue } from '../parts/custom-value.ts';
import { closingDay, StatusBadge, Value } from '../parts/deal-words.tsx';
import { signedIn } from '../state/session.ts';

type WholeDeal = NonNullable<DealQuery['opportunity']>;

export function DealFields({ deal }: { readonly deal: WholeDeal }) {
  const { currency } = signedIn().organization;
  const contacts = deal.lead.contacts.map(({ id, name }) => ({ value: id, label: name }));
  const inPlace = (field: EditableField, shown: ComponentChildren) => (
    <Field key={field.label} name={field.label}>
      <Editable deal={deal} field={field}>
        {shown}
      </Editable>
    </Field>
  );
  return (
    <dl class="fields">
      {inPlace(editable.status, <StatusBadge {...deal.status} />)}
      {inPlace(editable.value, <Value {...deal} />)}
      {inPlace(editable.period, periodNames[deal.valuePeriod])}
      {inPlace(editable.confidence, `${deal.confidence}%`)}
      <Field name="Annualized expected value">{showMoney(deal.expectedValueAnnualized, currency)}</Field>
      {inPlace(editable.close, closingDay(deal))}
      {inPlace(editable.user, deal.user?.fullName ?? 'Unassigned')}
      <Field name="Pipeline">{deal.status.pipeline.name}</Field>
      {inPlace(contactField(contacts), deal.contact?.name ?? 'No contact')}
      {signedIn().customFields.map((definition) => {
        const value = deal.customFields.find(({ field }) => field.id === definition.id);
        const field = customEditable(definition, value, contacts);
        return field && <Fragment key={definition.id}>{inPlace(field, value ? showCustomValue(value) : '–')}</Fragment>;
      })}
      {inPlace(editable.note, <span class="note">{deal.note || '–'}</span>)}
      {deal.dateLost && <Field name="Lost">{showMoment(deal.dateLost)}</Field>}
      <Field name="Created">
        {showMoment(deal.dateCreated)}
        {deal.createdBy && `, ${deal.createdBy.fullName}`}
      </Field>
      <Field name="Changed">
        {showMoment(deal.dateUpdated)}
        {deal.updatedBy && `, ${deal.updatedBy.fullName}`}
      </Field>
    </dl>
  );
}

function Field({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
