import type { Field } from './kinds/kind';
import { setOf } from './likeness';
import type { Side, Value } from './model';

type Settled = 'keep' | 'agree' | 'clash' | Side;
type Entry<C> = readonly [cell: C, outcome: Settled];
const moving: readonly Settled[] = ['outlook', 'zoho', 'clash'];

/** What becomes of a group: one way if only one side moved it, else a clash over the whole. */
function ofGroup(outcomes: readonly Settled[]): Settled | null {
  const found = new Set(outcomes.filter((outcome) => moving.includes(outcome)));
  if (found.size === 0) return null;
  return found.size === 1 ? ([...found][0] ?? null) : 'clash';
}

/**
 * Fields that mean something only together share one outcome: the start of one side with the end of the other would be a time
 * nobody chose.
 */
export function together<C extends { readonly field: Field }>(entries: readonly Entry<C>[]): readonly Entry<C>[] {
  const groups = new Set(entries.flatMap(([{ field }]) => field.together ?? []));
  const of = (name: string) => entries.filter(([{ field }]) => field.together === name).map(([, outcome]) => outcome);
  const fates = new Map([...groups].map((name) => [name, ofGroup(of(name))]));
  return entries.map(([cell, outcome]) => [cell, fates.get(cell.field.together ?? '') ?? outcome]);
}

/** A set after what happened to another one: who joined there joins, who left there leaves; all others stay. */
export function withChanges(set: Value, from: Value, to: Value): Value {
  const [before, after] = [setOf(from), setOf(to)];
  const stay = setOf(set).filter((one) => !before.includes(one) || after.includes(one));
  const joined = after.filter((one) => !before.includes(one));
  const all = setOf([...stay, ...joined]);
  return all.length > 0 ? all : null;
}
