import { reason, type Label, type Reason } from '../../reasons';
import { isBlank, type Kind } from '../kinds/kind';
import { sameValue } from '../compare';
import { besideIn, emptyBase } from '../decide';
import type { Base, BeforeAndAfter, BySide, Decision, Fields, Side, SideRecord, Value, Write } from '../model';
import { asObject, other, sides } from '../model';

/** A link as it was, or is: whose it is, and what each side showed when both last agreed. */
export interface LinkSnapshot {
  readonly id: string;
  readonly refs: BySide<string>;
  readonly base: Base;
}

/**
 * One thing that a cycle did. `before`, `after`: the whole record on that side, in its `extra` what went along with the fields; null
 * where there was, or is, none.
 */
export interface JournalStep {
  readonly op: 'create' | 'update' | 'delete' | 'link' | 'recovered' | 'unlink';
  readonly side: Side | null;
  readonly ref: string | null;
  readonly link: string | null;
  readonly label: string;
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly linkBefore: LinkSnapshot | null;
}

/** What is there now. `recreated`: records that an earlier undoing created anew. */
export interface CurrentState {
  readonly record: (side: Side, ref: string) => SideRecord | null;
  readonly link: (side: Side, ref: string) => LinkSnapshot | null;
  readonly recreated: BySide<readonly Fields[]>;
}

/** What stays as it is, and why. */
export interface NotUndone {
  readonly side: Side;
  readonly ref: string;
  readonly label: string;
  readonly reason: Reason;
}

export interface UndoPlan {
  readonly decisions: readonly Decision[];
  readonly notUndone: readonly NotUndone[];
}

/** All that a cycle did to one record, from first to last. */
export interface TouchedRecord {
  readonly side: Side;
  readonly ref: string;
  readonly label: string;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly before: Fields | null;
  readonly after: Fields | null;
  readonly linkBefore: LinkSnapshot | null;
  readonly alongside: BeforeAndAfter;
}

const extraIn = (image: Fields | null): Fields => asObject(image?.extra) as Fields;

const isCreation = (op: JournalStep['op']): boolean => op === 'create' || op === 'recovered';
export const recordKey = (side: Side, ref: string): string => `${side}:${ref}`;

/** The records a cycle touched; `traces` in the order in which it went. */
export function touchedRecords(traces: readonly JournalStep[]): ReadonlyMap<string, TouchedRecord> {
  const all = new Map<string, TouchedRecord>();
  for (const { op, side, ref, label, before, after, linkBefore } of traces) {
    if (!side || !ref || op === 'link' || op === 'unlink') continue;
    const known = all.get(recordKey(side, ref));
    const first = known ?? { side, ref, created: isCreation(op), before, linkBefore };
    const alongside = {
      before: { ...extraIn(before), ...known?.alongside.before },
      after: { ...known?.alongside.after, ...extraIn(after) },
    };
    all.set(recordKey(side, ref), { ...first, label, deleted: op === 'delete', after, alongside });
  }
  return all;
}

const identical = (a: Value | undefined, b: Value | undefined): boolean =>
  (isBlank(a) && isBlank(b)) || JSON.stringify(a) === JSON.stringify(b);

/** Do two records say the same in every field we map? */
export const sameFields = ({ fields }: Kind, a: Fields, b: Fields): boolean =>
  fields.every(({ name, type }) => sameValue(type, a[name], b[name]));

/** What has to be written to have a record as it was before, and the fields somebody has changed since. */
export interface RestoredFields {
  readonly patch: Fields;
  readonly changedSince: readonly Label[];
}

export function restoreFields({ fields }: Kind, { before, after }: TouchedRecord, now: Fields): RestoredFields {
  const moved = fields.filter(({ name }) => !identical(before?.[name], after?.[name]));
  const isOurs = ({ name, type }: (typeof fields)[number]): boolean => sameValue(type, now[name], after?.[name]);
  return {
    patch: Object.fromEntries(moved.filter(isOurs).map(({ name }) => [name, before?.[name] ?? null])),
    changedSince: moved.filter((field) => !isOurs(field)).map(({ label }) => label),
  };
}

/** What all decisions of an undoing have in common. */
export const undoDecision = (cycle: string, label: string, why: Reason): Decision => ({
  verdict: 'write',
  reason: why,
  link: null,
  matchedBy: null,
  refs: { outlook: null, zoho: null },
  writes: [],
  agreed: emptyBase,
  clashes: [],
  label,
  undoesCycle: cycle,
});

/** A record that can be put back, in part or whole. */
export interface Restorable {
  readonly touched: TouchedRecord;
  readonly record: SideRecord;
  readonly patch: Fields;
}

/** Puts back what a record said. `agreed`: what the other side shows counts as agreed, or it would come over again. */
export const restoreWrite = ({ touched: { side, alongside }, record, patch }: Restorable, agreed: Base): Write => ({
  side,
  op: 'update',
  ref: record.ref,
  version: record.version,
  fields: patch,
  agreed,
  extra: record.extra,
  ...besideIn(Object.keys(patch), record.fields, { ...agreed, [side]: record.fields }, side),
  blanksLookups: true,
  undone: alongside,
});

/** A deleted record made anew, with its partner if that is still there and free. */
export function recreate(
  cycle: string,
  { side, label, before, linkBefore, alongside }: TouchedRecord,
  present: CurrentState,
): Decision {
  const opposite = other(side);
  const partner = linkBefore && present.record(opposite, linkBefore.refs[opposite]);
  const isFree = partner?.state === 'live' && present.link(opposite, partner.ref) === null;
  const agreed = isFree && linkBefore ? linkBefore.base : emptyBase;
  const from = isFree && partner ? { from: { ref: partner.ref, extra: partner.extra } } : {};
  const { extra: _, ...shown } = before ?? {};
  const fields = Object.fromEntries(Object.entries(shown).filter(([, value]) => !isBlank(value)));
  const made = { ref: null, version: null, fields, agreed, extra: null, ...from, undone: alongside };
  const write: Write = { side, op: 'create', ...made };
  const refs = { outlook: null, zoho: null, ...(isFree && partner ? { [opposite]: partner.ref } : {}) };
  return { ...undoDecision(cycle, label, reason('deletionUndone', { side })), refs, writes: [write] };
}

/** The fields of a base that are not among these. */
export const omitFields = (base: Fields, patch: Fields | undefined): Fields =>
  Object.fromEntries(Object.entries(base).filter(([name]) => !(name in (patch ?? {}))));

/** Both ends of a link as they are now; null where one of them does not live. */
export function liveEnds({ refs }: LinkSnapshot, present: CurrentState): BySide<SideRecord> | null {
  const [outlook, zoho] = sides.map((side) => present.record(side, refs[side]));
  return outlook?.state === 'live' && zoho?.state === 'live' ? { outlook, zoho } : null;
}
