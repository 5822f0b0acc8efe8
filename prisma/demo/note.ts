/** What people write about deals. */
import type { StatusType } from '../../src/value/status-type.ts';
import type { Random } from './random.ts';

export interface NoteSubject {
  readonly contact: string;
  readonly product: string;
  readonly type: StatusType;
}

const openings: readonly ((subject: NoteSubject, random: Random) => string)[] = [
  ({ contact, product }) => `Spoke with ${contact} about ${product}.`,
  ({ contact }) => `${contact} asked for references in their industry.`,
  ({ product }, random) => `They want ${product} for ${random.between(2, 40)} teams to begin with.`,
  ({ contact, product }) => `Demo of ${product} went well; ${contact} will show the recording to the board.`,
  ({ contact }, random) => `${contact} needs a quote by ${random.pick(['Monday', 'Friday', 'the end of the month'])}.`,
  (_, random) => `Budget is with ${random.faker.person.fullName()}, who decides alone.`,
  (_, random) => `Legal has ${random.between(2, 9)} questions on data protection.`,
  (_, random) => `They came to us through ${random.pick(['a webinar', 'a partner', 'the trade fair', 'a customer'])}.`,
];

const endings: Readonly<Record<StatusType, readonly string[]>> = {
  active: ['Call again next week.', 'Waiting for their answer.', 'Next step: a pilot.', 'Proposal is out.', ''],
  won: ['Signed. Kick-off is being planned.', 'Order came by e-mail.', 'Handed over to onboarding.', ''],
  lost: [
    'Chose a competitor.',
    'No budget this year; try again later.',
    'Went quiet.',
    'They build it themselves.',
    '',
  ],
};

/** Every fourth deal has no note. */
export function noteOf(random: Random, subject: NoteSubject): string {
  if (random.percent(25)) return '';
  const openingOf = random.pick(openings);
  return `${openingOf(subject, random)} ${random.pick(endings[subject.type])}`.trim();
}
