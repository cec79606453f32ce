import type { Explained, JournalEntry, Review } from '../../archive';
import { editedFields } from '../../sync/detect';
import { kinds } from '../../sync/kinds';
import { other, sideName } from '../../sync/model';

const when = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

const scopes = {
  live: 'is in what is synced',
  outside: 'is there, but outside of what is synced (folder, category, window or owner), so it is left alone',
  deleted: 'was deleted there',
} as const;

function whereItIs({ record, side }: Explained): string {
  if (!record) return `${sideName[side]} no longer has it.`;
  return `In ${sideName[side]} it ${scopes[record.state]}.`;
}

type Told = readonly string[];

const standing: Readonly<
  Record<NonNullable<Explained['record']>['status'], (it: NonNullable<Explained['record']>) => string>
> = {
  settled: ({ message }) => (message ? `It is left alone: ${message}` : 'Nothing is to be done about it.'),
  pending: ({ since }) => `The next cycle looks at it (waiting since ${when(since)} UTC).`,
  parked: ({ message, nextStep, tries, nextTry }) =>
    `It was refused ${tries === 1 ? 'once' : `${tries} times`}: ${message} ${nextStep} Next try: ${when(nextTry)} UTC, or as soon as it changes.`,
  review: () => 'It waits for a person.',
};

function partnerOf({ link, side, partner, kind, record }: Explained): Told {
  const where = sideName[other(side)];
  if (!link) return record ? [`It has no partner in ${where}.`] : [];
  const name = partner ? kinds[kind].label(partner.fields) : 'a record that is gone';
  const asleep =
    link.state === 'asleep' ? ' The link sleeps: both are left alone until one comes back or changes scope.' : '';
  return [`Its partner in ${where} is ${name} (${link.refs[other(side)]}).${asleep}`];
}

/** How the pair came about. */
function originOf({ history, link }: Explained): Told {
  if (!link) return [];
  const first = history.findLast(
    ({ op, link: id }) => id === link.id && (op === 'link' || op === 'create' || op === 'recovered'),
  );
  return first ? [`They belong together since ${when(first.at)} UTC: ${first.reason}.`] : [];
}

function editsOf({ kind, link, record, partner, side }: Explained): Told {
  if (!link || link.state === 'asleep') return [];
  const labels = (names: readonly string[]) =>
    kinds[kind].fields
      .filter(({ name }) => names.includes(name))
      .map(({ label }) => label)
      .join(', ');
  const of = (one: typeof record, where: typeof side): Told => {
    if (one?.state !== 'live') return [];
    const edited = labels(editedFields(kinds[kind], one.fields, link.base[where]));
    return edited ? [`Since both last agreed, ${sideName[where]} changed: ${edited}.`] : [];
  };
  return [...of(record, side), ...of(partner, other(side))];
}

const ops: Readonly<Partial<Record<JournalEntry['op'], string>>> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  recovered: 'found again',
  link: 'linked',
  forget: 'link forgotten',
  part: 'link taken apart',
  sleep: 'put to sleep',
  wake: 'woken',
  leave: 'left as it is',
};

const event = ({ at, op, side, reason, cycle }: JournalEntry): string =>
  `${when(at)} UTC: ${side ? `${sideName[side]}, ` : ''}${ops[op] ?? op}: ${reason} (cycle ${cycle}).`;

const asked = ({ state, reason, answeredBy, openedAt }: Review): string =>
  state === 'open'
    ? `A person is asked since ${when(openedAt)} UTC: ${reason}.`
    : `A person was asked: ${reason}. ${answeredBy ? `Answered by ${answeredBy}.` : 'It settled itself.'}`;

/** Why a record is as it is, in sentences: where it stands first, then how it came to that. Times are UTC. */
export const explanationOf = (it: Explained): Told => [
  whereItIs(it),
  ...(it.record ? [standing[it.record.status](it.record)] : []),
  ...partnerOf(it),
  ...originOf(it),
  ...editsOf(it),
  ...it.reviews.slice(0, 5).map(asked),
  ...it.apart.map((words) => `${words}.`),
  ...it.intents.map(
    ({ side, writtenAt }) =>
      `A create in ${sideName[side]} was sent at ${when(writtenAt)} UTC and its outcome is not known yet: the next cycle looks for it.`,
  ),
  ...it.history.slice(0, 10).map(event),
];
