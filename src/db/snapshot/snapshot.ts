/** A read-only view of one moment, below any library that builds SQL: what the two databases have in common. */

export type Row = Readonly<Record<string, unknown>>;

export interface RawSnapshot {
  /** Its moment is that of the first statement. */
  query(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]>;
  /** Gives the connection back; nobody waits for that. */
  close(): void;
}

export interface Snapshots {
  /** Nothing is sent, and no connection taken, before the first statement. */
  open(): RawSnapshot;
  close(): Promise<void>;
}

/** A field that failed does not wait for those beside it, which may still ask; the connection is another's by then. */
export const closed = () => new Error('The snapshot is closed: its request has been answered.');

export type OnStatement = (sql: string) => void;
