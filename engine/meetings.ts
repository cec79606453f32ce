import { groupBy, isEqual, pick, takeWhile } from 'lodash';
import { copiesAnywhere, createsUnderWay, peopleOf, writtenAnywhere } from '../archive';
import type { Archive, Copy, RefOn, Written } from '../archive';
import { editedFields } from '../sync/compare';
import { kinds } from '../sync/kinds';
import type { Candidate, NeverPair } from '../sync/match';
import { asArray, asObject, type BySide, type Fields, type Pair, type Side, type SideRecord } from '../sync/model';
import type { Run } from './cycle';

type Known = Pick<SideRecord, 'keys' | 'extra'>;

/** Others are asked to it, or asked the mailbox's owner. What a sync has put into a calendar is an appointment of its owner's own. */
const isInvitation = ({ extra }: Known): boolean =>
  asObject(extra).isOrganizer === false || asArray(asObject(extra).attendees).length > 0;

/** One invitation has one iCalendar id in all mailboxes. */
const uidsOf = (copies: readonly Known[]): readonly string[] =>
  copies.filter(isInvitation).flatMap(({ keys }) => keys.strong.filter((key) => key.startsWith('uid:')));

const refsOf = (all: readonly Candidate[]): readonly string[] => all.map(({ record }) => record.ref);

/** Who is there, and who is never one. */
export interface Told {
  readonly all: BySide<readonly Candidate[]>;
  readonly neverPair: NeverPair | null;
}

/** So long, in ms, a create of a colleague's sync without an answer is waited for: that sync's next run finds out what became of it. */
const patienceMs = 24 * 3_600_000;

/**
 * Without what a colleague's sync is creating in the CRM: the invitation, and what it has become there. Under another title or time
 * it would be made twice on either side. `known`: invitations that are in the CRM, whoever meant to create them.
 */
async function withoutUnderWay(
  { archive, cycle }: Run,
  all: Told['all'],
  known: ReadonlySet<string>,
): Promise<Told['all']> {
  if (![...all.outlook, ...all.zoho].some(({ taken }) => !taken)) return all;
  const announced = (await createsUnderWay(archive, cycle, Date.now() - patienceMs)).filter(isInvitation);
  const underWay = announced.filter((one) => !uidsOf([one]).some((uid) => known.has(uid)));
  const [uids, sent] = [uidsOf(underWay), underWay.flatMap((one) => one.sent.strong)];
  const without = (some: readonly Candidate[], keys: readonly string[]): readonly Candidate[] =>
    some.filter(({ record, taken }) => taken || !record.keys.strong.some((key) => keys.includes(key)));
  return { outlook: without(all.outlook, uids), zoho: without(all.zoho, [...uids, ...sent]) };
}

/** Users of the CRM by the addresses (folded) of those who take part. */
export async function hostsIn(archive: Archive): Promise<Readonly<Record<string, string>>> {
  const people = (await peopleOf(archive)).filter(({ owner, reason }) => owner !== '' && reason === null);
  return Object.fromEntries(people.map(({ address, owner }) => [address, owner]));
}

/**
 * A record of the CRM is the meeting that it is in the calendar of whoever has it in step already, by the iCalendar id: also where it
 * was moved meanwhile, and another has its subject and time.
 */
export async function withMeetings({ archive, cycle }: Run, { all, neverPair: said }: Told): Promise<Told> {
  const told = await copiesAnywhere(archive, cycle, refsOf(all.zoho));
  const copies = groupBy(told, 'zoho');
  const { outlook, zoho } = await withoutUnderWay({ archive, cycle }, all, new Set(uidsOf(told)));
  const uidsIn = ({ ref }: { readonly ref: string }): readonly string[] => [...new Set(uidsOf(copies[ref] ?? []))];
  const uids = {
    outlook: new Map(outlook.map(({ record }) => [record.ref, uidsOf([record])])),
    zoho: new Map(zoho.map(({ record }) => [record.ref, uidsIn(record)])),
  };
  if (![...uids.zoho.values()].some(({ length }) => length > 0)) return { all: { outlook, zoho }, neverPair: said };
  const parted = (a: RefOn, b: RefOn): boolean => {
    const [some, others] = [uids[a.side].get(a.ref) ?? [], uids[b.side].get(b.ref) ?? []];
    return some.length > 0 && others.length > 0 && !some.some((uid) => others.includes(uid));
  };
  const keyed = ({ record, taken }: Candidate): Candidate => {
    const strong = [...new Set([...record.keys.strong, ...uidsIn(record)])];
    return { record: { ...record, keys: { ...record.keys, strong } }, taken };
  };
  return {
    all: { outlook, zoho: zoho.map(keyed) },
    neverPair: (a, b) => said?.(a, b) === true || parted(a, b),
  };
}

