import { diffArrays } from 'diff';

/** Old ones from `from` to `to` become `fresh`. */
export interface Hunk<T> {
  readonly from: number;
  readonly to: number;
  readonly fresh: readonly T[];
}

/** So many differences are looked for one by one, fewer in a long text; what differs more is one. */
const MOST_DIFFERENCES = 200;
const MOST_STEPS = 200_000;

/** How many at the start, and of the rest at the end, are the same. */
function commonEnds<T>(a: readonly T[], b: readonly T[]): readonly [head: number, tail: number] {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return [head, tail];
}

/** What differs. The cost is linear: what differs in more than some places is not looked at in detail. */
export function hunksOf<T>(old: readonly T[], fresh: readonly T[]): readonly Hunk<T>[] {
  const [head, tail] = commonEnds(old, fresh);
  const [before, after] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)];
  const whole = { from: head, to: old.length - tail, fresh: after };
  if (before.length === 0 || after.length === 0) return before.length + after.length > 0 ? [whole] : [];
  const maxEditLength = Math.min(MOST_DIFFERENCES, Math.floor(MOST_STEPS / (before.length + after.length)));
  const changes = diffArrays([...before], [...after], { maxEditLength });
  if (!changes) return [whole];
  const hunks: Hunk<T>[] = [];
  let [from, open] = [head, false];
  for (const { added, removed, value } of changes) {
    const last = open ? hunks.pop() : undefined;
    open = added || removed;
    const to = added ? from : from + value.length;
    if (open) hunks.push({ from: last?.from ?? from, to, fresh: [...(last?.fresh ?? []), ...(added ? value : [])] });
    else if (last) hunks.push(last);
    from = to;
  }
  return hunks;
}
