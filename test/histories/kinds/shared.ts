import fc from 'fast-check';
import { createFolder } from '../../../simulators/graph/folders';
import type { RunningSimulators } from '../../../simulators/start';
import type { Finished } from '../../support/finished';
import { runCycle } from '../../support/pipeline';
import { crmUsers, team, type Person } from '../../support/teamWorld';
import type { Content } from '../oracle/model';
import { isSame } from '../oracle/model';
import type { Found, RecordHands } from '../recordWorld';
import type {
  Ask,
  CycleSeen,
  Deed,
  HistoryKind,
  KindWorld,
  NodeSettings,
  Problem,
  SyncSettings,
  Values,
} from '../types';
import { handsOn } from './contact';
import { emailOf, plainFields } from './contactDeeds';
import { makeClaims, type Claims, type Shown } from './shared/claims';

type Place = Person | 'crm';
const places: readonly Place[] = [...team, 'crm'];
type Raw = Readonly<Record<string, unknown>>;

const nodesOf = (s: SyncSettings, person: Person, folder: string): NodeSettings => ({
  'Start Cycle': { whenBusy: 'end', sync: person },
  'Outlook Changes': { batchSize: s.batch, folder },
  'Zoho CRM Changes': { scope: 'all', owner: crmUsers[person], batchSize: s.batch },
  'Write to Zoho CRM': { owner: crmUsers[person] },
  'Conflict Resolver': {
    ...{ policy: s.policy, deletes: s.deletes },
    guards: { maxDeletes: 1000, maxDeletePercent: 100 },
  },
});

/** What is known of one contact that lies in several places. */
interface Life {
  readonly claims: Claims;
  /** Those whose sync has not met it yet, or not all of it. */
  readonly unmet: Set<Person>;
  /** Those who took it out of their mailbox. */
  readonly left: Set<Person>;
  /** Those whose sync ran while it was gone from the CRM: what they kept is left alone. */
  readonly alone: Set<Person>;
  /** Was it edited after the last time that somebody deleted it who may take it from all? */
  mustLive: boolean;
}

