import { clean as afterClean, troubled } from './oracle/outcomes';
import type { FieldRule, Half, Halves, Hidden, Outcome } from './oracle/model';
import { fresh, isSame, keyOf } from './oracle/model';
import type { CycleSeen, Problem, Side } from './types';

export { isSame };
export type { FieldRule, Half } from './oracle/model';

const sides: readonly Side[] = ['outlook', 'zoho'];

const wordsOf = ({ fields, isOut }: Half): string => {
  const said = Object.entries(fields).filter(([, value]) => value !== '');
  return `${isOut ? 'out ' : ''}${JSON.stringify(Object.fromEntries(said))}`;
};

const shown = (halves: Halves): string =>
  sides
    .map((side) => {
      const half = halves[side];
      return `${side} ${half === null ? 'gone' : wordsOf(half)}`;
    })
    .join(', ');

const same = (a: Halves, b: Halves): boolean =>
  sides.every((side) => {
    const [one, two] = [a[side], b[side]];
    if (one === null || two === null) return one === two;
    return keyOf(one.fields) === keyOf(two.fields);
  });

const unique = (all: readonly Hidden[]): readonly Hidden[] =>
  all.length < 2 ? all : [...new Map(all.map((one) => [keyOf(one), one])).values()];

/**
 * Follows one record through a history: what the sync may know of it, and so what may become of it in the next cycle. After each
 * cycle the two services must show one of these outcomes; after a clean one there is just one, but for questions. Knows the stated
 * rules (README, "What happens when…"), and none of the product's code.
 */
export function makeOracle(rules: readonly FieldRule[], label: string) {
  let hidden: readonly Hidden[] = [fresh];
  let lost = 0;

  /** Who shares a key with somebody may be asked about instead, whatever was known before. */
  const waiting = (before: Halves): readonly Outcome[] =>
    hidden
      .flatMap((one) => [one, { ...fresh, seen: one.seen }])
      .map((one) => ({ halves: before, hidden: { ...one, asked: true }, lost: 0 }));
  const outcomesOf = (before: Halves, cycle: CycleSeen, isShared: boolean): readonly Outcome[] => [
    ...hidden.flatMap((one) => (cycle.clean ? afterClean : troubled)(rules, one, before, cycle.settings)),
    ...(isShared ? waiting(before) : []),
  ];

  return {
    /** Is it certain that the sync knows both records as one? */
    isLinked: (): boolean => hidden.every(({ base, isLoose }) => base !== null && !isLoose),
    /** May the two differ for a stated reason: they are paused, or a person is asked? */
    mayDiffer: (): boolean => hidden.some(({ link, asked, base }) => link === 'paused' || asked || base === null),
    /** May they differ in this field, because what one side changed was noted and left alone? */
    wasNoted: (rule: FieldRule): boolean =>
      hidden.some(
        ({ base }) => base !== null && !isSame(rule, base.outlook[rule.name] ?? '', base.zoho[rule.name] ?? ''),
      ),
    lost: () => lost,
    /** A person made it anew: the sync may take it for the one that was there before, or for another. */
    madeAnew: (): void => void (hidden = unique([...hidden, fresh])),
    /** What a cycle made of it. `isShared`: another one has its key. */
    follow(before: Halves, after: Halves, cycle: CycleSeen, isShared = false): readonly Problem[] {
      const outcomes = outcomesOf(before, cycle, isShared);
      const true_ = outcomes.filter((one) => same(one.halves, after));
      if (true_.length > 0) {
        lost += Math.min(...true_.map((one) => one.lost));
        hidden = unique(true_.map((one) => one.hidden));
        return [];
      }
      const expected = [...new Set(outcomes.map((one) => shown(one.halves)))].slice(0, 4).join('\n      or ');
      const text = `${label}: before ${shown(before)}\n    after ${cycle.clean ? 'a clean' : 'a troubled'} cycle ${shown(after)}\n    expected ${expected}\n    known ${hidden.map(keyOf).join(' | ').slice(0, 1500)}`;
      hidden = unique(outcomes.map((one) => one.hidden));
      return [{ rule: 'survives', text }];
    },
  };
}

export type Oracle = ReturnType<typeof makeOracle>;
