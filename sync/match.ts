import { reason, type Label, type Reason } from '../reasons';
import type { KeyNames } from './kinds/kind';
import { other, sides, type Ambiguity, type BySide, type MatchedBy, type Side, type SideRecord } from './model';

/** A record to be matched. `taken`: it already has a partner, or lies outside of what is synced; it can only make others ambiguous. */
export interface Candidate {
  readonly record: SideRecord;
  readonly taken: boolean;
}

export interface Match {
  readonly outlook: SideRecord;
  readonly zoho: SideRecord;
  readonly matchedBy: MatchedBy;
}

export interface Matches {
  readonly pairs: readonly Match[];
  /** Nobody like them on the other side. */
  readonly unmatched: BySide<readonly SideRecord[]>;
  readonly ambiguous: readonly Ambiguity[];
}

interface Member extends Candidate {
  readonly side: Side;
  /** Paired or ambiguous by a stronger key: in the weak round it counts as taken. */
  used: boolean;
}

type Group = readonly Member[];

/** Were two records said to be different things? Then a key they share says nothing. */
export type NeverPair = (a: { side: Side; ref: string }, b: { side: Side; ref: string }) => boolean;

/** Beyond that many of one key nobody has answered for each. */
const MOST_SPLIT = 500;

/** A group without the connections a person denied, falling into those that still share one of the `keys`. */
function splitGroup(group: Group, keys: (member: Member) => readonly string[], neverPair: NeverPair): readonly Group[] {
  const connected = (a: Member, b: Member): boolean =>
    keys(a).some((key) => keys(b).includes(key)) && !neverPair(refOf(a), refOf(b));
  const isDenied = group.some((a, at) => group.slice(at + 1).some((b) => neverPair(refOf(a), refOf(b))));
  if (!isDenied) return [group];
  const rest = new Set(group);
  const parts: Group[] = [];
  for (const first of group) {
    if (!rest.delete(first)) continue;
    const part = [first];
    for (const one of part) for (const two of rest) if (connected(one, two) && rest.delete(two)) part.push(two);
    parts.push(part);
  }
  return parts;
}

const refOf = ({ side, record }: Member) => ({ side, ref: record.ref });

const splitGroups = (
  groups: readonly Group[],
  keys: (member: Member) => readonly string[],
  neverPair: NeverPair | null,
): readonly Group[] =>
  neverPair
    ? groups.flatMap((group) => (group.length > MOST_SPLIT ? [group] : splitGroup(group, keys, neverPair)))
    : groups;

/** Members connected by strong keys, in groups of two and more: union-find with path halving, so cost grows with n + m. */
function connectedByStrongKeys(members: readonly Member[]): readonly Group[] {
  const parent = new Int32Array(members.length).map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  const first = new Map<string, number>();
  const joined = new Set<number>();
  members.forEach(({ record }, i) => {
    for (const key of record.keys.strong) {
      const known = first.get(key);
      if (known === undefined) first.set(key, i);
      else if (known !== i) {
        parent[find(i)] = find(known);
        joined.add(known).add(i);
      }
    }
  });
  return groupBy([...joined], find).map((group) => group.map((i) => members[i]!));
}

/** Members of one weak key, for the keys under which somebody is still free and has no strong key. */
function groupsOfWeakKey(members: readonly Member[]): readonly Group[] {
  const weak = ({ record }: Member) => record.keys.weak;
  const asked = new Set(members.filter(isFreeAndKeyless).map(weak));
  asked.delete(null);
  if (asked.size === 0) return [];
  const sharing = members.filter((member) => asked.has(weak(member)));
  return groupBy(sharing, weak);
}

function groupBy<T, K>(all: readonly T[], key: (one: T) => K): readonly (readonly T[])[] {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups.values()];
}

const onSide = (group: Group, side: Side): Group => group.filter((member) => member.side === side);
const isFree = ({ taken, used }: Member): boolean => !taken && !used;
const isKeyless = ({ record }: Member): boolean => record.keys.strong.length === 0;
const isFreeAndKeyless = (member: Member): boolean => isKeyless(member) && isFree(member);

