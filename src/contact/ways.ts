/** The ways to reach a contact, as `input.ts` checks and stores them, and what a contact without a name is called by. */
export interface ContactWays {
  readonly emails: readonly { readonly email: string; readonly type: string }[];
  readonly phones: readonly { readonly phone: string; readonly type: string }[];
  readonly urls: readonly { readonly url: string; readonly type: string }[];
}

/** The columns that hold them, in JSON. */
type WayColumns = { readonly [Kind in keyof ContactWays]: unknown };

export function storedWays<Kind extends keyof ContactWays>(row: Pick<WayColumns, Kind>, kind: Kind): ContactWays[Kind] {
  return row[kind] as ContactWays[Kind];
}

export function displayNameOf(row: Pick<WayColumns, 'emails' | 'phones'> & { readonly name: string }): string {
  return row.name || storedWays(row, 'emails')[0]?.email || storedWays(row, 'phones')[0]?.phone || 'Unknown';
}
