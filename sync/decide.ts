import { detect } from './detect';
import type { Kind } from './kinds/kind';
import { withMails } from './mails';
import { merge } from './merge';
import type { Merge } from './merge';
import { other, sideName, sides } from './model';
import type { Base, Change, Decision, Limits, Pair, Policy, Side, SideRecord, Write } from './model';
import { project, reasonsLeft } from './project';
import type { FieldAnswer } from './review';

export interface Rules {
  readonly kind: Kind;
  readonly policy: Policy;
  /** Zoho's longest values of this org, by neutral field. */
  readonly limits?: Limits;
  /** What a person decided about single fields of this pair. */
  readonly rulings?: Readonly<Record<string, FieldAnswer>>;
}

type Rule = (pair: Pair, rules: Rules) => Decision;

const noBase: Base = { outlook: {}, zoho: {} };

const base = (pair: Pair, rules: Rules, verdict: Decision['verdict'], reason: string): Decision => ({
  verdict,
  reason,
  link: pair.link,
  matchedBy: pair.matchedBy,
  refs: { outlook: pair.outlook.ref, zoho: pair.zoho.ref },
  writes: [],
  agreed: noBase,
  clashes: [],
  label: rules.kind.label(pair.outlook.state === 'deleted' ? pair.zoho.fields : pair.outlook.fields),
});

const mayWrite = (policy: Policy, side: Side): boolean =>
  policy.direction === 'both' || policy.direction === (side === 'zoho' ? 'toZoho' : 'toOutlook');

const update = (record: SideRecord, side: Side, merged: Merge): Write => ({
  side,
  op: 'update',
  ref: record.ref,
  version: record.version,
  fields: merged.patch[side],
  agreed: merged.agreedBy[side],
  extra: record.extra,
});

/** A new record on `side` with all that the other side's record says and `side` can hold. */
function creation(side: Side, record: SideRecord, { kind, limits }: Rules): Write {
  const { ref, fields, extra } = record;
  const held = { ...kind.defaults?.[side], ...project(kind, side, fields, limits) };
  const agreed = { [side]: held, [other(side)]: fields } as Base;
  return { side, op: 'create', ref: null, version: null, fields: held, agreed, extra: null, from: { ref, extra } };
}

const removal = (record: SideRecord, side: Side): Write => ({
  side,
  op: 'delete',
  ref: record.ref,
  version: record.version,
  fields: {},
  agreed: noBase,
  extra: record.extra,
});

/** Which record was changed last, as the sides' own clocks tell; null where they cannot. */
function newest({ outlook, zoho }: Pair): Side | null {
  const [a, b] = [Date.parse(outlook.modifiedAt ?? ''), Date.parse(zoho.modifiedAt ?? '')];
  if (Number.isNaN(a) || Number.isNaN(b) || a === b) return null;
  return a > b ? 'outlook' : 'zoho';
}

const verdictOf = (pair: Pair, merged: Merge, writes: readonly Write[]): Decision['verdict'] => {
  if (writes.length > 0) return 'write';
  if (pair.link === null || Object.keys(merged.agreed.outlook).length > 0) return 'agree';
  return merged.clashes.some(({ winner }) => winner === null) ? 'ask' : 'nothing';
};

const merged =
  (story: string): Rule =>
  (pair, rules) => {
    const input = { ...rules, base: pair.base, outlook: pair.outlook.fields, zoho: pair.zoho.fields };
    const result = merge({ ...input, newest: newest(pair) });
    const writes = sides
      .filter((side) => Object.keys(result.patch[side]).length > 0)
      .map((side) => update(pair[side], side, result));
    const reason = pair.link === null ? `same ${rules.kind.name} on both sides by ${pair.matchedBy}` : story;
    const { agreed, clashes, left } = result;
    const told = left.length > 0 ? { left } : {};
    return { ...base(pair, rules, verdictOf(pair, result, writes), reason), writes, agreed, clashes, ...told };
  };

/** Gone on one side, untouched on the other. */
const deleted =
  (gone: Side): Rule =>
  (pair, rules) => {
    const kept = other(gone);
    const story = `deleted in ${sideName[gone]}`;
    if (rules.policy.deletes === 'ask')
      return base(pair, rules, 'ask', `${story}: delete it in ${sideName[kept]} too?`);
    if (rules.policy.deletes === 'keep' || !mayWrite(rules.policy, kept))
      return base(pair, rules, 'sleep', `${story}, kept in ${sideName[kept]}`);
    const writes = [removal(pair[kept], kept)];
    return { ...base(pair, rules, 'write', `${story}, so deleted in ${sideName[kept]} too`), writes };
  };

