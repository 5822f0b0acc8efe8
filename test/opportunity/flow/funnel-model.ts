/** A funnel as docs/moving-from-close.md says it, counted in memory: what the reports of `src/opportunity/flow/funnel.ts` must tell. */
import type { OutcomeRow, StageRow } from '../../../src/opportunity/flow/funnel.ts';
import type { StatusType } from '../../../src/value/status-type.ts';

export interface Stay {
  readonly id: string;
  readonly status: string;
  readonly since: number;
  readonly until: number | null;
  readonly next: string | null;
  readonly isCreation: boolean;
}

export interface Deal {
  readonly id: string;
  readonly userId: string | null;
  readonly created: number;
  readonly annualized: bigint | null;
  readonly annualizedWeighted: bigint | null;
}

export interface FunnelOf {
  readonly lives: readonly (readonly Stay[])[];
  readonly deals: ReadonlyMap<string, Deal>;
  /** Of the pipeline, by status. */
  readonly types: ReadonlyMap<string, StatusType>;
  readonly lost: ReadonlySet<string>;
  /** In their order. */
  readonly stages: readonly string[];
  readonly from: number;
}

/** Each of a deal: with its owner, what it adds to each sum. */
type Added = readonly [key: string, sums: Readonly<Record<string, bigint>>];

const one = (condition: boolean) => (condition ? 1n : 0n);
const after = (from: number, to: number) => BigInt(Math.max(0, to - from));

function dealOf({ deals }: FunnelOf, life: readonly Stay[]): Deal | undefined {
  return deals.get(life[0]?.id ?? '');
}

/** In the span, and for closed statuses begun in it. */
const counted = ({ types, from }: FunnelOf, life: readonly Stay[]) =>
  life.filter(
    ({ status, since, until }) =>
      (until === null || until > from) && types.has(status) && (types.get(status) === 'active' || since > from),
  );

function stagesOf(funnel: FunnelOf, life: readonly Stay[]): readonly Added[] {
  const deal = dealOf(funnel, life);
  const passed = counted(funnel, life).filter(({ status }) => funnel.stages.includes(status));
  if (!deal) return [];
  const [value, weighted] = [deal.annualized ?? 0n, deal.annualizedWeighted ?? 0n];
  return funnel.stages.flatMap((stage, step): readonly Added[] => {
    const own = passed.filter(({ status }) => status === stage);
    const [first, last] = [own[0], own.at(-1)];
    if (!first) return [];
    const later = passed.slice(passed.indexOf(first)).find(({ status }) => funnel.stages.indexOf(status) > step);
    const advanced = one(later !== undefined);
    const lost = one(later === undefined && funnel.lost.has(last?.next ?? ''));
    const sums = {
      ...{ count: 1n, value, weighted, advanced, advancedValue: advanced * value },
      advancedWeighted: advanced * weighted,
      milliseconds: later ? after(first.since, later.since) : 0n,
      ...{ lost, lostValue: lost * value },
    };
    return [[`${deal.userId} ${stage}`, sums]];
  });
}

function outcomeOf(funnel: FunnelOf, life: readonly Stay[]): readonly Added[] {
  const deal = dealOf(funnel, life);
  const last = counted(funnel, life).at(-1);
  if (!deal || !last) return [];
  const [won, lost] = (['won', 'lost'] as const).map((type) => one(funnel.types.get(last.status) === type));
  const value = deal.annualized ?? 0n;
  const sums = {
    ...{ count: 1n, won: won ?? 0n, wonValue: (won ?? 0n) * value, lost: lost ?? 0n, lostValue: (lost ?? 0n) * value },
    milliseconds: won ? after(deal.created, last.since) : 0n,
  };
  return [[String(deal.userId), sums]];
}

function summed(added: readonly Added[]) {
  const all = new Map<string, Record<string, bigint>>();
  for (const [key, sums] of added) {
    const sum = all.get(key) ?? {};
    for (const [name, more] of Object.entries(sums)) sum[name] = (sum[name] ?? 0n) + more;
    all.set(key, sum);
  }
  return new Map([...all].sort());
}

export const stagesCounted = (funnel: FunnelOf) => summed(funnel.lives.flatMap((life) => stagesOf(funnel, life)));
export const outcomesCounted = (funnel: FunnelOf) => summed(funnel.lives.flatMap((life) => outcomeOf(funnel, life)));

export const stagesTold = (rows: readonly StageRow[]) =>
  new Map(rows.map(({ userId, statusId, sums }) => [`${userId} ${statusId}`, sums] as const).sort());
export const outcomesTold = (rows: readonly OutcomeRow[]) =>
  new Map(rows.map(({ userId, sums }) => [String(userId), sums] as const).sort());
