/** How a trigger of SQLite is written. */
export interface Trigger {
  readonly name: string;
  readonly sql: string;
}

/** In milliseconds; the same for all of one statement. */
export const now = `cast(unixepoch('subsec') * 1000 as integer)`;

export const trigger = (name: string, event: string, body: readonly string[]): Trigger => ({
  name,
  sql: `create trigger ${name} ${event} begin ${body.map((statement) => `${statement}; `).join('')}end`,
});
