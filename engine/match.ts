import { sentence } from '../reasons';
import * as archives from '../archive';
import type { CycleRef, Known, Review, ReviewEntry } from '../archive';
import { kinds, type Kind } from '../sync/kinds';
import { match, matchRules, type Candidate, type Matches, type NeverPair } from '../sync/match';
import type { Ambiguity, BySide, Keys, Pair, Side, SideRecord } from '../sync/model';
import { other, sides } from '../sync/model';
import { areBothRead, type Run } from './cycle';
import { cycleItem, type AmbiguousItem, type ChangeItem, type CycleItem, type Evidence } from './items';
import type { OnlyItem, PairItem } from './items';
import { sinceColleagues, withMeetings } from './meetings';
import { candidatesReview } from './reviews';

/** What a side has that a cycle has to look at. */
export type Change = Pick<ChangeItem, 'ref' | 'version' | 'fields' | 'keys' | 'link'>;
export type Changes = BySide<readonly Change[]>;

/** Who is the same as whom among all that changed. */
export interface Found {
  readonly known: readonly Pair[];
  readonly matched: readonly Pair[];
  readonly matches: Matches;
  readonly ambiguous: readonly Ambiguity[];
  readonly reviews: readonly ReviewEntry[];
}

/** What the matcher found, as items in the order of its outputs. */
export interface MatchedItems {
  readonly pairs: readonly PairItem[];
  readonly outlook: readonly OnlyItem[];
  readonly zoho: readonly OnlyItem[];
  readonly ambiguous: readonly (AmbiguousItem & Pick<Ambiguity, 'outlook' | 'zoho'>)[];
  readonly summary: CycleItem;
}

/** A change as the record it stands for; enough to create it on the other side. */
const recordOf = ({ ref, version, fields, keys }: Change): SideRecord => ({
  ...{ ref, version, fields, keys },
  ...{ modifiedAt: null, state: 'live', extra: null },
});

/** By which a record is told from all others. */
const nameOf = (side: Side, { ref }: { readonly ref: string }): string => `${side}:${ref}`;

const candidateOn =
  (side: Side, left: ReadonlySet<string>) =>
  ({ taken, ...record }: Known): Candidate => ({
    record,
    taken: (taken !== null && !left.has(nameOf(side, record))) || record.state !== 'live',
  });

/**
 * Everybody who could be meant, also those who are not in this batch: else one of many would look like one to one. `left`: of pairs
 * that lost their other record, now or in an earlier run; made anew there, it is the same again.
 */
async function candidates({ archive, cycle: { sync } }: Run, fresh: Changes, before: readonly Pair[]) {
  const keys = sides.flatMap((side) => fresh[side].map((one) => one.keys));
  const connected = await archives.connectedByKeys(archive, sync, keys);
  const taken = sides.flatMap((side) => connected[side].flatMap((one) => (one.state === 'live' && one.taken) || []));
  const others = [...new Set(taken)].filter((link) => !before.some((pair) => pair.link === link));
  const resting = others.length > 0 ? await archives.pairsFor(archive, sync, others) : [];
  const left = new Set([...before, ...resting].flatMap(leftOf));
  const on = (side: Side): readonly Candidate[] => {
    const known = new Set(connected[side].map(({ ref }) => ref));
    const alone = fresh[side].filter(({ ref }) => !known.has(ref));
    return [
      ...connected[side].map(candidateOn(side, left)),
      ...alone.map((one) => ({ record: recordOf(one), taken: false })),
    ];
  };
  return { left, seen: { outlook: on('outlook'), zoho: on('zoho') } };
}

/** The same candidates with keys that ask for more. */
function stricter(all: BySide<readonly Candidate[]>, kind: Kind): BySide<readonly Candidate[]> {
  const keyed = ({ record, taken }: Candidate): Candidate => ({
    record: { ...record, keys: kind.strictKeys?.(record) ?? record.keys },
    taken,
  });
  return { outlook: all.outlook.map(keyed), zoho: all.zoho.map(keyed) };
}

/** Pairs that a person joined, of records that are still free. */
function joined(answers: readonly Review[], all: BySide<readonly Candidate[]>): readonly Pair[] {
  const freeOn = (side: Side, ref: string) => all[side].find((one) => one.record.ref === ref && !one.taken)?.record;
  return answers.flatMap(({ answer }) => {
    if (!answer || !('join' in answer)) return [];
    const [outlook, zoho] = [freeOn('outlook', answer.join.outlook), freeOn('zoho', answer.join.zoho)];
    return outlook && zoho ? [{ outlook, zoho, matchedBy: 'your answer', link: null, base: null }] : [];
  });
}