/** One of each and both free: a pair. Alone on its side and nobody opposite: left for the next key. Anything else: a person must say. */
type GroupVerdict =
  { is: 'pair'; outlook: Member; zoho: Member } | { is: 'alone' } | { is: 'ambiguous'; reason: Reason };

function classifyGroup(group: Group, by: Label): GroupVerdict {
  const [outlook, zoho] = [onSide(group, 'outlook'), onSide(group, 'zoho')];
  const [o, z] = [outlook[0], zoho[0]];
  if (outlook.length === 1 && zoho.length === 1 && o && z && isFree(o) && isFree(z))
    return { is: 'pair', outlook: o, zoho: z };
  if (outlook.length + zoho.length === 1) return { is: 'alone' };
  return { is: 'ambiguous', reason: whyAmbiguous(outlook, zoho, by) };
}

function whyAmbiguous(outlook: Group, zoho: Group, by: Label): Reason {
  if (outlook.length > 1 || zoho.length > 1)
    return reason('sameKeyTwice', { by, outlook: outlook.length, zoho: zoho.length });
  const busy = [...outlook, ...zoho].find((member) => !isFree(member));
  const named = { by, side: busy ? busy.side : 'zoho' };
  return reason(busy?.record.state === 'outside' ? 'sameKeyOutside' : 'sameKeyTaken', named);
}

/** A name decides only where one of the two has no strong key: others count only opposite one that is still free. */
function eligibleByWeakKey(group: Group): Group {
  const open = sides.filter((side) => onSide(group, side).some(isFreeAndKeyless));
  return group.filter((member) => isKeyless(member) || open.includes(other(member.side)));
}

function pairGroups(groups: readonly Group[], by: Label, pairs: Match[], ambiguous: Ambiguity[]): void {
  for (const group of groups) {
    if (!group.some(isFree)) continue;
    const verdict = classifyGroup(group, by);
    if (verdict.is === 'alone') continue;
    group.forEach((member) => (member.used = true));
    if (verdict.is === 'pair')
      pairs.push({ outlook: verdict.outlook.record, zoho: verdict.zoho.record, matchedBy: by.en });
    else
      ambiguous.push({ reason: verdict.reason, outlook: recordsOn(group, 'outlook'), zoho: recordsOn(group, 'zoho') });
  }
}

const strongKeys = ({ record }: Member): readonly string[] => record.keys.strong;
const weakKeys = ({ record }: Member): readonly string[] => (record.keys.weak === null ? [] : [record.keys.weak]);

const recordsOn = (group: Group, side: Side): readonly SideRecord[] => onSide(group, side).map(({ record }) => record);

const anyKey = { en: 'key', ja: 'キー' };

/**
 * Pairs unlinked records by their duplicate keys: strong ones first, then the weak one where a strong key is missing. A key
 * claimed twice on a side, or by a record that has its partner, is ambiguous with all who claim it; no record is used twice.
 * `strong`/`weak` name the keys in reasons; `neverPair`: who is never to be paired. Cost grows with the number of records and keys.
 */
export function match(
  candidates: BySide<readonly Candidate[]>,
  words: KeyNames = { strong: anyKey, weak: anyKey },
  neverPair: NeverPair | null = null,
): Matches {
  const members = sides.flatMap((side) =>
    candidates[side].map(({ record, taken }): Member => ({ record, taken, side, used: false })),
  );
  const pairs: Match[] = [];
  const ambiguous: Ambiguity[] = [];
  pairGroups(splitGroups(connectedByStrongKeys(members), strongKeys, neverPair), words.strong, pairs, ambiguous);
  const alike = splitGroups(groupsOfWeakKey(members), weakKeys, neverPair).map(eligibleByWeakKey);
  pairGroups(alike, words.weak, pairs, ambiguous);
  const left = (side: Side) => recordsOn(members.filter(isFree), side);
  return { pairs, ambiguous, unmatched: { outlook: left('outlook'), zoho: left('zoho') } };
}
