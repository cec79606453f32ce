import { reason, severalReasons, type Reason } from '../reasons';
import { detectChange } from './compare';
import { isBlank, keyLabel, withMailCounts, type Kind } from './kinds/kind';
import { mayWrite, merge, type Merge } from './merge';
import { asObject, other, sides } from './model';
import type { Base, Change, Decision, Fields, Limits, Pair, Policy, Side, SideRecord, Verdict, Write } from './model';
import { project, unsyncableReasons } from './project';
import type { FieldAnswer } from './review/review';

export interface DecisionRules {
  readonly kind: Kind;
  readonly policy: Policy;
  /** Zoho's longest values of this org, by neutral field. */
  readonly limits?: Limits;
  /** A person saw both records and chose one. */
  readonly answered?: true;
  /** What a person decided about single fields of this pair. */
  readonly fieldAnswers?: Readonly<Record<string, FieldAnswer>>;
}

/** What becomes of a pair to which this happened. */
export type TableCell = (pair: Pair, rules: DecisionRules) => Decision;

export const emptyBase: Base = { outlook: {}, zoho: {} };

/** A decision that writes nothing. */
export const bareDecision = (pair: Pair, rules: DecisionRules, verdict: Verdict, why: Reason): Decision => ({
  verdict,
  reason: why,
  link: pair.link,
  matchedBy: pair.matchedBy,
  refs: { outlook: pair.outlook.ref, zoho: pair.zoho.ref },
  writes: [],
  agreed: emptyBase,
  clashes: [],
  label: rules.kind.label(pair.outlook.state === 'deleted' ? pair.zoho.fields : pair.outlook.fields),
});

/** Of these fields those that show what was agreed, which is something here and nothing on the other side. */
export function besideIn(names: readonly string[], shown: Fields, agreed: Base | null, side: Side) {
  const [own, partner] = [agreed?.[side] ?? {}, agreed?.[other(side)] ?? {}];
  const isAgreed = (name: string): boolean => !isBlank(shown[name]) && shown[name] === own[name];
  const beside = names.filter((name) => name in partner && isBlank(partner[name]) && isAgreed(name));
  return beside.length > 0 ? { beside } : {};
}

const updateWrite = (pair: Pair, side: Side, { patch, agreedBy, echoed }: Merge): Write => ({
  side,
  op: 'update',
  ref: pair[side].ref,
  version: pair[side].version,
  fields: patch[side],
  agreed: agreedBy[side],
  extra: pair[side].extra,
  ...besideIn(Object.keys(patch[side]), pair[side].fields, pair.base, side),
  ...(side === 'zoho' && echoed.length > 0 && { open: echoed }),
});

const withDefaults = (held: Fields, defaults: Fields = {}): Fields => ({
  ...held,
  ...Object.fromEntries(Object.entries(defaults).filter(([name]) => isBlank(held[name]))),
});

/** A new record on `side` with all that the other side's record says and `side` can hold. */
function createWrite(side: Side, record: SideRecord, { kind, limits }: DecisionRules): Write {
  const { ref, fields, extra } = record;
  const held = withDefaults(project(kind, side, fields, limits), kind.defaults?.[side]);
  const agreed = { [side]: held, [other(side)]: fields } as Base;
  return { side, op: 'create', ref: null, version: null, fields: held, agreed, extra: null, from: { ref, extra } };
}

export const deleteWrite = (record: SideRecord, side: Side): Write => ({
  side,
  op: 'delete',
  ref: record.ref,
  version: record.version,
  fields: {},
  agreed: emptyBase,
  extra: record.extra,
});

/** Which record was changed last, as the sides' own clocks tell; null where they cannot. */
function lastModifiedSide({ outlook, zoho }: Pair): Side | null {
  const [a, b] = [Date.parse(outlook.modifiedAt ?? ''), Date.parse(zoho.modifiedAt ?? '')];
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return null;
  return a > b ? 'outlook' : 'zoho';
}