/** Who was joined has a partner now: it can only make others ambiguous. */
function without(pairs: readonly Pair[], all: BySide<readonly Candidate[]>): BySide<readonly Candidate[]> {
  const on = (side: Side): readonly Candidate[] => {
    const gone = new Set(pairs.map((pair) => pair[side].ref));
    return all[side].map((one) => (gone.has(one.record.ref) ? { ...one, taken: true } : one));
  };
  return { outlook: on('outlook'), zoho: on('zoho') };
}

/** Who waits for a person: those that are new. A partner of somebody else stays in step meanwhile. */
function reviewOf(
  { kind }: CycleRef,
  ambiguity: Ambiguity,
  all: BySide<readonly Candidate[]>,
  answers: readonly Review[],
): ReviewEntry {
  const taken = (side: Side) => new Set(all[side].filter((one) => one.taken).map(({ record }) => record.ref));
  const on = (side: Side) => {
    const busy = taken(side);
    return ambiguity[side].map((record) => ({ ...record, taken: busy.has(record.ref) }));
  };
  const entry = candidatesReview(kind, { ...ambiguity, outlook: on('outlook'), zoho: on('zoho') });
  const names = new Set(entry.refs.map(({ side, ref }) => `${side}:${ref}`));
  const tried = answers.filter(({ refs }) => refs.some(({ side, ref }) => names.has(`${side}:${ref}`)));
  return { ...entry, tried: tried.map(({ id }) => id) };
}

/** Many questions are asked of it, so it has to be quick. */
const byRefs = (changes: Changes) => {
  const on = (side: Side) => new Set(changes[side].map(({ ref }) => ref));
  const refs = { outlook: on('outlook'), zoho: on('zoho') };
  return (records: BySide<readonly SideRecord[]>): boolean =>
    sides.some((side) => records[side].some(({ ref }) => refs[side].has(ref)));
};

const goneFrom = (pair: Pair): Side | undefined =>
  sides.find((side) => pair[side].state === 'deleted' && pair[other(side)].state === 'live');

/** Whoever is left of a pair. */
const leftOf = (pair: Pair): readonly string[] => {
  const gone = goneFrom(pair);
  return gone ? [nameOf(other(gone), pair[other(gone)])] : [];
};

/** Nobody like them on the other side any more: that is no news, but their pair's to decide. */
function withoutLeft(matches: Matches, left: ReadonlySet<string>): Matches {
  const on = (side: Side) => matches.unmatched[side].filter((record) => !left.has(nameOf(side, record)));
  return { ...matches, unmatched: { outlook: on('outlook'), zoho: on('zoho') } };
}

/** By a strong key, or by the weak one where one of the two has no more; half a name says too little of who was merged. */
const mayBeSame = (a: Keys, b: Keys): boolean =>
  a.strong.some((key) => b.strong.includes(key)) ||
  (a.weak !== null && a.weak === b.weak && !a.isHalf && (a.strong.length === 0 || b.strong.length === 0));

/**
 * Pairs that lost one record, with a word on whether its side has another with a key of the one that is left: of two contacts
 * merged in the CRM one goes, and the other gets its address. Nobody is created again without that look.
 */
async function withKeysThatLiveOn(
  { archive, cycle: { sync } }: Run,
  pairs: readonly Pair[],
  neverPair: NeverPair | null,
): Promise<readonly Pair[]> {
  const halves = pairs.flatMap((pair) => {
    const gone = goneFrom(pair);
    return gone ? [{ gone, left: pair[other(gone)] }] : [];
  });
  if (halves.length === 0) return pairs;
  const there = await archives.connectedByKeys(
    archive,
    sync,
    halves.map(({ left }) => left.keys),
  );
  const isLivingOn = ({ gone, left }: (typeof halves)[number]): boolean =>
    there[gone].some(
      ({ ref, keys }) =>
        mayBeSame(keys, left.keys) && !neverPair?.({ side: gone, ref }, { side: other(gone), ref: left.ref }),
    );
  const livesOn = new Set(halves.filter(isLivingOn).map(({ left }) => left));
  return pairs.map((pair) => (sides.some((side) => livesOn.has(pair[side])) ? { ...pair, keyLivesOn: true } : pair));
}

const nothing: Found = {
  ...{ known: [], matched: [], ambiguous: [], reviews: [] },
  matches: { pairs: [], unmatched: { outlook: [], zoho: [] }, ambiguous: [] },
};

