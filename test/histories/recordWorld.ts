import type { Finished } from '../support/finished';
import type { House } from '../support/fakeN8n';
import type { See } from '../support/pipeline';
import { type FieldRule, type Half, isSame, makeOracle, type Oracle } from './oracle';
import type { CycleSeen, Deed, End, KindWorld, Problem, Side, SyncSettings, Values, WriteSeen, Decided } from './types';

/** A record found on a side: whose it is, what it says, and what of it nobody syncs. */
export interface Found {
  readonly ref: string;
  readonly who: number;
  readonly half: Half;
  readonly unmapped: Values;
}

/** What is a kind's own of records that live on both sides. */
export interface RecordHands {
  readonly rules: readonly FieldRule[];
  /** The fields by which two are the same: a person changes them only while the sync certainly knows both as one. */
  readonly keys: readonly string[];
  /** Puts there what every history of the kind needs. */
  prepare(settings: SyncSettings): void | Promise<void>;
  look(side: Side, settings: SyncSettings): readonly Found[];
  /** Each may refuse by false. `ref`: of the record on that side. */
  create(side: Side, who: number, fields: Values): Promise<boolean>;
  edit(side: Side, ref: string, fields: Values): Promise<boolean>;
  remove(side: Side, ref: string): Promise<boolean>;
  unmapped(side: Side, ref: string, values: Values): Promise<boolean>;
  /** Out of what is synced, or back: `values` as the deed has them. */
  place(side: Side, ref: string, values: Values): Promise<boolean>;
  run(house: House, settings: SyncSettings, see?: See): Promise<Finished | null>;
  unexplained(writes: readonly WriteSeen[], decided: readonly Decided[]): readonly WriteSeen[];
}

const both: readonly Side[] = ['outlook', 'zoho'];
type Snapshot = Readonly<Record<Side, readonly Found[]>>;

const without = (fields: Values, names: readonly string[]): Values =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

