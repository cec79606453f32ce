import { inWords, sentence } from '../reasons';
import type { Archive, Explained, JournalEntry, Review } from '../archive';
import { NEVER, explainRecord, searchRecords } from '../archive';
import { editedFields } from '../sync/compare';
import { kinds } from '../sync/kinds';
import { other, sideName, type Side } from '../sync/model';
import { UsageError } from './errors';
import { requireSync } from './knownSync';

const when = (ms: number): string => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

const scopes = {
  live: 'is in what is synced',
  outside: 'is there, but outside of what is synced (folder, category, window or owner), so it is left alone',
  deleted: 'was deleted there',
} as const;

function whereItIs({ record, side }: Explained): string {
  if (!record) return `${sideName[side]} no longer has it.`;
  return `In ${sideName[side]} it ${record.nextTry === NEVER ? 'is there, but cannot be read' : scopes[record.state]}.`;
}

type Sentences = readonly string[];

const standing: Readonly<
  Record<NonNullable<Explained['record']>['status'], (it: NonNullable<Explained['record']>) => string>
> = {
  settled: ({ reason: why }) => (why ? `It is left alone: ${sentence(why)}` : 'Nothing is to be done about it.'),
  pending: ({ since }) => `The next cycle looks at it (waiting since ${when(since)} UTC).`,
  parked: ({ reason: why, tries, nextTry }) =>
    why && nextTry === NEVER
      ? sentence(why)
      : `It was refused ${tries === 1 ? 'once' : `${tries} times`}: ${why ? sentence(why) : ''} Next try: ${when(nextTry)} UTC, or as soon as it changes.`,
  review: () => 'It waits for a person.',
};

function partnerOf({ link, side, partner, kind, record }: Explained): Sentences {
  const where = sideName[other(side)];
  if (!link) return record ? [`It has no partner in ${where}.`] : [];
  const name = partner ? kinds[kind].label(partner.fields) : 'a record that is gone';
  const paused =
    link.state === 'paused' ? ' The link is paused: both are left alone until one comes back or changes scope.' : '';
  return [`Its partner in ${where} is ${name} (${link.refs[other(side)]}).${paused}`];
}

/** How the pair came about. */
function originOf({ history, link }: Explained): Sentences {
  if (!link) return [];
  const first = history.findLast(
    ({ op, link: id }) => id === link.id && (op === 'link' || op === 'create' || op === 'recovered'),
  );
  return first ? [`They belong together since ${when(first.at)} UTC: ${sentence(first.reason)}.`] : [];
}

function editsOf({ kind, link, record, partner, side }: Explained): Sentences {
  if (!link || link.state === 'paused') return [];
  const labels = (names: readonly string[]) =>
    kinds[kind].fields
      .filter(({ name }) => names.includes(name))
      .map(({ label }) => label.en)
      .join(', ');
  const of = (one: typeof record, where: typeof side): Sentences => {
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
  dropLink: 'link dropped',
  unlink: 'link taken apart',
  pause: 'paused',
  resume: 'resumed',
  notice: 'left as it is',
};

const event = ({ at, op, side, reason: why, cycle }: JournalEntry): string =>
  `${when(at)} UTC: ${side ? `${sideName[side]}, ` : ''}${ops[op] ?? op}: ${sentence(why)} (cycle ${cycle}).`;

const asked = ({ state, reason: why, answeredBy, openedAt }: Review): string =>
  state === 'open'
    ? `A person is asked since ${when(openedAt)} UTC: ${sentence(why)}.`
    : `A person was asked: ${sentence(why)}. ${answeredBy ? `Answered by ${answeredBy}.` : 'It settled itself.'}`;

/** Why a record is as it is, in sentences: where it stands first, then how it came to that. Times are UTC. */
const explanationOf = (it: Explained): Sentences => [
  whereItIs(it),
  ...(it.record ? [standing[it.record.status](it.record)] : []),
  ...partnerOf(it),
  ...originOf(it),
  ...editsOf(it),
  ...it.reviews.slice(0, 5).map(asked),
  ...it.neverPair.map((why) => `${sentence(why)}.`),
  ...it.intents.map(
    ({ side, writtenAt }) =>
      `A create in ${sideName[side]} was sent at ${when(writtenAt)} UTC and its outcome is not known yet: the next cycle looks for it.`,
  ),
  ...it.history.slice(0, 10).map(event),
];

const itemOf = (it: Explained) => {
  const { kind, ref, record, history } = it;
  const label = record && record.state !== 'outside' ? kinds[kind].label(record.fields) : (history[0]?.label ?? ref);
  const why = explanationOf(it);
  return { label, why, text: why.join('\n'), ...(inWords(it) as Explained) };
};

/** Why the records are as they are that `text` names: an id, or a part of a name, an address or a subject. One item for each. */
export async function explain(archive: Archive, sync: string, side: Side | null, text: string) {
  await requireSync(archive, sync);
  if (!text) throw new UsageError('No record is named.', 'Give its ID, or a part of its name, address or subject.');
  const { hits } = await searchRecords(archive, sync, side, text);
  const where: readonly Side[] = side ? [side] : ['outlook', 'zoho'];
  const named = hits.length > 0 ? hits : where.map((one) => ({ side: one, ref: text }));
  const found: Explained[] = [];
  for (const one of named) found.push(...[await explainRecord(archive, sync, one)].filter((it) => it !== null));
  if (found.length > 0) return found.map(itemOf);
  throw new UsageError(
    `The sync "${sync}" knows no such record on ${side ? 'that side' : 'either side'}.`,
    'Look for another part of its name, or run a cycle first: what has never been read cannot be explained.',
  );
}