/** Matches what changed: by links, what a person said, then keys. Writes nothing. */
export async function findMatches(run: Run, changes: Changes, evidence: Evidence): Promise<Found> {
  if (sides.every((side) => changes[side].length === 0)) return nothing;
  const { archive, cycle } = run;
  const { sync } = cycle;
  const linked = sides.flatMap((side) => changes[side].flatMap(({ link }) => link ?? []));
  const fresh = (side: Side) => changes[side].filter(({ link }) => link === null);
  const kind = kinds[cycle.kind];
  const linkedPairs = await archives.pairsFor(archive, sync, linked);
  const before = cycle.kind === 'event' ? await sinceColleagues(run, linkedPairs) : linkedPairs;
  const { seen, left } = await candidates(run, { outlook: fresh('outlook'), zoho: fresh('zoho') }, before);
  const refs = sides.flatMap((side) => fresh(side).map(({ ref }) => ({ side, ref })));
  const answers = (await archives.answersFor(archive, sync, refs)).filter(({ topic }) => topic === 'ambiguous');
  const joins = joined(answers, seen);
  const given = without(joins, evidence.samePeople ? stricter(seen, kind) : seen);
  const said = { all: given, neverPair: await archives.neverPairIn(archive, sync) };
  const { all, neverPair } = cycle.kind === 'event' ? await withMeetings(run, said) : said;
  const matches = withoutLeft(match(all, matchRules(kind, evidence.addressDecides), neverPair), left);
  const here = byRefs(changes);
  const pairs = matches.pairs.filter((pair) => here({ outlook: [pair.outlook], zoho: [pair.zoho] }));
  const anew = new Set([...joins, ...pairs].flatMap((pair) => sides.map((side) => nameOf(side, pair[side]))));
  const still = before.filter((pair) => !leftOf(pair).some((name) => anew.has(name)));
  const known = await withKeysThatLiveOn(run, still, neverPair);
  const ambiguous = matches.ambiguous.filter(here);
  return {
    known,
    matched: [...joins, ...pairs.map((pair) => ({ ...pair, link: null, base: null }))],
    matches,
    ambiguous,
    reviews: ambiguous.map((one) => reviewOf(cycle, one, all, answers)),
  };
}

export const pairItem = (cycle: CycleRef, pair: Pair): PairItem => {
  const shown = pair.outlook.state === 'deleted' ? pair.zoho : pair.outlook;
  return { label: kinds[cycle.kind].label(shown.fields), kind: cycle.kind, pair, cycle };
};

/** Records without a counterpart, as far as they are among the changes at hand. */
export const onlyItems = (cycle: CycleRef, { matches }: Found, side: Side, here: ReadonlySet<string>): OnlyItem[] =>
  matches.unmatched[side]
    .filter(({ ref }) => here.has(ref))
    .map((record) => {
      const label = kinds[cycle.kind].label(record.fields);
      return { label, change: 'new', kind: cycle.kind, side, record, cycle };
    });

function itemsOf(cycle: CycleRef, changes: Changes, found: Found, evidence: Evidence): MatchedItems {
  const { known, matched, ambiguous } = found;
  const only = (side: Side) => onlyItems(cycle, found, side, new Set(changes[side].map(({ ref }) => ref)));
  const labelOf = ({ outlook, zoho }: Ambiguity) => kinds[cycle.kind].label((outlook[0] ?? zoho[0])?.fields ?? {});
  const counts = { linked: known.length, matched: matched.length, ambiguous: ambiguous.length };
  return {
    pairs: [...known, ...matched].map((pair) => pairItem(cycle, pair)),
    outlook: only('outlook'),
    zoho: only('zoho'),
    ambiguous: ambiguous.map((one) => ({
      label: labelOf(one),
      reason: sentence(one.reason),
      kind: cycle.kind,
      outlook: one.outlook,
      zoho: one.zoho,
      cycle,
    })),
    summary: { ...cycleItem(cycle, null, counts), evidence },
  };
}

/** Known links first, then keys. Ambiguities wait in the archive's review queue, whether or not anybody looks at them here. */
export async function matchChanges(run: Run, changed: Changes, evidence: Evidence): Promise<MatchedItems> {
  const { archive, cycle } = run;
  const standing = await archives.holdLease(archive, cycle, Date.now());
  const found = areBothRead(standing) ? await findMatches(run, changed, evidence) : nothing;
  if (found.reviews.length > 0) await archives.openReviews(archive, cycle, found.reviews, Date.now());
  return itemsOf(cycle, changed, found, evidence);
}