const verdictOf = (pair: Pair, merged: Merge, writes: readonly Write[]): Verdict => {
  if (writes.length > 0) return 'write';
  if (pair.link === null || Object.keys(merged.agreed.outlook).length > 0) return 'agree';
  return merged.clashes.some(({ winner }) => winner === null) ? 'ask' : 'nothing';
};

const sameRecord = ({ matchedBy }: Pair, { kind }: DecisionRules): Reason =>
  reason('sameRecord', { kind: kind.name, by: keyLabel(kind, matchedBy) });

const merged =
  (story: Reason): TableCell =>
  (pair, rules) => {
    const input = { ...rules, base: pair.base, outlook: pair.outlook.fields, zoho: pair.zoho.fields };
    const result = merge({ ...input, newest: lastModifiedSide(pair) });
    const writes = sides
      .filter((side) => Object.keys(result.patch[side]).length > 0)
      .map((side) => updateWrite(pair, side, result));
    const why = pair.link === null ? sameRecord(pair, rules) : story;
    const { agreed, clashes, unsyncable } = result;
    const noted = unsyncable.length > 0 ? { unsyncable } : {};
    return { ...bareDecision(pair, rules, verdictOf(pair, result, writes), why), writes, agreed, clashes, ...noted };
  };

/** Gone on one side, untouched on the other. */
export const decideDeleted =
  (gone: Side): TableCell =>
  (pair, rules) => {
    const kept = other(gone);
    if (rules.policy.deletes === 'ask') return bareDecision(pair, rules, 'ask', reason('deletedAskToo', { gone }));
    if (rules.policy.deletes === 'keep' || !mayWrite(rules.policy, kept))
      return bareDecision(pair, rules, 'pause', reason('deletedButKept', { gone }));
    const writes = [deleteWrite(pair[kept], kept)];
    return { ...bareDecision(pair, rules, 'write', reason('deletedToo', { gone })), writes };
  };

/**
 * Gone on one side, edited on the other: an edit is work somebody did, so it is kept and the record comes back; unless another
 * record there has its key, as after two were merged. Then it is matched like a new one, and never made a second time.
 */
export const decideDeletedButEdited =
  (gone: Side): TableCell =>
  (pair, rules) => {
    const edited = other(gone);
    if (pair.keyLivesOn) return bareDecision(pair, rules, 'dropLink', reason('deletedButKeyLivesOn', { gone }));
    if (rules.policy.conflict === 'ask')
      return bareDecision(pair, rules, 'ask', reason('deletedButEditedAsk', { gone }));
    if (!mayWrite(rules.policy, gone))
      return bareDecision(pair, rules, 'pause', reason('deletedButEditedKept', { gone }));
    const writes = [createWrite(gone, pair[edited], rules)];
    return { ...bareDecision(pair, rules, 'write', reason('deletedButEditedRestored', { gone })), writes };
  };

/** The whole policy of the sync on one screen: what Outlook did (rows) against what Zoho CRM did (columns). */
const decisionTable: Readonly<Record<Change, Readonly<Record<Change, TableCell>>>> = {
  unchanged: {
    unchanged: (pair, rules) => bareDecision(pair, rules, 'nothing', reason('nothingChanged')),
    edited: merged(reason('edited', { side: 'zoho' })),
    deleted: decideDeleted('zoho'),
  },
  edited: {
    unchanged: merged(reason('edited', { side: 'outlook' })),
    edited: merged(reason('editedOnBothSides')),
    deleted: decideDeletedButEdited('zoho'),
  },
  deleted: {
    unchanged: decideDeleted('outlook'),
    edited: decideDeletedButEdited('outlook'),
    deleted: (pair, rules) => bareDecision(pair, rules, 'dropLink', reason('deletedOnBothSides')),
  },
};