function startWorld({ graph, zoho }: RunningSimulators, ask: Ask): KindWorld {
  let folders = new Map<Person, string>();
  const hands = new Map<Place, RecordHands>(
    places.map((place) => [
      place,
      handsOn({ graph, zoho } as RunningSimulators, ask, () => folders.get(place as Person) ?? ''),
    ]),
  );
  const { rules } = hands.get('crm')!;
  const sideOf = (place: Place) => (place === 'crm' ? ('zoho' as const) : ('outlook' as const));
  let [lives, finished] = [new Map<number, Life>(), new Map<Person, Finished>()];
  let [turn, keeps, edits] = [0, false, 0];
  let ran: Person[] = [];
  let calm = new Set<Person>();

  const look = (place: Place): readonly Found[] =>
    hands
      .get(place)!
      .look(sideOf(place), { scope: 'all' })
      .filter(({ half }) => !half.isOut);
  const at = (place: Place, who: number): Found | undefined => look(place).find((one) => one.who === who);
  const shown = (who: number, not?: Place): Shown =>
    new Map(
      places.flatMap((place): [string, Content][] => {
        const found = place === not ? undefined : at(place, who);
        return found ? [[place, found.half.fields]] : [];
      }),
    );
  const lifeOf = (who: number): Life => {
    const life = lives.get(who) ?? {
      ...{ claims: makeClaims(rules), unmet: new Set(), left: new Set(), alone: new Set(), mustLive: false },
    };
    lives.set(who, life);
    return life;
  };

  const isEqual = (one: Content, two: Content): boolean =>
    rules.every((rule) => isSame(rule, one[rule.name] ?? '', two[rule.name] ?? ''));

  async function create(place: Place, who: number, values: Values): Promise<boolean> {
    if (at(place, who)) return false;
    const there = shown(who);
    if (there.size === 0) lives.delete(who);
    const life = lifeOf(who);
    // Anew beside what is left of the former one: as with one mailbox, a person is asked whether they are the same.
    if (place !== 'crm' && life.left.has(place)) return false;
    life.claims.anyOf(there);
    for (const person of place === 'crm' ? team : [place]) life.unmet.add(person);
    await hands.get(place)!.create(sideOf(place), who, values);
    say(place, who, values);
    // Whoever types in what the CRM has already says nothing new: its owner's deletion goes on.
    const [mine, inCrm] = [at(place, who), at('crm', who)];
    if (place === 'crm' || !mine || !inCrm || !isEqual(mine.half.fields, inCrm.half.fields)) life.mustLive = true;
    if (place !== 'crm') life.alone.delete(place);
    return true;
  }

  function say(place: Place, who: number, values: Values): boolean {
    const { claims, unmet } = lifeOf(who);
    const fields = at(place, who)!.half.fields;
    const names = Object.keys(values).filter((name) => unmet.size === 0 || values[name] !== null);
    return names.map((name) => claims.say(place, name, fields[name] ?? '', unmet.size > 0)).includes(true);
  }

  async function edit(place: Place, who: number, values: Values): Promise<boolean> {
    const found = at(place, who);
    if (!found) return false;
    const life = lifeOf(who);
    if (life.unmet.size > 0) life.claims.anyOf(shown(who, place));
    await hands.get(place)!.edit(sideOf(place), found.ref, values);
    if (say(place, who, values) && !life.alone.has(place as Person)) life.mustLive = true;
    edits += Object.keys(values).length;
    return true;
  }

  async function remove(place: Place, who: number): Promise<boolean> {
    const found = at(place, who);
    if (!found) return false;
    const life = lifeOf(who);
    life.claims.anyOf(shown(who));
    const owner = [...(zoho.state.records.get('Contacts')?.values() ?? [])].find(
      ({ id }) => id === at('crm', who)?.ref,
    )?.owner;
    if (place === 'crm' || owner === undefined || owner === crmUsers[place]) life.mustLive = false;
    if (place !== 'crm') life.left.add(place);
    return hands.get(place)!.remove(sideOf(place), found.ref);
  }

  function twice(): readonly Problem[] {
    const accounts = [...(zoho.state.records.get('Accounts')?.values() ?? [])].map(({ values }) =>
      String(values.Account_Name),
    );
    const all = [
      ...places.map((place) => ({ place: place as string, names: look(place).map(({ who }) => `#${who}`) })),
      { place: 'the accounts', names: accounts },
    ];
    return all.flatMap(({ place, names }) =>
      [...new Set(names.filter((name, n) => names.indexOf(name) !== n))].map((name): Problem => ({
        rule: 'once',
        text: `${name} is more than once in ${place}`,
      })),
    );
  }

  function settle(): void {
    for (const [who, { claims, unmet }] of lives) {
      const all = [...shown(who).values()];
      const [first] = all;
      if (calm.size < team.length || !first || !all.every((one) => isEqual(first, one))) continue;
      claims.rest(first);
      unmet.clear();
    }
  }

  /** One contact in the end: everywhere the same, where somebody did not take it out; what was said last is there. */
  function judgeOne(who: number, { claims, left, mustLive }: Life): readonly Problem[] {
    const all = shown(who);
    const inCrm = all.get('crm');
    const tell = (rule: Problem['rule'], text: string): Problem => ({ rule, text: `#${who} ${text}` });
    if (!inCrm && mustLive) return [tell('survives', 'was made or edited last, and is gone from the CRM')];
    const alone = [...all.keys()];
    if (!inCrm) return alone.length === 0 || keeps ? [] : [tell('equal', `is only in ${alone.join(', ')}`)];
    const lacking = team.filter((person) => !all.has(person) && !left.has(person));
    const differing = team.filter((person) => all.has(person) && !isEqual(all.get(person)!, inCrm));
    return [
      ...lacking.map((person) => tell('equal', `is not with ${person}`)),
      ...differing.map((person) =>
        tell('equal', `${person} shows ${JSON.stringify(all.get(person))}, the CRM ${JSON.stringify(inCrm)}`),
      ),
      ...claims
        .lost(inCrm)
        .map(({ name }) => tell('survives', `${name} is ${inCrm[name]}, said was ${claims.words(name)}`)),
    ];
  }

  return {
    round: team.length,
    async reset() {
      [lives, finished, turn, keeps, edits, ran, calm] = [new Map(), new Map(), 0, false, 0, [], new Set()];
      folders = new Map(team.map((person) => [person, createFolder(graph.state, graph.state.rootFolderId, person).id]));
      const resident = {
        surname: 'Person -1',
        categories: ['Zoho'],
        emailAddresses: [{ address: emailOf(-1), name: 'x' }],
      };
      graph.seed({ contacts: team.map((folder) => ({ ...resident, folder })) } as never);
      zoho.seed({ records: { Contacts: [{ Last_Name: 'Person -1', Email: emailOf(-1) }] } });
    },
    async act({ what, who, values = {} }: Deed) {
      const { at: place, ...fields } = values as { readonly at: Place } & Raw;
      if (what === 'turn') return ((turn = who), false);
      const deeds: Readonly<Record<string, (place: Place, who: number, values: Values) => Promise<boolean>>> = {
        create,
        edit,
        delete: remove,
      };
      const done = await deeds[what]?.(place, who, fields);
      if (done) calm = new Set();
      return done ?? false;
    },
    async run(house, s, see) {
      const person = team[turn % team.length]!;
      turn += 1;
      ran.push(person);
      keeps ||= s.deletes === 'keep';
      const done = await runCycle(house, nodesOf(s, person, folders.get(person) ?? ''), undefined, see);
      if (done) finished.set(person, done);
      return done;
    },
    saw({ clean }: CycleSeen) {
      for (const person of ran) if (clean) calm.add(person);
      if (clean) for (const { unmet } of lives.values()) ran.forEach((person) => unmet.delete(person));
      else for (const { claims } of lives.values()) claims.trouble();
      if (!clean) calm = new Set();
      for (const [who, { alone }] of lives)
        if (at('crm', who)) alone.clear();
        else ran.forEach((person) => alone.add(person));
      ran = [];
      settle();
      return twice();
    },
    unexplained: hands.get('crm')!.unexplained,
    judge() {
      const asked = [...finished].flatMap(([person, { reviews, parkedRecords }]) => [
        ...reviews.map((one): Problem => ({ rule: 'equal', text: `${person} is asked: ${JSON.stringify(one)}` })),
        ...parkedRecords.map(({ label, message }): Problem => ({
          rule: 'equal',
          text: `${person}: ${label} is still parked: ${message}`,
        })),
      ]);
      return [...asked, ...[...lives].flatMap(([who, life]) => judgeOne(who, life))];
    },
    edits: () => ({ survived: edits, settled: 0 }),
  };
}

