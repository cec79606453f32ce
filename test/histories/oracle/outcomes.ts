import type { Side, SyncSettings } from '../types';
import { mayWrite, merges } from './merge';
import type { Merged } from './merge';
import type { Content, FieldRule, Half, Halves, Hidden, Outcome, Seen } from './model';
import { fresh, other, projectBy, showBy } from './model';

type Sides = readonly Side[];
const sides: Sides = ['outlook', 'zoho'];
const someSides: readonly Sides[] = [[], ['zoho'], ['outlook'], sides];

const stateOf = (half: Half | null, was: Seen): Seen => {
  if (half === null) return was === 'absent' ? 'absent' : 'deleted';
  return half.isOut ? 'outside' : 'live';
};

/** What reading a side does: who left what is synced pauses the link, who comes back resumes it. */
function read(hidden: Hidden, side: Side, half: Half | null): Hidden {
  const was = hidden.seen[side];
  const now = stateOf(half, was);
  // Nobody holds on to what is gone before it was known as one with another.
  const isGone = hidden.base === null || (hidden.isLoose && now === 'deleted');
  if (isGone && now === 'deleted') return { ...fresh, seen: { ...hidden.seen, [side]: 'absent' } };
  const seen = { ...hidden.seen, [side]: now };
  if (hidden.base === null || now === was) return { ...hidden, seen };
  if (hidden.link === 'live') return { ...hidden, seen, link: now === 'outside' ? 'paused' : 'live' };
  const isBack = now === 'live' && was !== 'live' && hidden.seen[other(side)] !== 'outside';
  return { ...hidden, seen, link: isBack ? 'live' : 'paused' };
}

function copied(rules: readonly FieldRule[], fields: Content, to: Side): Content {
  const shown = (rule: FieldRule, value: string): string => {
    if (to === 'outlook') return showBy(rule)(value);
    return rule.isRefused?.(value) ? (rule.instead ?? '') : projectBy(rule)(value);
  };
  return Object.fromEntries(rules.map((rule) => [rule.name, shown(rule, fields[rule.name] ?? '')]));
}

/** Not known as one, and perhaps two: a person is asked, and nothing is written. */
function arePerhapsTwo(rules: readonly FieldRule[], { base }: Hidden, { outlook, zoho }: Halves): boolean {
  const of = (half: Half, name: string): string => half.fields[name] ?? '';
  if (base !== null || !outlook || !zoho) return false;
  return rules.some(({ name, tellsApart }) => tellsApart?.(of(outlook, name), of(zoho, name)));
}

const nothing = (halves: Halves, hidden: Hidden): Outcome => ({ halves, hidden, lost: 0 });

function creation(rules: readonly FieldRule[], hidden: Hidden, halves: Halves, from: Side): Outcome {
  const to = other(from);
  const source = halves[from]!;
  const fields = copied(rules, source.fields, to);
  const made = { ...halves, [to]: { fields, isOut: false } };
  const base = { [from]: source.fields, [to]: fields } as Readonly<Record<Side, Content>>;
  return nothing(made, { ...fresh, base, seen: { ...hidden.seen, [to]: 'live' } });
}

/** As far as the cells of one side were written (`to`), and as far as the answers to that came (`noted`). */
function merging(hidden: Hidden, halves: Halves, { cells, asked }: Merged, to: Sides, noted: Sides): Outcome {
  const after = { outlook: halves.outlook!, zoho: halves.zoho! };
  const base = { outlook: { ...hidden.base?.outlook }, zoho: { ...hidden.base?.zoho } };
  for (const cell of cells) {
    const target = sides.find((side) => cell.to[side] !== null);
    if (target && to.includes(target))
      after[target] = { ...after[target], fields: { ...after[target].fields, [cell.name]: cell.to[target]! } };
    const isNoted = target ? noted.includes(target) : noted.length > 0;
    if (cell.base && isNoted) for (const side of sides) base[side][cell.name] = cell.base[side];
  }
  const isKnown = hidden.base !== null || noted.length > 0;
  const lost = cells.reduce((sum, cell) => sum + cell.lost, 0);
  return {
    halves: after,
    lost,
    hidden: { ...hidden, base: isKnown ? base : null, asked, isLoose: false },
  };
}

/** Gone on one side: by the stated rules for deletions. */
function deletion(rules: readonly FieldRule[], hidden: Hidden, halves: Halves, gone: Side, s: SyncSettings): Outcome {
  const kept = other(gone);
  const { fields } = halves[kept]!;
  const isEdited = rules.some(({ name }) => (hidden.base?.[kept][name] ?? '') !== fields[name]);
  const paused = nothing(halves, { ...hidden, link: 'paused', asked: false, isLoose: false });
  const asks = nothing(halves, { ...hidden, asked: true });
  // With one direction there is nobody to choose between: the form hides the policy, and the README's rule for an edit holds.
  if (isEdited && s.policy === 'ask' && s.direction === 'both') return asks;
  if (isEdited) return mayWrite(s, gone) ? creation(rules, hidden, halves, kept) : paused;
  if (s.deletes === 'ask') return asks;
  if (s.deletes === 'keep' || !mayWrite(s, kept)) return paused;
  return nothing({ ...halves, [kept]: null }, { ...fresh, seen: { outlook: 'absent', zoho: 'absent' } });
}

