import type { Reason } from '../reasons';
import { canonicalJson } from './compare';
import type { Base, BySide, Decision, Side, Verdict, Write, Fields, Value } from './model';
import { isBlank, type Kind } from './kinds/kind';
import { sideName } from './model';

const writeOrder: Readonly<Record<Write['op'], number>> = { create: 0, update: 1, delete: 2 };

/** A decision's write to one side, with the decision it belongs to. */
export interface Operation {
  readonly decision: Decision;
  readonly write: Write;
}

/** All writes to one side in the order they are sent: creates, edits, deletions last. */
export function operationsFor(side: Side, decisions: readonly Decision[]): readonly Operation[] {
  return decisions
    .flatMap((decision) => decision.writes.map((write) => ({ decision, write })))
    .filter(({ write }) => write.side === side)
    .sort((a, b) => writeOrder[a.write.op] - writeOrder[b.write.op]);
}

export interface PlanCounts {
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly writes: BySide<Readonly<Partial<Record<Write['op'], number>>>>;
  readonly conflicts: number;
}

const countBy = <K extends string>(keys: readonly K[]): Partial<Record<K, number>> => {
  const counts: Partial<Record<K, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
};

/** A plan in figures, for people and for the report. */
export function countPlan(decisions: readonly Decision[]): PlanCounts {
  const ops = (side: Side) => countBy(operationsFor(side, decisions).map(({ write }) => write.op));
  return {
    verdicts: countBy(decisions.map(({ verdict }) => verdict)),
    writes: { outlook: ops('outlook'), zoho: ops('zoho') },
    conflicts: decisions.reduce((sum, { clashes }) => sum + clashes.length, 0),
  };
}

/** One field of a planned write, before and after. */
export interface PlannedChange {
  readonly field: string;
  readonly label: string;
  readonly before: Value;
  readonly after: Value;
}
export interface PlannedWrite {
  readonly side: Side;
  readonly op: Write['op'];
  readonly ref: string | null;
  readonly changes: readonly PlannedChange[];
}
/** One decision of a plan as people read it. `says`: a sentence for each thing it would do. */
export interface PlannedDecision {
  readonly label: string;
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly writes: readonly PlannedWrite[];
  readonly unsyncable: readonly Reason[];
  readonly sentences: readonly string[];
}

/** The fields of a side's record as it is now; nothing where there is none. */
export type FieldsBefore = (side: Side) => Fields;

function plannedWrite(kind: Kind, { side, op, ref, fields }: Write, before: FieldsBefore): PlannedWrite {
  const now = op === 'create' ? {} : before(side);
  const touched = op === 'delete' ? kind.fields.filter(({ name }) => !isBlank(now[name])) : kind.fields;
  const changes = touched
    .filter(({ name }) => op === 'delete' || (name in fields && !(isBlank(fields[name]) && isBlank(now[name]))))
    .map(({ name, label }) => ({
      field: name,
      label: label.en,
      before: now[name] ?? null,
      after: fields[name] ?? null,
    }));
  return { side, op, ref, changes };
}

const quoted = (value: Value): string => {
  if (isBlank(value)) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
};

const describeChange: Readonly<Record<Write['op'], (change: PlannedChange) => string>> = {
  create: ({ label, after }) => `${label} ${quoted(after)}`,
  update: ({ label, before, after }) => `${label} ${quoted(before)} → ${quoted(after)}`,
  delete: ({ label, before }) => `${label} ${quoted(before)}`,
};

const describeWrite = ({ side, op, changes }: PlannedWrite): string =>
  op === 'delete'
    ? `${sideName[side]}: delete it`
    : `${sideName[side]}: ${op} ${changes.map(describeChange[op]).join(', ')}`;

const verdictWords: Readonly<Partial<Record<Verdict, string>>> = {
  agree: 'Both: nothing to write, only taken down as in step',
  dropLink: 'Drop the link',
  unlink: 'Take the link apart',
  pause: 'Leave both alone',
  skip: 'Leave it as it is',
};

/** A decision in words, with the values before and after. */
export function plannedDecision(kind: Kind, decision: Decision, before: FieldsBefore): PlannedDecision {
  const { label, verdict, reason, unsyncable = [] } = decision;
  const writes = decision.writes.map((write) => plannedWrite(kind, write, before));
  const nothing = verdictWords[verdict];
  return {
    label,
    verdict,
    reason,
    writes,
    unsyncable,
    sentences: writes.length > 0 ? writes.map(describeWrite) : nothing ? [nothing] : [],
  };
}

const verdictsWithoutEffect: readonly Verdict[] = ['nothing', 'skip', 'ask'];

/** Does the decision change anything, on a side or in what is agreed? */
export const hasEffect = ({ verdict, writes }: Decision): boolean =>
  writes.length > 0 || !verdictsWithoutEffect.includes(verdict);

/** What would be written, and on which versions: the text a plan is known by. */
export function decisionText({ verdict, link, refs, writes, agreed, undoesCycle }: Decision): string {
  const written = writes.map(({ side, op, ref, version, fields }) => ({ side, op, ref, version, fields }));
  return canonicalJson({ verdict, link, refs, writes: written, agreed, undoes: undoesCycle });
}

/** If no reply comes, what is sent by further requests may not have arrived: it does not count as agreed then. */
export function agreedAtOnce({ fields }: Kind, { side, agreed }: Pick<Write, 'side' | 'agreed'>): Base {
  const later = fields.filter((field) => field.afterCreate?.includes(side)).map(({ name }) => name);
  const on = (one: Side): Fields =>
    Object.fromEntries(Object.entries(agreed[one]).filter(([name]) => !later.includes(name)));
  return { outlook: on('outlook'), zoho: on('zoho') };
}

/** An update that agrees on something by itself: none that takes another one back, or is one half of what both sides are told. */
export const isOfPair = ({ decision: { link, undoesCycle }, write: { op, open = [] } }: Operation): boolean =>
  op === 'update' && link !== null && !undoesCycle && open.length === 0;
