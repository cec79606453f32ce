import { inWords, reason, sentence, severalReasons, type Reason } from '../reasons';
import type { Archive, Explained, JournalEntry, Review } from '../archive';
import { NEVER, explainRecord, searchRecords } from '../archive';
import { editedFields } from '../sync/compare';
import { kinds } from '../sync/kinds';
import { other, sideName, type Side } from '../sync/model';
import { UsageError } from './errors';
import { requireSync } from './knownSync';

const when = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

type Known = NonNullable<Explained['record']>;
const states = { live: 'isSynced', outside: 'isOutside', deleted: 'wasDeletedThere' } as const;

function whereItIs({ record, side }: Explained): Reason {
  if (!record) return reason('noLongerThere', { side });
  return reason(record.nextTry === NEVER ? 'isUnreadable' : states[record.state], { side });
}

const nothingSaid = severalReasons([]);

const statuses: Readonly<Record<Known['status'], (it: Known) => Reason>> = {
  settled: ({ reason: why }) => (why ? reason('leftAlone', { why }) : reason('nothingToDo')),
  pending: ({ since }) => reason('waitsForCycle', { time: when(since) }),
  parked: ({ reason: why, tries, nextTry }) =>
    why && nextTry === NEVER
      ? why
      : reason('refusedSoOften', { count: tries, why: why ?? nothingSaid, time: when(nextTry) }),
  review: () => reason('waitsForPerson'),
};

function partnerOf({ link, side: own, partner, kind, record }: Explained): readonly Reason[] {
  const side = other(own);
  if (!link) return record ? [reason('hasNoPartner', { side })] : [];
  const ref = link.refs[side];
  const name = partner && kinds[kind].label(partner.fields);
  const found = name === null ? reason('partnerIsGone', { side, ref }) : reason('partnerIs', { side, name, ref });
  return link.state === 'paused' ? [found, reason('pairIsPaused')] : [found];
}

/** How the pair came about. */
function originOf({ history, link }: Explained): readonly Reason[] {
  if (!link) return [];
  const first = history.findLast(
    ({ op, link: id }) => id === link.id && (op === 'link' || op === 'create' || op === 'recovered'),
  );
  return first ? [reason('togetherSince', { time: when(first.at), why: first.reason })] : [];
}

function editsOf({ kind, link, record, partner, side }: Explained): readonly Reason[] {
  if (!link || link.state === 'paused') return [];
  const of = (one: Explained['record'], where: Side): readonly Reason[] => {
    if (one?.state !== 'live') return [];
    const edited = editedFields(kinds[kind], one.fields, link.base[where]);
    const fields = kinds[kind].fields.filter(({ name }) => edited.includes(name)).map(({ label }) => label);
    return fields.length > 0 ? [reason('editedSince', { side: where, fields })] : [];
  };
  return [...of(record, side), ...of(partner, other(side))];
}

/** Where a record stands now, and how it came to be of a pair. Times are UTC. */
export const standingOf = (it: Explained): readonly Reason[] => [
  whereItIs(it),
  ...(it.record ? [statuses[it.record.status](it.record)] : []),
  ...partnerOf(it),
  ...originOf(it),
  ...editsOf(it),
];

/** What is known of it besides: with whom it is never paired, what was sent and not answered. */
export const besidesOf = (it: Explained): readonly Reason[] => [
  ...it.neverPair,
  ...it.intents.map(({ side, writtenAt }) => reason('createUnknown', { side, time: when(writtenAt) })),
];

type Sentences = readonly string[];

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
  `${when(at)}: ${side ? `${sideName[side]}, ` : ''}${ops[op] ?? op}: ${sentence(why)} (cycle ${cycle}).`;

const asked = ({ state, reason: why, answeredBy, openedAt }: Review): string =>
  state === 'open'
    ? `A person is asked since ${when(openedAt)}: ${sentence(why)}.`
    : `A person was asked: ${sentence(why)}. ${answeredBy ? `Answered by ${answeredBy}.` : 'It settled itself.'}`;

const stopped = (text: string): string => (text.endsWith('.') ? text : `${text}.`);

/** Why a record is as it is, in sentences: where it stands first, then how it came to that. Times are UTC. */
const explanationOf = (it: Explained): Sentences => [
  ...standingOf(it).map((one) => sentence(one)),
  ...it.reviews.slice(0, 5).map(asked),
  ...besidesOf(it).map((one) => stopped(sentence(one))),
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
