/** Before anything is timed: every target answers, and all say the same. */
import { isDeepStrictEqual } from 'node:util';
import type { HttpRequest, Question, Setting, Work } from '../work/work.ts';
import { isGood, send } from './send.ts';
import type { Target } from './target.ts';

/** A target with its question, or with what is wrong with its answer. */
export type Checked =
  | { readonly target: Target; readonly question: Question; readonly failure?: undefined }
  | { readonly target: Target; readonly failure: string };

export async function check(
  { sides }: Work,
  targets: readonly Target[],
  organization: Setting['organization'],
  next: () => number,
): Promise<readonly Checked[]> {
  const checked: Checked[] = [];
  let agreed: { readonly target: Target; readonly facts: unknown } | undefined;
  for (const target of targets) {
    const make = sides[target.side];
    if (!make) continue;
    const ask = (question: Question) => answerOf(target, question.request(next()));
    try {
      const question = await make({ organization, ask });
      const facts = withoutUndefined(question.facts(await ask(question)));
      agreed ??= { target, facts };
      if (!isDeepStrictEqual(facts, agreed.facts)) {
        throw new Error(`${agreed.target.name} says ${brief(agreed.facts)}, and it ${brief(facts)}`);
      }
      checked.push({ target, question });
    } catch (error) {
      checked.push({ target, failure: error instanceof Error ? error.message : String(error) });
    }
  }
  return checked;
}

async function answerOf(target: Target, request: HttpRequest): Promise<unknown> {
  const reply = await send(target, request);
  if (!isGood(reply)) throw new Error(`${reply.status} ${reply.text.slice(0, 300)}`);
  return JSON.parse(reply.text);
}

const withoutUndefined = (facts: unknown): unknown => JSON.parse(JSON.stringify(facts));

const brief = (facts: unknown) => JSON.stringify(facts, null, 1).replaceAll(/\s+/g, ' ').slice(0, 300);
