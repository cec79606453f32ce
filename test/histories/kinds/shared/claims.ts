import type { Content, FieldRule } from '../../oracle/model';
import { isSame } from '../../oracle/model';

/** A value that a field may rightly have in the end; `place`: who said so last, null for what was there before. */
interface Claim {
  readonly place: string | null;
  readonly value: string;
}

/** What one record shows, by place: the CRM, and everybody's mailbox where they have it. */
export type Shown = ReadonlyMap<string, Content>;

/**
 * What may become of the fields of one record that lies in several places. Where one place changed a field since all of them were at
 * rest, that value has to be everywhere in the end; where several did, one of theirs. Knows nothing of who wins.
 */
export function makeClaims(rules: readonly FieldRule[]) {
  let claims = new Map<string, readonly Claim[]>();
  let isTroubled = false;
  const of = (name: string): readonly Claim[] => claims.get(name) ?? [];

  return {
    /** All places show the same and every sync has seen it: what was said before is settled. */
    rest(fields: Content): void {
      isTroubled = false;
      claims = new Map(rules.map(({ name }) => [name, [{ place: null, value: fields[name] ?? '' }]]));
    },
    /** A run was cut short: what a place said and took back may have gone out. */
    trouble: (): void => void (isTroubled = true),
    /** Whatever is shown anywhere may be what stays: the record was deleted somewhere, or two meet for the first time. */
    anyOf(shown: Shown): void {
      for (const { name } of rules) {
        const values = [...shown.values()].map((fields): Claim => ({ place: null, value: fields[name] ?? '' }));
        claims.set(name, [...of(name), ...values]);
      }
    },
    /** Somebody says so at a place. `meets`: not everybody's sync knows the record, so what others show may win. Answers whether it is news. */
    say(place: string, name: string, value: string, meets: boolean): boolean {
      const isNews = !of(name).some((one) => one.value === value);
      const stay = of(name).filter((one) => isTroubled || (one.place !== place && (meets || one.place !== null)));
      claims.set(name, [...stay, { place, value }]);
      return isNews;
    },
    /** The fields whose value nobody may have meant. */
    lost: (fields: Content): readonly FieldRule[] =>
      rules.filter((rule) => {
        const said = of(rule.name).length > 0 ? of(rule.name) : [{ value: '' }];
        return !said.some(({ value }) => isSame(rule, value, fields[rule.name] ?? ''));
      }),
    words: (name: string): string => JSON.stringify(of(name)),
  };
}
export type Claims = ReturnType<typeof makeClaims>;
