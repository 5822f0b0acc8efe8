/** What takes longest begins first, or one worker would be left alone with it at the end. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They start processes, browsers and databases, and wait for them. */
const slow = [
  'resilience/history-order',
  'resilience/start',
  'bench/',
  'cluster/',
  'build/',
  'browser/',
  'seed',
  'command/',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const found = slow.findIndex((path) => moduleId.includes(`/test/${path}`));
  return found === -1 ? slow.length : found;
};

export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