/** Gone on one side, edited on the other: an edit is work somebody did, so it is kept and the record comes back. */
const deletedButEdited =
  (gone: Side): Rule =>
  (pair, rules) => {
    const edited = other(gone);
    const story = `deleted in ${sideName[gone]}, but edited in ${sideName[edited]}`;
    if (rules.policy.conflict === 'ask') return base(pair, rules, 'ask', `${story}: keep the edit or delete it?`);
    if (!mayWrite(rules.policy, gone)) return base(pair, rules, 'sleep', `${story}, where it stays`);
    const writes = [creation(gone, pair[edited], rules)];
    return {
      ...base(pair, rules, 'write', `${story}: the edit is kept and created in ${sideName[gone]} again`),
      writes,
    };
  };

/** The whole policy of the sync on one screen: what Outlook did (rows) against what Zoho CRM did (columns). */
const table: Readonly<Record<Change, Readonly<Record<Change, Rule>>>> = {
  unchanged: {
    unchanged: (pair, rules) => base(pair, rules, 'nothing', 'nothing changed'),
    edited: merged('edited in Zoho CRM'),
    deleted: deleted('zoho'),
  },
  edited: {
    unchanged: merged('edited in Outlook'),
    edited: merged('edited on both sides'),
    deleted: deletedButEdited('zoho'),
  },
  deleted: {
    unchanged: deleted('outlook'),
    edited: deletedButEdited('outlook'),
    deleted: (pair, rules) => base(pair, rules, 'forget', 'deleted on both sides'),
  },
};

/** Why a record has to be left as it is. One that is gone stands in nobody's way. */
const leftBy = ({ state, fields }: SideRecord, { kind }: Rules): string | null =>
  state === 'live' ? (kind.leaves?.(fields) ?? null) : null;

/**
 * What to do about one pair: known by its link, or matched just now (then its base is null). Of a record that left what is synced
 * nothing is known, which must never be taken for an edit that blanked everything: it may have left after its partner was read.
 */
export function decide(pair: Pair, rules: Rules): Decision {
  const gone = sides.find((side) => pair[side].state === 'outside');
  if (gone) return base(pair, rules, 'skip', `left what is synced of ${sideName[gone]}: the pair is left alone`);
  const left = sides.flatMap((side) => leftBy(pair[side], rules) ?? []);
  if (left.length > 0) return { ...base(pair, rules, 'skip', left.join('; ')), left };
  const outlook = detect(rules.kind, 'outlook', pair);
  const zoho = detect(rules.kind, 'zoho', pair);
  return withMails(rules.kind, pair, table[outlook][zoho](pair, rules));
}

/** A record that only `side` has: created on the other, never over anything. */
export function decideNew(side: Side, record: SideRecord, rules: Rules): Decision {
  const to = other(side);
  const refs = { outlook: null, zoho: null, [side]: record.ref };
  const common = {
    link: null,
    matchedBy: null,
    refs,
    agreed: noBase,
    clashes: [],
    label: rules.kind.label(record.fields),
  };
  const left = leftBy(record, rules) ?? rules.kind.leavesNew?.(record.fields, side) ?? null;
  if (left) return { ...common, verdict: 'skip', writes: [], reason: left, left: [left] };
  if (!mayWrite(rules.policy, to))
    return {
      ...common,
      verdict: 'skip',
      writes: [],
      reason: `new in ${sideName[side]}, but nothing is written to ${sideName[to]}`,
    };
  const writes = [creation(to, record, rules)];
  const unsaid = reasonsLeft(rules.kind, to, record.fields, rules.limits);
  const told = unsaid.length > 0 ? { left: unsaid } : {};
  return withMails(
    rules.kind,
    {},
    { ...common, verdict: 'write', writes, reason: `new in ${sideName[side]}`, ...told },
  );
}

/** Does a person have to look at it? */
export const needsReview = ({ verdict, clashes }: Decision): boolean =>
  verdict === 'ask' || clashes.some(({ winner }) => winner === null);