/** A world of records that are the same on both sides, each followed by an oracle of its own. */
export function recordWorld(hands: RecordHands): KindWorld {
  let oracles = new Map<number, Oracle>();
  let unmapped = new Map<string, Values>();
  let before: Snapshot | null = null;
  let edits = 0;
  let settings: SyncSettings = {};

  const look = (s: SyncSettings): Snapshot => ({ outlook: hands.look('outlook', s), zoho: hands.look('zoho', s) });
  const oracleOf = (who: number): Oracle => {
    const known = oracles.get(who) ?? makeOracle(hands.rules, `#${who}`);
    oracles.set(who, known);
    return known;
  };
  const on = (side: Side, who: number): Found | undefined => hands.look(side, settings).find((one) => one.who === who);

  async function create({ on: where, who, values = {} }: Deed): Promise<boolean> {
    if (both.some((side) => on(side, who))) return false;
    oracleOf(who).madeAnew();
    if (where !== 'both') return hands.create(where, who, values);
    const { outlook = {}, zoho = {} } = values as Record<string, Values>;
    return (await hands.create('outlook', who, outlook)) && (await hands.create('zoho', who, zoho));
  }

  async function change(side: Side, { what, who, values = {} }: Deed): Promise<boolean> {
    const found = on(side, who);
    if (!found) return false;
    if (what === 'delete') return hands.remove(side, found.ref);
    // What nobody has seen yet in a folder that is not synced is nobody's partner.
    if (what === 'place' && !['in', 'out'].includes(String(values.to)) && !oracleOf(who).isLinked()) return false;
    if (what === 'place') {
      const done = await hands.place(side, found.ref, values);
      const [was, now] = [`${side} ${found.ref}`, `${side} ${on(side, who)?.ref}`];
      if (was !== now && unmapped.has(was)) unmapped.set(now, unmapped.get(was)!);
      return done;
    }
    if (what === 'unmapped') {
      const done = await hands.unmapped(side, found.ref, values);
      const now = on(side, who);
      if (done && now) unmapped.set(`${side} ${now.ref}`, { ...unmapped.get(`${side} ${now.ref}`), ...values });
      return done;
    }
    const fields = oracleOf(who).isLinked() ? values : without(values, hands.keys);
    if (Object.keys(fields).length === 0) return false;
    edits += Object.keys(fields).length;
    return hands.edit(side, found.ref, fields);
  }

  function checkOnce(now: Snapshot): readonly Problem[] {
    return both.flatMap((side) => {
      const whos = now[side].map(({ who }) => who);
      const twice = [...new Set(whos.filter((who, at) => whos.indexOf(who) !== at))];
      return twice.map((who): Problem => ({ rule: 'once', text: `#${who} is more than once in ${side}` }));
    });
  }

  function checkUnmapped(now: Snapshot): readonly Problem[] {
    const found = both.flatMap((side) =>
      now[side].map((one) => ({ name: `${side} ${one.ref}`, who: one.who, is: one.unmapped })),
    );
    return found.flatMap(({ name, who, is }) =>
      Object.entries(unmapped.get(name) ?? {})
        .filter(([field, value]) => JSON.stringify(is[field]) !== JSON.stringify(value))
        .map(([field, value]): Problem => {
          const text = `#${who} ${name}: ${field} should be ${JSON.stringify(value)}, is ${JSON.stringify(is[field])}`;
          return { rule: 'unmapped', text };
        }),
    );
  }

  const halfOf = (now: Snapshot, side: Side, who: number): Half | null =>
    now[side].find((one) => one.who === who)?.half ?? null;
  const halvesOf = (now: Snapshot, who: number) => ({
    outlook: halfOf(now, 'outlook', who),
    zoho: halfOf(now, 'zoho', who),
  });

  /** Has somebody else a key of this one? */
  function isShared(who: number, ...seen: readonly Snapshot[]): boolean {
    const all = seen.flatMap((one) => both.flatMap((side) => one[side]));
    const keysOf = ({ half }: Found) => hands.keys.map((name) => half.fields[name] ?? '').filter(Boolean);
    const own = new Set(all.filter((one) => one.who === who).flatMap(keysOf));
    return all.some((one) => one.who !== who && keysOf(one).some((key) => own.has(key)));
  }

  /** By the plainest rule of all: whoever is synced says the same on both sides. */
  function checkEqual(now: Snapshot, s: SyncSettings): readonly Problem[] {
    if (s.direction !== 'both') return [];
    const whos = new Set(both.flatMap((side) => now[side].map(({ who }) => who)));
    return [...whos].flatMap((who) => {
      const { outlook, zoho } = halvesOf(now, who);
      if (outlook?.isOut || zoho?.isOut || oracleOf(who).mayDiffer() || isShared(who, now)) return [];
      if (!outlook || !zoho) return [{ rule: 'equal' as const, text: `#${who} is on one side only` }];
      const differing = hands.rules.filter(
        (rule) =>
          !isSame(rule, outlook.fields[rule.name] ?? '', zoho.fields[rule.name] ?? '') && !oracleOf(who).wasNoted(rule),
      );
      return differing.map(({ name }) => ({ rule: 'equal' as const, text: `#${who} differs in ${name}` }));
    });
  }

  return {
    async reset(first) {
      oracles = new Map();
      unmapped = new Map();
      [before, edits, settings] = [null, 0, first];
      await hands.prepare(first);
    },
    async act(deed) {
      if (deed.what === 'create') return create(deed);
      return deed.on !== 'both' && change(deed.on, deed);
    },
    run(house, now, see) {
      settings = now;
      before ??= look(now);
      return hands.run(house, now, see);
    },
    saw(cycle: CycleSeen) {
      const now = look(cycle.settings);
      const was = before ?? now;
      before = null;
      const problems = [...checkOnce(now), ...checkUnmapped(now)];
      if (problems.length > 0) return problems;
      const whos = new Set([...both.flatMap((side) => now[side].map(({ who }) => who)), ...oracles.keys()]);
      for (const side of both) for (const { who } of was[side]) whos.add(who);
      return [...whos].flatMap((who) =>
        oracleOf(who).follow(halvesOf(was, who), halvesOf(now, who), cycle, isShared(who, was, now)),
      );
    },
    unexplained: hands.unexplained,
    judge({ settings: s, finished }: End) {
      const stuck = finished.parkedRecords.map(({ label, message }): Problem => {
        return { rule: 'equal', text: `${label} is still parked: ${message}` };
      });
      return [...stuck, ...checkEqual(look(s), s)];
    },
    edits() {
      const settled = [...oracles.values()].reduce((sum, one) => sum + one.lost(), 0);
      return { survived: Math.max(0, edits - settled), settled: Math.min(settled, edits) };
    },
  };
}
