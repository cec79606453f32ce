import type { Label } from '../reasons';
import type { Kind } from './kinds/kind';
import { other, sides, type Ambiguity, type BySide, type MatchedBy, type Side, type SideRecord } from './model';
import type { Classify, Group, MatchRules, Member, NeverPair, Telling } from './matchGroup';
import { classifyGroup, classifyHalves, classifyStrong, details, isFree, onSide, refOf, wholeName } from './matchGroup';
import { groupBy, onlyTwo, pairsBySecond } from './matchGroup';

export type { NeverPair } from './matchGroup';

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
  const isJoined = new Uint8Array(members.length);
  members.forEach(({ record }, i) => {
    for (const key of record.keys.strong) {
      const known = first.get(key);
      if (known === undefined) first.set(key, i);
      else if (known !== i) {
        parent[find(i)] = find(known);
        isJoined[known] = isJoined[i] = 1;
      }
    }
  });
  return groupsByRoot(members, isJoined, find);
}

/** Those who are joined, by the root of each: arrays of numbers, and a list only once it is two, for there may be a million of them. */
function groupsByRoot(members: readonly Member[], isJoined: Uint8Array, find: (i: number) => number) {
  const groups: Member[][] = [];
  const [first, place] = [new Int32Array(members.length).fill(-1), new Int32Array(members.length).fill(-1)];
  members.forEach((member, i) => {
    if (isJoined[i] === 0) return;
    const root = find(i);
    const group = groups[place[root]!];
    if (group) group.push(member);
    else if (first[root] === -1) first[root] = i;
    else place[root] = groups.push([members[first[root]!]!, member]) - 1;
  });
  return groups;
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

const isKeyless = ({ record }: Member): boolean => record.keys.strong.length === 0;
const isFreeAndKeyless = (member: Member): boolean => isKeyless(member) && isFree(member);

/** A name decides only where one of the two has no strong key: others count only opposite one that is still free. */
function eligibleByWeakKey(group: Group): Group {
  const open = sides.filter((side) => onSide(group, side).some(isFreeAndKeyless));
  return group.filter((member) => isKeyless(member) || open.includes(other(member.side)));
}

interface Outcome {
  readonly pairs: Match[];
  readonly ambiguous: Ambiguity[];
}

interface Matching extends Outcome {
  readonly rules: MatchRules;
  readonly neverPair: NeverPair | null;
}

function pairUp(outlook: Member, zoho: Member, by: Label, { pairs }: Outcome): void {
  for (const member of [outlook, zoho]) member.used = true;
  pairs.push({ outlook: outlook.record, zoho: zoho.record, matchedBy: by.en });
}

/** One round: by which key, what else tells its groups apart, and what is to be said of a group. */
interface Round extends Telling {
  readonly by: Label;
  readonly classify: Classify;
}

function pairGroups(groups: readonly Group[], round: Round, { rules, neverPair, ...found }: Matching): void {
  const { by, classify } = round;
  for (const group of groups) {
    for (const [o, z] of pairsBySecond(group, round, rules, neverPair)) pairUp(o, z, by, found);
    if (!group.some(isFree)) continue;
    const verdict = classify(group, by, rules);
    if (verdict.is === 'pair') pairUp(verdict.outlook, verdict.zoho, by, found);
    if (verdict.is !== 'ambiguous') continue;
    const { among, reason } = verdict;
    among.forEach((member) => (member.used = true));
    found.ambiguous.push({ reason, outlook: recordsOn(among, 'outlook'), zoho: recordsOn(among, 'zoho') });
  }
}

/** A record that names its partner (by a link) is its partner's, if only one does, whatever was edited since. */
function pairNamed(members: readonly Member[], by: Label, { neverPair, ...found }: Matching): void {
  const named = members.filter(({ record }) => record.keys.named);
  const naming = named.flatMap((member) => (member.record.keys.named ?? []).map((name) => ({ member, name })));
  if (naming.length === 0) return;
  for (const alike of groupBy(naming, ({ name }) => name)) {
    const two = onlyTwo(alike.map(({ member }) => member));
    if (two && !neverPair?.(refOf(two[0]), refOf(two[1]))) pairUp(...two, by, found);
  }
}

const strongKeys = ({ record }: Member): readonly string[] => record.keys.strong;
const weakKeys = ({ record }: Member): readonly string[] => (record.keys.weak === null ? [] : [record.keys.weak]);

const recordsOn = (group: Group, side: Side): readonly SideRecord[] => onSide(group, side).map(({ record }) => record);

/** The rules of a kind; `addressDecides`: two of one strong key are the same, whatever else they say. */
export const matchRules = ({ keyNames, contradicts, detailFields }: Kind, addressDecides: boolean): MatchRules => ({
  ...{ keyNames, detailFields },
  ...(!addressDecides && { contradicts }),
});

const anyKey = { en: 'key', ja: 'キー' };
const anyRules: MatchRules = { keyNames: { strong: anyKey, weak: anyKey } };

/**
 * Pairs unlinked records by their duplicate keys: strong ones first, then the weak one where a strong key is missing. A key
 * claimed twice on a side, or by a record that has its partner, is ambiguous with all who claim it, but for those whom key and
 * name (of a weak key: key and details) tell apart; so are two of one strong key who contradict each other. No record is used
 * twice. `neverPair`: who is never to be paired. Cost grows with the number of records and keys.
 */
export function match(
  candidates: BySide<readonly Candidate[]>,
  rules: MatchRules = anyRules,
  neverPair: NeverPair | null = null,
): Matches {
  const members = sides.flatMap((side) =>
    candidates[side].map(({ record, taken }): Member => ({ record, taken, side, used: false })),
  );
  const matching: Matching = { rules, neverPair, pairs: [], ambiguous: [] };
  const { strong, weak, named = strong } = rules.keyNames;
  pairNamed(members, named, matching);
  const byStrong = splitGroups(connectedByStrongKeys(members), strongKeys, neverPair);
  pairGroups(byStrong, { by: strong, second: wholeName, isWhole: true, classify: classifyStrong }, matching);
  const byWeak = splitGroups(groupsOfWeakKey(members), weakKeys, neverPair).map(eligibleByWeakKey);
  const isHalf = ([first]: Group): boolean => first?.record.keys.isHalf === true;
  const [names, halves] = [byWeak.filter((group) => !isHalf(group)), byWeak.filter(isHalf)];
  pairGroups(names, { by: weak, second: details, isWhole: true, classify: classifyGroup }, matching);
  pairGroups(halves, { by: weak, second: details, isWhole: false, classify: classifyHalves }, matching);
  const unmatched: BySide<SideRecord[]> = { outlook: [], zoho: [] };
  for (const member of members) if (isFree(member)) unmatched[member.side].push(member.record);
  const { pairs, ambiguous } = matching;
  return { pairs, ambiguous, unmatched };
}
