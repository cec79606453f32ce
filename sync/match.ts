import type { Ambiguity, BySide, MatchedBy, Side, SideRecord } from './model';
import { other, sideName, sides } from './model';

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
  readonly strangers: BySide<readonly SideRecord[]>;
  readonly ambiguous: readonly Ambiguity[];
}

interface Member extends Candidate {
  readonly side: Side;
  /** Paired or ambiguous by a stronger key: in the weak round it counts as taken. */
  settled: boolean;
}

type Group = readonly Member[];

/** Were two records said to be different things? Then a key they share says nothing. */
export type Apart = (a: { side: Side; ref: string }, b: { side: Side; ref: string }) => boolean;

/** Beyond that many of one key nobody has answered for each. */
const mostSplit = 500;

/**
 * A group without the ties that a person denied: what is still held together by a key that two share, and who is alone now.
 * `keys`: by which the group came together.
 */
function split(group: Group, keys: (member: Member) => readonly string[], apart: Apart): readonly Group[] {
  const tied = (a: Member, b: Member): boolean =>
    keys(a).some((key) => keys(b).includes(key)) && !apart(nameOf(a), nameOf(b));
  const isDenied = group.some((a, at) => group.slice(at + 1).some((b) => apart(nameOf(a), nameOf(b))));
  if (!isDenied) return [group];
  const rest = new Set(group);
  const parts: Group[] = [];
  for (const first of group) {
    if (!rest.delete(first)) continue;
    const part = [first];
    for (const one of part) for (const two of rest) if (tied(one, two) && rest.delete(two)) part.push(two);
    parts.push(part);
  }
  return parts;
}

const nameOf = ({ side, record }: Member) => ({ side, ref: record.ref });

const splitAll = (
  groups: readonly Group[],
  keys: (member: Member) => readonly string[],
  apart: Apart | null,
): readonly Group[] =>
  apart ? groups.flatMap((group) => (group.length > mostSplit ? [group] : split(group, keys, apart))) : groups;

/** Members connected by strong keys, in groups of two and more: union-find with path halving, so cost grows with n + m. */
function byStrongKeys(members: readonly Member[]): readonly Group[] {
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
function byWeakKey(members: readonly Member[]): readonly Group[] {
  const weak = ({ record }: Member) => record.keys.weak;
  const asked = new Set(members.filter(isOpen).map(weak));
  asked.delete(null);
  if (asked.size === 0) return [];
  return groupBy(
    members.filter((member) => asked.has(weak(member))),
    weak,
  );
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

const on = (group: Group, side: Side): Group => group.filter((member) => member.side === side);
const free = ({ taken, settled }: Member): boolean => !taken && !settled;
const keyless = ({ record }: Member): boolean => record.keys.strong.length === 0;
const isOpen = (member: Member): boolean => keyless(member) && free(member);

/** One of each and both free: a pair. Alone on its side and nobody opposite: left for the next key. Anything else: a person must say. */
type Verdict = { is: 'pair'; outlook: Member; zoho: Member } | { is: 'alone' } | { is: 'ambiguous'; reason: string };

function claims(group: Group, by: MatchedBy): Verdict {
  const [outlook, zoho] = [on(group, 'outlook'), on(group, 'zoho')];
  const [o, z] = [outlook[0], zoho[0]];
  if (outlook.length === 1 && zoho.length === 1 && o && z && free(o) && free(z))
    return { is: 'pair', outlook: o, zoho: z };
  if (outlook.length + zoho.length === 1) return { is: 'alone' };
  return { is: 'ambiguous', reason: whyAmbiguous(outlook, zoho, by) };
}

function whyAmbiguous(outlook: Group, zoho: Group, by: MatchedBy): string {
  const crowded = sides.filter((side) => (side === 'outlook' ? outlook : zoho).length > 1);
  if (crowded.length > 0) {
    const where = crowded.map((side) => `${(side === 'outlook' ? outlook : zoho).length} in ${sideName[side]}`);
    return `the same ${by} more than once: ${where.join(', ')}`;
  }
  const busy = [...outlook, ...zoho].find((member) => !free(member));
  const side = busy ? busy.side : 'zoho';
  return busy?.record.state === 'outside'
    ? `the same ${by} is in ${sideName[side]} already, outside of what is synced`
    : `the same ${by} in ${sideName[side]} belongs to another ${sideName[other(side)]} record already`;
}

/**
 * Who in a group of one name may be meant: a name decides only where one of the two has no strong key. So members with a strong
 * key count only opposite a keyless one that is still free.
 */
function byName(group: Group): Group {
  const open = { outlook: on(group, 'outlook').some(isOpen), zoho: on(group, 'zoho').some(isOpen) };
  return group.filter((member) => keyless(member) || open[other(member.side)]);
}

function settle(groups: readonly Group[], by: MatchedBy, pairs: Match[], ambiguous: Ambiguity[]): void {
  for (const group of groups) {
    if (!group.some(free)) continue;
    const verdict = claims(group, by);
    if (verdict.is === 'alone') continue;
    group.forEach((member) => (member.settled = true));
    if (verdict.is === 'pair')
      pairs.push({ outlook: verdict.outlook.record, zoho: verdict.zoho.record, matchedBy: by });
    else ambiguous.push({ reason: verdict.reason, outlook: records(group, 'outlook'), zoho: records(group, 'zoho') });
  }
}

const strongKeys = ({ record }: Member): readonly string[] => record.keys.strong;
const weakKeys = ({ record }: Member): readonly string[] => (record.keys.weak === null ? [] : [record.keys.weak]);

const records = (group: Group, side: Side): readonly SideRecord[] => on(group, side).map(({ record }) => record);

/**
 * Pairs unlinked records by their duplicate keys: strong ones first, then the weak one where a strong key is missing. A key
 * claimed twice on a side, or by a record that has its partner, is ambiguous with all who claim it; no record is used twice.
 * `strong`/`weak` name the keys in reasons; `apart`: who is never to be paired. Cost grows with the number of records and keys.
 */
export function match(
  candidates: BySide<readonly Candidate[]>,
  words: { readonly strong: MatchedBy; readonly weak: MatchedBy } = { strong: 'key', weak: 'key' },
  apart: Apart | null = null,
): Matches {
  const members = sides.flatMap((side) =>
    candidates[side].map(({ record, taken }): Member => ({ record, taken, side, settled: false })),
  );
  const pairs: Match[] = [];
  const ambiguous: Ambiguity[] = [];
  settle(splitAll(byStrongKeys(members), strongKeys, apart), words.strong, pairs, ambiguous);
  settle(splitAll(byWeakKey(members), weakKeys, apart).map(byName), words.weak, pairs, ambiguous);
  const left = (side: Side) => records(members.filter(free), side);
  return { pairs, ambiguous, strangers: { outlook: left('outlook'), zoho: left('zoho') } };
}
