import { reason, type Label, type Reason } from '../reasons';
import { comparableText } from './compare';
import type { Kind } from './kinds/kind';
import type { Side, SideRecord } from './model';

/** What of a kind says who is whom. */
export type MatchRules = Pick<Kind, 'keyNames' | 'contradicts' | 'detailFields'>;

/** A record among those that share a key. */
export interface Member {
  readonly record: SideRecord;
  /** It has its partner already, or lies outside of what is synced. */
  readonly taken: boolean;
  readonly side: Side;
  /** Paired or ambiguous by a stronger key: in the next round it counts as taken. */
  used: boolean;
}

export type Group = readonly Member[];

/** Were two records said to be different things? Then a key they share says nothing. */
export type NeverPair = (a: { side: Side; ref: string }, b: { side: Side; ref: string }) => boolean;

export const refOf = ({ side, record }: Member) => ({ side, ref: record.ref });
export const onSide = (group: Group, side: Side): Group => group.filter((member) => member.side === side);
export const isFree = ({ taken, used }: Member): boolean => !taken && !used;

/** Members by what they share, in the order of their coming. */
export function groupBy<T, K>(all: readonly T[], key: (one: T) => K): readonly (readonly T[])[] {
  const groups = new Map<K, T[]>();
  for (const one of all) {
    const group = groups.get(key(one));
    if (group) group.push(one);
    else groups.set(key(one), [one]);
  }
  return [...groups.values()];
}

/** One of each and both free: a pair. Alone on its side and nobody opposite: left for the next key. Anything else: a person must say. */
export type GroupVerdict =
  | { readonly is: 'pair'; readonly outlook: Member; readonly zoho: Member }
  | { readonly is: 'alone' }
  | { readonly is: 'ambiguous'; readonly reason: Reason; readonly among: Group };

export type Classify = (group: Group, by: Label, rules: MatchRules) => GroupVerdict;

function whyAmbiguous(outlook: Group, zoho: Group, by: Label): Reason {
  if (outlook.length > 1 || zoho.length > 1)
    return reason('sameKeyTwice', { by, outlook: outlook.length, zoho: zoho.length });
  const busy = [...outlook, ...zoho].find((member) => !isFree(member));
  const named = { by, side: busy ? busy.side : 'zoho' };
  return reason(busy?.record.state === 'outside' ? 'sameKeyOutside' : 'sameKeyTaken', named);
}

/** The two of a group that has just one free one of each side; null for any other. */
export function onlyTwo(group: Group): readonly [outlook: Member, zoho: Member] | null {
  const [a, b] = group;
  if (!a || !b || group.length > 2 || a.side === b.side || !isFree(a) || !isFree(b)) return null;
  return a.side === 'outlook' ? [a, b] : [b, a];
}

/** What is to be said of those who share a key. */
export const classifyGroup: Classify = (group, by) => {
  const two = onlyTwo(group);
  if (two) return { is: 'pair', outlook: two[0], zoho: two[1] };
  if (group.length === 1) return { is: 'alone' };
  const why = whyAmbiguous(onSide(group, 'outlook'), onSide(group, 'zoho'), by);
  return { is: 'ambiguous', reason: why, among: group };
};

/** The same for a strong key: two who contradict each other may be two who share an address. */
export const classifyStrong: Classify = (group, by, rules) => {
  const verdict = classifyGroup(group, by, rules);
  if (verdict.is !== 'pair' || !rules.contradicts?.(verdict.outlook.record.fields, verdict.zoho.record.fields))
    return verdict;
  return { is: 'ambiguous', reason: reason('sameKeyOtherName', { by }), among: group };
};

/** As much of the details as both sides hold; '' for a blank. */
const detailsOf = ({ record: { fields } }: Member, { detailFields = [] }: MatchRules): readonly string[] =>
  detailFields.map(({ name, type }) => comparableText(type, fields[name]).slice(0, 200));

/** Do all details that both have differ, and is there any? */
function differ(a: readonly string[], b: readonly string[]): boolean {
  const both = a.flatMap((value, at) => (value && b[at] ? [value === b[at]] : []));
  return both.length > 0 && !both.includes(true);
}

/** More possible pairs of one half name are not looked at one by one. */
const MOST_POSSIBLE = 10_000;

/** Half a name says little: it pairs two who may be the same, and asks only where each may be another's. */
export const classifyHalves: Classify = (all, by, rules) => {
  const group = all.filter(isFree);
  const [outlook, zoho] = [onSide(group, 'outlook'), onSide(group, 'zoho')];
  const details = (some: Group) => some.map((member) => detailsOf(member, rules));
  const isMany = outlook.length * zoho.length > MOST_POSSIBLE;
  if (!isMany && details(outlook).every((o) => details(zoho).every((z) => differ(o, z)))) return { is: 'alone' };
  return classifyGroup(group, by, rules);
};

/** What tells members of a group apart whose key is the same; '' where nothing does. */
export type Second = (member: Member, rules: MatchRules) => string;

/** How members of a group are told apart. */
export interface Telling {
  readonly second: Second;
  readonly isWhole: boolean;
}

/** The second of a strong key. */
export const wholeName: Second = ({ record: { keys } }) => (keys.isHalf ? '' : (keys.weak ?? ''));

/** The second of a weak key. */
export const details: Second = (member, rules) => {
  const all = detailsOf(member, rules);
  return all.join('') && JSON.stringify(all);
};

const none: readonly never[] = [];

/**
 * Where a key alone leaves it open: pairs of which each is the only one of its side who is told apart by the same. `isWhole`: none,
 * unless that leaves nobody of the group open.
 */
export function pairsBySecond(
  group: Group,
  { second, isWhole }: Telling,
  rules: MatchRules,
  neverPair: NeverPair | null,
) {
  if (group.length < 3) return none;
  if (onSide(group, 'outlook').length < 2 && onSide(group, 'zoho').length < 2) return [];
  const alike = groupBy(group, (member) => second(member, rules));
  const pairs = alike.flatMap((some) => {
    const two = some[0] && second(some[0], rules) ? onlyTwo(some) : null;
    return two && !neverPair?.(refOf(two[0]), refOf(two[1])) ? [two] : [];
  });
  return isWhole && 2 * pairs.length < group.filter(isFree).length ? [] : pairs;
}