/** What a whole cycle makes of it, once both sides are read. */
function decided(rules: readonly FieldRule[], hidden: Hidden, halves: Halves, s: SyncSettings): readonly Outcome[] {
  const { outlook, zoho } = halves;
  const same = [nothing(halves, hidden)];
  if (outlook === null && zoho === null) return [nothing(halves, { ...fresh })];
  const waits = hidden.asked ? same : [];
  if (hidden.base !== null && hidden.link === 'paused') return same;
  if (outlook?.isOut || zoho?.isOut || arePerhapsTwo(rules, hidden, halves)) return same;
  if (outlook && zoho) {
    const ways = merges(rules, hidden.base, outlook.fields, zoho.fields, s);
    return [...waits, ...ways.map((one) => merging(hidden, halves, one, sides, sides))];
  }
  const gone: Side = outlook === null ? 'outlook' : 'zoho';
  if (hidden.base !== null) return [...waits, deletion(rules, hidden, halves, gone, s)];
  return mayWrite(s, gone) ? [creation(rules, hidden, halves, other(gone))] : same;
}

const without = (fields: Content, rules: readonly FieldRule[]): Content =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, rules.some((r) => r.name === name) ? '' : value]),
  );

const readBoth = (hidden: Hidden, halves: Halves): Hidden =>
  sides.reduce((known, side) => read(known, side, halves[side]), hidden);

/** After a cycle in which nothing went wrong. */
export const clean = (
  rules: readonly FieldRule[],
  hidden: Hidden,
  halves: Halves,
  s: SyncSettings,
): readonly Outcome[] => decided(rules, readBoth(hidden, halves), halves, s);

const newSide = (outcome: Outcome, before: Halves): Side | null =>
  sides.find((one) => before[one] === null && outcome.halves[one] !== null) ?? null;

/** A new record without what needs a request of its own; that stays to be done. */
function bare(outcome: Outcome, before: Halves, rules: readonly FieldRule[]): Outcome {
  const side = newSide(outcome, before);
  const { base } = outcome.hidden;
  if (!side || !base) return outcome;
  const half = outcome.halves[side]!;
  const agreed = { outlook: without(base.outlook, rules), zoho: without(base.zoho, rules) };
  const halves = { ...outcome.halves, [side]: { ...half, fields: without(half.fields, rules) } };
  return { ...outcome, halves, hidden: { ...outcome.hidden, base: agreed } };
}

/** Half done: one side written and not the other, or written and not noted. */
function partly(rules: readonly FieldRule[], hidden: Hidden, halves: Halves, s: SyncSettings): readonly Outcome[] {
  const later = rules.filter((rule) => rule.later);
  const done = decided(rules, hidden, halves, s);
  const whole = later.length > 0 ? [...done, ...done.map((one) => bare(one, halves, later))] : done;
  const loose = whole
    .filter(({ hidden: { base } }) => base !== null && hidden.base === null)
    .map((one) => ({ ...one, hidden: { ...one.hidden, isLoose: true } }));
  const unnoted = whole.map((one) => ({ ...one, hidden }));
  const { outlook, zoho } = halves;
  const both = outlook && zoho && !outlook.isOut && !zoho.isOut && (hidden.base === null || hidden.link === 'live');
  const full =
    both && !arePerhapsTwo(rules, hidden, halves) ? merges(rules, hidden.base, outlook.fields, zoho.fields, s) : [];
  const isLater = (name: string): boolean => later.some((rule) => rule.name === name);
  const ways = [...full, ...full.map((one) => ({ ...one, cells: one.cells.filter(({ name }) => !isLater(name)) }))];
  const steps = ways.flatMap((one) =>
    someSides.flatMap((to) =>
      someSides
        .filter((noted) => noted.every((side) => to.includes(side)))
        .map((noted) => merging(hidden, halves, one, to, noted)),
    ),
  );
  return [...whole, ...loose, ...unnoted, ...steps];
}

/** After a cycle that was disturbed, died, or saw only part of what people did: anything from nothing to all of it. */
export function troubled(
  rules: readonly FieldRule[],
  hidden: Hidden,
  halves: Halves,
  s: SyncSettings,
): readonly Outcome[] {
  const first = read(hidden, 'outlook', halves.outlook);
  const knowing = [hidden, first, read(hidden, 'zoho', halves.zoho), readBoth(hidden, halves)];
  return [...knowing.map((one) => nothing(halves, one)), ...knowing.flatMap((one) => partly(rules, one, halves, s))];
}
