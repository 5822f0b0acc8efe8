/** Words of other systems for what has a fixed word here. */
import type { ValuePeriod } from '../../value/money.ts';
import type { StatusType } from '../../value/status-type.ts';
import { fold } from '../../value/text.ts';

const keyOf = (text: string) => fold(text.trim()).replaceAll(/[\s_-]+/g, '');

const wordsOf = <Word extends string>(table: Readonly<Record<Word, string>>): ReadonlyMap<string, Word> =>
  new Map(
    (Object.entries(table) as [Word, string][]).flatMap(([word, others]) =>
      [word, ...others.split(', ')].map((other) => [keyOf(other), word] as const),
    ),
  );

const types = wordsOf<StatusType>({
  active: 'open, in progress, new, pending',
  won: 'closed won, closedwon, deal won, success, gewonnen, gagné, ganada, ganado, vinto',
  lost: 'closed lost, closedlost, deal lost, dead, abandoned, disqualified, cancelled, canceled, closed lost to competition, failed, apology, verloren, perdu, perdida, perdido, perso, deleted',
});

const periods = wordsOf<ValuePeriod>({
  one_time: 'once, one time, one-off',
  monthly: 'month, per month, mo',
  annual: 'annually, yearly, year, per year',
});

/** What a word says of a deal: `Closed Won` is won. Undefined for what says nothing of it. */
export const typeOfWord = (text: string): StatusType | undefined => types.get(keyOf(text));

/** What a stage means: one that says neither won nor lost is open. */
export const typeOfStage = (stage: string): StatusType => typeOfWord(stage) ?? 'active';

export const periodOfWord = (text: string): ValuePeriod | undefined => periods.get(keyOf(text));