/** Why a record has to be left as it is. One that is gone stands in nobody's way. */
const whyUnsyncable = ({ state, fields }: SideRecord, { kind }: DecisionRules): Reason | null =>
  state === 'live' ? (kind.whyUnsyncable?.(fields) ?? null) : null;

/**
 * What to do about a pair to which this happened, as far as anything may be done. Of a record that left what is synced nothing is
 * known, which must never be taken for an edit that blanked everything: it may have left after its partner was read.
 */
export function decideBy(cell: TableCell, pair: Pair, rules: DecisionRules): Decision {
  const gone = sides.find((side) => pair[side].state === 'outside');
  if (gone) return bareDecision(pair, rules, 'skip', reason('leftScopeOn', { side: gone }));
  const unsyncable = sides.flatMap((side) => whyUnsyncable(pair[side], rules) ?? []);
  if (unsyncable.length > 0) return { ...bareDecision(pair, rules, 'skip', severalReasons(unsyncable)), unsyncable };
  return withMailCounts(rules.kind, pair, cell(pair, rules));
}

/** Whether the CRM's record is somebody else's, who may have it in their mailbox, too. */
const isOthers = ({ zoho }: Pair): boolean => asObject(zoho.extra).others === true;

/** Whether there are more copies than this sync's: of what is somebody else's, and of a meeting that one only attends. */
const isOneOfSeveral = (pair: Pair): boolean =>
  isOthers(pair) || (asObject(pair.zoho.extra).shared === true && asObject(pair.outlook.extra).isOrganizer === false);

/** What each person has of their own stays theirs. */
const rulesForOthers = (rules: DecisionRules): DecisionRules => ({
  ...rules,
  kind: { ...rules.kind, fields: rules.kind.fieldsOfOthers ?? rules.kind.fields },
});

/** One copy that is gone takes the record from nobody, and does not come back: who declines a meeting wants neither. */
const decideCopyGone: TableCell = (pair, rules) =>
  decideDeleted('outlook')(pair, { ...rules, policy: { ...rules.policy, deletes: 'keep' } });

/** What to do about one pair: known by its link, or matched just now (then its base is null). */
export function decide(pair: Pair, given: DecisionRules): Decision {
  const rules = isOthers(pair) ? rulesForOthers(given) : given;
  const outlook = detectChange(rules.kind, 'outlook', pair);
  const zoho = detectChange(rules.kind, 'zoho', pair);
  const isCopyGone = outlook === 'deleted' && zoho !== 'deleted' && isOneOfSeveral(pair);
  return decideBy(isCopyGone ? decideCopyGone : decisionTable[outlook][zoho], pair, rules);
}

/** A record that only `side` has: created on the other, never over anything. */
export function decideNew(side: Side, record: SideRecord, rules: DecisionRules): Decision {
  const to = other(side);
  const refs = { outlook: null, zoho: null, [side]: record.ref };
  const label = rules.kind.label(record.fields);
  const common = { link: null, matchedBy: null, refs, agreed: emptyBase, clashes: [], label };
  const left = whyUnsyncable(record, rules) ?? rules.kind.whyNotCreated?.(record.fields, side) ?? null;
  if (left) return { ...common, verdict: 'skip', writes: [], reason: left, unsyncable: [left] };
  if (!mayWrite(rules.policy, to))
    return { ...common, verdict: 'skip', writes: [], reason: reason('newButNotWritten', { side }) };
  const writes = [createWrite(to, record, rules)];
  const unsyncable = unsyncableReasons(rules.kind, to, record.fields, rules.limits);
  const noted = unsyncable.length > 0 ? { unsyncable } : {};
  const decision: Decision = { ...common, verdict: 'write', writes, reason: reason('newOn', { side }), ...noted };
  return withMailCounts(rules.kind, {}, decision);
}

/** Does a person have to look at it? */
export const needsReview = ({ verdict, clashes }: Decision): boolean =>
  verdict === 'ask' || clashes.some(({ winner }) => winner === null);
