/** Who is signed in, and what of the organization every view needs: its currency, pipelines, people and custom fields. */
import { signal } from '@preact/signals';
import { type Gateway, openGateway } from '../api/gateway.ts';
import { mistakeOf } from '../api/mistake.ts';
import { StartDocument, type StartQuery } from '../generated/documents.ts';

export interface Session extends StartQuery {
  readonly gateway: Gateway;
}

export type Status = StartQuery['pipelines'][number]['statuses'][number];
export type Pipeline = StartQuery['pipelines'][number];
export type CustomField = StartQuery['customFields'][number];

const kept = 'opportunity-gateway key';

/** Days are those of whoever looks. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const session = signal<Session | undefined>(undefined);

/** For what is shown only to those who are signed in. */
export function signedIn(): Session {
  if (!session.value) throw new Error('nobody is signed in');
  return session.value;
}

export const gateway = (): Gateway => signedIn().gateway;

export const mayChange = (): boolean => signedIn().viewer.role !== 'READ_ONLY';

/** The key of the demo, which the gateway puts into the page on this machine alone. */
export const demoKey = document.querySelector<HTMLMetaElement>('meta[name=demo-key]')?.content;

export const keptKey = (): string | undefined => sessionStorage.getItem(kept) ?? undefined;

/** @returns what was wrong; undefined once it is done */
export async function signIn(key: string): Promise<string | undefined> {
  const opened = openGateway(key);
  const { data, error } = await opened.client.query(StartDocument, {});
  if (!data) {
    opened.close();
    return error ? mistakeOf(error).message : 'The gateway gave no answer.';
  }
  sessionStorage.setItem(kept, key);
  session.value = { ...data, gateway: opened };
  return undefined;
}

export function signOut(): void {
  sessionStorage.removeItem(kept);
  session.value?.gateway.close();
  session.value = undefined;
}
