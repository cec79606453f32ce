import { decide, needsReview } from '../../sync/decide';
import { contact } from '../../sync/kinds/contact';
import { sameValue } from '../../sync/compare';
import type { Base, Decision, Direction, Fields, Policy, SideRecord, Winner } from '../../sync/model';
import { pair, record, twoWay } from '../support/records';
import type { Scenario } from './tables';
import { scenarios } from './tables';

interface World {
  readonly outlook: SideRecord;
  readonly zoho: SideRecord;
  readonly base: Base | null;
  readonly paused: boolean;
}

const seen = (fields: Fields | null): SideRecord => (fields ? record(fields) : record({}, { state: 'deleted' }));

const start = ({ before: { outlook, base, zoho } }: Scenario): World => ({
  outlook: seen(outlook),
  zoho: seen(zoho),
  base: base ? { outlook: base, zoho: base } : null,
  paused: false,
});

/** What the archive and both sides would show once the decision's writes are done. */
function applied(world: World, decision: Decision): World {
  const next = { ...world, base: { outlook: { ...world.base?.outlook }, zoho: { ...world.base?.zoho } } };
  const agree = (agreed: Base) => {
    Object.assign(next.base.outlook, agreed.outlook);
    Object.assign(next.base.zoho, agreed.zoho);
  };
  agree(decision.agreed);
  for (const { side, op, fields, agreed } of decision.writes) {
    agree(agreed);
    next[side] = op === 'delete' ? seen(null) : record(op === 'create' ? fields : { ...world[side].fields, ...fields });
  }
  return { ...next, paused: decision.verdict === 'pause' };
}

const swapWinner = (winner: Winner): Winner => (winner === 'outlook' ? 'zoho' : winner === 'zoho' ? 'outlook' : winner);
const swapDirection: Record<Direction, Direction> = { both: 'both', toZoho: 'toOutlook', toOutlook: 'toZoho' };

function mirrored(s: Scenario): Scenario {
  const { conflict = 'zoho', perField = {}, direction = 'both' } = s.policy ?? {};
  const swapped = Object.fromEntries(Object.entries(perField).map(([f, w]) => [f, swapWinner(w)]));
  return {
    ...s,
    title: `mirrored: ${s.title}`,
    policy: { ...s.policy, conflict: swapWinner(conflict), perField: swapped, direction: swapDirection[direction] },
    before: { outlook: s.before.zoho, zoho: s.before.outlook, ...(s.before.base ? { base: s.before.base } : {}) },
    after: { outlook: s.after.zoho, zoho: s.after.outlook },
  };
}

function expectFields(found: SideRecord, expected: Fields | null): void {
  if (expected === null) return expect(found.state).toBe('deleted');
  expect(found.state).toBe('live');
  const wrong = contact.fields.filter(({ name, type }) => !sameValue(type, found.fields[name], expected[name]));
  expect(wrong.map(({ name }) => ({ name, found: found.fields[name], expected: expected[name] }))).toEqual([]);
}

const all = [...scenarios, ...scenarios.filter((s) => !s.oneSided).map(mirrored)];

describe.each(all.map((s) => [s.title, s] as const))('%s', (_, scenario) => {
  const policy: Policy = { ...twoWay, ...scenario.policy };
  const world = start(scenario);
  const rules = { kind: contact, policy };
  const decision = decide(pair(world.outlook, world.zoho, world.base), rules);
  const after = applied(world, decision);

  test('ends as the table says', () => {
    expectFields(after.outlook, scenario.after.outlook);
    expectFields(after.zoho, scenario.after.zoho);
  });

  test('names losers and questions', () => {
    const settled = decision.clashes.filter(({ winner }) => winner !== null);
    const lost = settled.map((clash) => [clash.field, clash[clash.winner === 'outlook' ? 'zoho' : 'outlook']]);
    expect(Object.fromEntries(lost)).toEqual(scenario.lost ?? {});
    const open = decision.clashes.filter(({ winner }) => winner === null).map(({ field }) => field);
    expect(open).toEqual(scenario.asks ?? []);
    expect(needsReview(decision)).toBe(open.length > 0);
  });

  test('a second cycle writes nothing', () => {
    if (after.paused || (after.outlook.state === 'deleted' && after.zoho.state === 'deleted')) return;
    const again = decide(pair(after.outlook, after.zoho, after.base), rules);
    expect(again.writes).toEqual([]);
  });
});