const who = fc.nat({ max: 2 });
const place = fc.constantFrom<Place>('crm', ...team);
const deedWith = (what: string, fields: fc.Arbitrary<Values>): fc.Arbitrary<Deed> =>
  fc.record({ who, place, fields }).map(({ who: n, place: at, fields: given }) => ({
    ...{ on: at === 'crm' ? ('zoho' as const) : ('outlook' as const), what, who: n },
    values: { at, ...given },
  }));

/** Contacts of one CRM in the mailboxes of three people; each run is of the next of them, or of whom a deed named. */
export const shared: HistoryKind = {
  name: 'shared',
  settings: fc.record({
    policy: fc.constantFrom('zoho', 'outlook'),
    deletes: fc.constantFrom('keep', 'delete', 'delete'),
    batch: fc.constantFrom(500, 2),
  }),
  deed: fc.oneof(
    { weight: 5, arbitrary: deedWith('create', plainFields(0, 4)) },
    { weight: 8, arbitrary: deedWith('edit', plainFields(1, 3)) },
    { weight: 2, arbitrary: deedWith('delete', fc.constant({})) },
    { weight: 3, arbitrary: who.map((n): Deed => ({ on: 'both', what: 'turn', who: n })) },
  ),
  lists: { outlook: '/contacts', zoho: '/coql' },
  start: startWorld,
};