/** No sync writes into an attendee's copy: what it agreed on with the CRM came by the invitation. Is that older than this one's? */
const isOlder = ({ extra, state, modifiedAt }: Copy, { outlook }: Pair): boolean =>
  asObject(extra).isOrganizer === false &&
  (state === 'deleted' || (modifiedAt !== null && outlook.modifiedAt !== null && modifiedAt < outlook.modifiedAt));

/** What of a meeting is everybody's; a reminder is each one's own. */
const common = new Set(kinds.event.fieldsOfOthers?.filter(({ stays }) => !stays).map(({ name }) => name));
const changed = (fields: Fields, base: Fields): ReadonlySet<string> => new Set(editedFields(kinds.event, fields, base));

/** What colleagues' syncs know of a record of the CRM. */
interface Elsewhere {
  readonly copies: readonly Copy[];
  /** The newest first. */
  readonly written: readonly Written[];
}

/** The syncs that wrote what the CRM has there now: two that brought the same move at once have both. */
function writersOf(name: string, written: readonly Written[]): readonly string[] {
  const all = written.filter(({ before, after }) => changed(after, before).has(name));
  const alike = takeWhile(all, ({ after }) => isEqual(after[name], all[0]?.after[name]));
  return alike.map(({ sync }) => sync);
}

/** The fields that the CRM has as this copy's sync wrote them last, while the pair's own copy has gone on. */
function broughtBy(copy: Copy, { outlook, zoho }: Pair, written: readonly Written[]): readonly string[] {
  const [gone, edited] = [changed(outlook.fields, copy.base.outlook), changed(zoho.fields, copy.base.zoho)];
  const isOwn = (name: string): boolean => gone.has(name) && !edited.has(name);
  return [...common].filter((name) => isOwn(name) && writersOf(name, written).includes(copy.sync));
}

/** The pair as if it had agreed on what older copies of its invitation brought. */
function sinceCopies(pair: Pair, { copies, written }: Elsewhere): Pair {
  const { base, outlook } = pair;
  const mine = uidsOf([outlook]);
  const isSame = (copy: Copy): boolean => uidsOf([copy]).some((uid) => mine.includes(uid));
  const older = copies.filter((copy) => isSame(copy) && isOlder(copy, pair));
  if (base === null || older.length === 0) return pair;
  const brought = older.map((copy) => ({ base: copy.base, names: broughtBy(copy, pair, written) }));
  const on = (side: Side) =>
    Object.assign({}, base[side], ...brought.map((one) => pick(one.base[side], one.names))) as Fields;
  return { ...pair, base: { outlook: on('outlook'), zoho: on('zoho') } };
}

const isLive = ({ state }: SideRecord): boolean => state === 'live';

/**
 * What a colleague's sync brought of the same invitation is no edit of the CRM: moved and moved back before this sync met it, a
 * meeting would stay in the CRM where it was in between, once that colleague has declined.
 */
export async function sinceColleagues({ archive, cycle }: Run, pairs: readonly Pair[]): Promise<readonly Pair[]> {
  const isEdited = ({ zoho, base }: Pair): boolean => base !== null && changed(zoho.fields, base.zoho).size > 0;
  const isMeeting = (pair: Pair): boolean => isInvitation(pair.outlook) && [pair.outlook, pair.zoho].every(isLive);
  const asked = new Set(pairs.filter((pair) => isMeeting(pair) && isEdited(pair)));
  if (asked.size === 0) return pairs;
  const refs = [...asked].map(({ zoho }) => zoho.ref);
  const copies = groupBy(await copiesAnywhere(archive, cycle, refs), 'zoho');
  const written = groupBy(await writtenAnywhere(archive, cycle, refs), 'zoho');
  return pairs.map((pair) => {
    const { ref } = pair.zoho;
    return asked.has(pair) ? sinceCopies(pair, { copies: copies[ref] ?? [], written: written[ref] ?? [] }) : pair;
  });
}
