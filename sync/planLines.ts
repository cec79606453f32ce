import type { Kind } from './kinds/kind';
import { isBlank } from './kinds/kind';
import type { Decision, Fields, Side, Value, Verdict, Write } from './model';
import { sideName } from './model';

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
export interface Planned {
  readonly label: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly writes: readonly PlannedWrite[];
  readonly left: readonly string[];
  readonly says: readonly string[];
}

/** The fields of a side's record as it is now; nothing where there is none. */
export type Before = (side: Side) => Fields;

function writeOf(kind: Kind, { side, op, ref, fields }: Write, before: Before): PlannedWrite {
  const now = op === 'create' ? {} : before(side);
  const touched = op === 'delete' ? kind.fields.filter(({ name }) => !isBlank(now[name])) : kind.fields;
  const changes = touched
    .filter(({ name }) => op === 'delete' || (name in fields && !(isBlank(fields[name]) && isBlank(now[name]))))
    .map(({ name, label }) => ({ field: name, label, before: now[name] ?? null, after: fields[name] ?? null }));
  return { side, op, ref, changes };
}

const shown = (value: Value): string => {
  if (isBlank(value)) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
};

const said: Readonly<Record<Write['op'], (change: PlannedChange) => string>> = {
  create: ({ label, after }) => `${label} ${shown(after)}`,
  update: ({ label, before, after }) => `${label} ${shown(before)} → ${shown(after)}`,
  delete: ({ label, before }) => `${label} ${shown(before)}`,
};

const sentence = ({ side, op, changes }: PlannedWrite): string =>
  op === 'delete' ? `${sideName[side]}: delete it` : `${sideName[side]}: ${op} ${changes.map(said[op]).join(', ')}`;

const quiet: Readonly<Partial<Record<Verdict, string>>> = {
  agree: 'Both: nothing to write, only taken down as in step',
  forget: 'Forget the link',
  part: 'Take the link apart',
  sleep: 'Leave both alone',
  skip: 'Leave it as it is',
};

/** A decision in words, with the values before and after. */
export function plannedOf(kind: Kind, decision: Decision, before: Before): Planned {
  const { label, verdict, reason, left = [] } = decision;
  const writes = decision.writes.map((write) => writeOf(kind, write, before));
  const nothing = quiet[verdict];
  return {
    label,
    verdict,
    reason,
    writes,
    left,
    says: writes.length > 0 ? writes.map(sentence) : nothing ? [nothing] : [],
  };
}

const quietly: readonly Verdict[] = ['nothing', 'skip', 'ask'];

/** Does the decision change anything, on a side or in what is agreed? */
export const hasEffect = ({ verdict, writes }: Decision): boolean => writes.length > 0 || !quietly.includes(verdict);

type Json = Value | undefined | { readonly [key: string]: Json } | readonly Json[];

/** The same content, the same text, in whatever order it was put together. */
function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value as Readonly<Record<string, Json>>).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join(',')}}`;
}

/** What would be written, and on which versions: the text a plan is known by. */
export function decisionText({ verdict, link, refs, writes, agreed, undoes }: Decision): string {
  const written = writes.map(({ side, op, ref, version, fields }) => ({ side, op, ref, version, fields }));
  return canonical({ verdict, link, refs, writes: written, agreed, undoes } as unknown as Json);
}
