/** The address bar holds the whole question: what it says is what is shown, and a link to it shows the same. */
import { signal } from '@preact/signals';

export const views = ['board', 'table', 'charts'] as const;
export type View = (typeof views)[number];

export interface Address {
  readonly view: View;
  /** In the language of searches, with its order: docs/search.md. */
  readonly query: string;
  /** The pipeline of the board, by its id; the first one without it. */
  readonly pipeline: string;
  /** Columns of the table, between commas. */
  readonly columns: string;
  /** The deal in the side panel, by its id. */
  readonly deal: string;
  /** Which drawing. */
  readonly chart: string;
  /** Keys of groups. */
  readonly by: string;
  readonly split: string;
  readonly figure: string;
  readonly form: string;
  /** The first and the last day of a movement or a forecast; those that are usual without them. */
  readonly from: string;
  readonly to: string;
  /** The step of a movement whose deals are shown. */
  readonly step: string;
  /** How long the periods of a forecast are, and what is to be reached in each: an amount as one types it. */
  readonly period: string;
  readonly target: string;
}

const usual: Address = {
  view: 'board',
  ...{ query: '', pipeline: '', deal: '', columns: 'lead,status,value,confidence,expected,user,close' },
  ...{ chart: 'groups', from: '', to: '', step: '', period: 'quarter', target: '' },
  ...{ by: 'date_won:month', split: '', figure: 'total', form: 'bars' },
};

const names = Object.keys(usual) as (keyof Address)[];

/** `q`, as it is called everywhere. */
const parameter = (name: keyof Address) => (name === 'query' ? 'q' : name);

function read(): Address {
  const given = new URLSearchParams(location.search);
  const said = names.map((name) => [name, given.get(parameter(name)) ?? usual[name]]);
  const address: Address = Object.fromEntries(said);
  return views.includes(address.view) ? address : { ...address, view: usual.view };
}

export const address = signal(read());

addEventListener('popstate', () => {
  address.value = read();
});

export function linkTo(change: Partial<Address>): string {
  const next = { ...address.value, ...change };
  const told = names.filter((name) => next[name] !== usual[name]).map((name) => [parameter(name), next[name]]);
  const parameters = new URLSearchParams(told).toString();
  return parameters ? `?${parameters}` : location.pathname;
}

export function go(change: Partial<Address>): void {
  const link = linkTo(change);
  if (link === (location.search || location.pathname)) return;
  history.pushState(null, '', link);
  address.value = read();
}
