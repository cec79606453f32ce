import template from '../../../workflows/events.json';
import { runCycle } from '../../support/pipeline';
import type { CycleSeen, Deed, HistoryKind, KindWorld, NodeSettings, Problem, SyncSettings, WriteSeen } from '../types';
import { deed, settings } from './event/deeds';
import type { Form } from './event/forms';
import { dateAfter } from './event/forms';
import { makeHands } from './event/hands';
import type { Life } from './event/life';
import { makeJudge } from './event/judge';
import { newLife, presence, sides, sightsOf } from './event/life';
import type { Both, Scope } from './event/view';
import { look } from './event/view';
import type { RunningSimulators } from '../../../simulators/start';

/** Meetings of a history that are there at once. */
const MOST = 4;
const none: Both = { outlook: [], zoho: [] };

/** The history's words as the template's nodes know them. */
const nodesOf = (s: SyncSettings): NodeSettings => ({
  'Start Cycle': { whenBusy: 'end' },
  'Outlook Changes': { daysAhead: s.daysAhead, privateEvents: s.privates },
  'Zoho CRM Changes': { scope: s.scope },
  'Conflict Resolver': {
    ...{ direction: s.direction, policy: s.policy, deletes: s.deletes },
    ...(s.placeWins !== undefined && { overrides: { fields: [{ field: 'location', policy: s.placeWins }] } }),
    guards: { maxDeletes: 1000, maxDeletePercent: 100 },
  },
});
const scopeOf = (s: SyncSettings): Scope => ({
  ...{ now: Date.now(), daysBack: 90, daysAhead: Number(s.daysAhead) },
  ...{ privates: String(s.privates), mine: s.scope === 'mine' },
});

function startWorld(services: RunningSimulators): KindWorld {
  const { hands, create, remove } = makeHands(services);
  let first = 0;
  let made = 0;
  let lives = new Map<string, Life>();
  let slots: { readonly token: string; readonly form: Form }[] = [];
  let before: ReadonlyMap<string, Both> | null = null;
  let last: SyncSettings = {};
  /** When what is parked is tried next, as the last report has it. */
  let tries: ReadonlyMap<string, number | null> = new Map();
  const looked = () => look(services, scopeOf(last));

  /** A deed is about one of those that are there. */
  function held(who: number) {
    const all = looked();
    const there = slots.filter(({ token }) => all.has(token));
    const slot = there[who % Math.max(1, there.length)];
    if (!slot) return null;
    const both = all.get(slot.token) ?? none;
    const event = services.graph.state.events.get(both.outlook[0]?.ref ?? '') ?? null;
    const record = services.zoho.state.records.get('Events')?.get(both.zoho[0]?.ref ?? '') ?? null;
    return { token: slot.token, form: slot.form, first, event, record };
  }

  function begin({ on, values }: Deed): boolean {
    if (looked().size >= MOST) return false;
    made += 1;
    const token = `M${made}`;
    const form = values as unknown as Form;
    slots.push({ token, form });
    lives.set(token, newLife(token));
    create(on, token, form, first);
    note(token);
    return true;
  }
  /** What is not synced, as it is now. */
  function note(token: string): void {
    const [life, both] = [lives.get(token), looked().get(token) ?? none];
    if (life) for (const side of sides) life.own[side] = both[side][0]?.own ?? null;
  }

  function end({ on, who }: Deed): boolean {
    const there = held(who);
    const life = there && lives.get(there.token);
    if (!there || !life) return false;
    const hit = sides.filter(
      (side) => (on === side || on === 'both') && (side === 'outlook' ? there.event : there.record),
    );
    remove(on, there);
    for (const side of hit) [life.gone[side], life.own[side]] = [true, null];
    return hit.length > 0;
  }

  /** Until they are paired, what makes two records the same must not be touched on one side alone. */
  const isTooEarly = (deed: Deed, life: Life, isBoth: boolean): boolean =>
    isBoth &&
    life.link === 'none' &&
    (['move', 'private', 'tag', 'calendar', 'owner'].includes(deed.what) || deed.values?.field === 'subject');

  function touch(deed: Deed): boolean {
    const there = held(deed.who);
    const life = there && lives.get(there.token);
    const hand = hands[deed.what];
    if (!there || !life || !hand || isTooEarly(deed, life, Boolean(there.event && there.record))) return false;
    const was = looked().get(there.token) ?? none;
    const name = hand(there, deed);
    if (!name) return false;
    const is = looked().get(there.token) ?? none;
    for (const side of sides)
      for (const [field, value] of Object.entries(is[side][0]?.shown ?? {}))
        if (value !== was[side][0]?.shown[field as never]) life.put[side].set(field as never, value);
    note(there.token);
    return true;
  }

  const alwaysTrue = (after: ReadonlyMap<string, Both>): readonly Problem[] => {
    const problems: Problem[] = [];
    for (const [token, both] of after)
      for (const side of sides) {
        const life = lives.get(token);
        const [one, ...more] = both[side];
        if (more.length > 0 || !life)
          problems.push({ rule: 'once', text: `${token} is ${more.length + 1} times in ${side}` });
        if (life && one && life.own[side] === null) life.own[side] = one.own;
        if (life && one && life.own[side] !== one.own)
          problems.push({ rule: 'unmapped', text: `${token} in ${side}: "${life.own[side]}" is now "${one.own}"` });
      }
    const letters = services.graph.outbox.length + services.zoho.outbox.length;
    if (letters > 0) problems.push({ rule: 'mailed', text: `${letters} mails were sent to people` });
    return problems;
  };

  function saw({ settings: set, isUndisturbed, finished }: CycleSeen): readonly Problem[] {
    const after = looked();
    const about =
      (token: string) =>
      ({ label }: { readonly label: string }) =>
        label.includes(`${token} `);
    const was = before ?? after;
    before = null;
    const problems = [...alwaysTrue(after)];
    for (const [token, life] of lives) {
      const isAsked = finished?.reviews.some(about(token)) === true;
      const parked = finished?.parkedRecords.filter(about(token)) ?? [];
      const isParked = parked.length > 0;
      const isUntried = parked.some(
        ({ ref, nextTry }) => (nextTry ?? Infinity) <= Date.now() || tries.get(ref) === nextTry,
      );
      const seen = { before: was.get(token) ?? none, after: after.get(token) ?? none, isAsked, isParked, isUntried };
      // What a mishap parked is tried again later; until then nothing of it is agreed.
      const isStruck = parked.some(({ message }) => message.includes('INTERNAL_ERROR'));
      if (!isUndisturbed || isStruck) {
        life.since.push(presence(seen.before));
        life.sights.push(...sightsOf(seen.after));
        life.others ||= [seen.before, seen.after].some(({ zoho: [one] }) => one?.others === true);
        life.settings.push(set);
        continue;
      }
      const { judge, problems: found } = makeJudge(life, seen, set);
      judge();
      problems.push(...found);
    }
    if (finished) tries = new Map(finished.parkedRecords.map(({ ref, nextTry }) => [ref, nextTry]));
    return problems;
  }

  /** A write of Outlook names its meeting, or one meeting of its series; one of the CRM its records. */
  function refsOf({ side, path, query, body }: WriteSeen): readonly string[] {
    const id = decodeURIComponent(/\/events\/([^/?]+)/i.exec(path)?.[1] ?? '');
    if (side === 'outlook') return [services.graph.state.eventIds.get(id)?.event ?? id];
    const ids = new URLSearchParams(query).get('ids');
    const data = (body as { data?: readonly { id?: string }[] } | undefined)?.data ?? [];
    return id ? [id] : ids ? ids.split(',') : data.map((one) => one.id ?? '');
  }

  return {
    reset(set) {
      [made, last, lives, slots, before, tries] = [0, set, new Map(), [], null, new Map()];
      first = Date.parse(dateAfter(Date.now(), 0));
      services.graph.seed({
        mailbox: { timeZone: 'Tokyo Standard Time' },
        calendars: [{ name: 'Calendar' }, { name: 'Other' }],
      });
      const Internal_Code = { api_name: 'Internal_Code', label: 'Internal Code', data_type: 'text', length: 50 };
      services.zoho.seed({ modules: [{ api_name: 'Events', fields: [Internal_Code] }] } as never);
    },
    act: (deed) => (deed.what === 'create' ? begin(deed) : deed.what === 'delete' ? end(deed) : touch(deed)),
    run(house, set, see) {
      last = set;
      before ??= looked();
      return runCycle(house, nodesOf(set), template, see);
    },
    saw,
    unexplained(writes, decided) {
      const planned = decided.flatMap(({ decision }) => decision?.writes ?? []);
      const creates = (side: string) => planned.filter((one) => one.side === side && one.op === 'create').length;
      const known = new Set([...(before?.values() ?? [])].flatMap(({ outlook }) => outlook.map(({ ref }) => ref)));
      const isPlanned = (write: WriteSeen): boolean => {
        const isNew = creates(write.side) > 0;
        const isWanted = (ref: string): boolean =>
          planned.some((one) => one.side === write.side && one.ref === ref) || (isNew && !known.has(ref));
        // A new meeting, or one meeting of a series that is new.
        return write.method === 'POST' ? isNew : refsOf(write).every(isWanted);
      };
      return writes.filter((write) => /\/events/i.test(write.path) && !isPlanned(write));
    },
    judge: () => [],
    edits: () => {
      const sum = (of: 'survived' | 'settled') => [...lives.values()].reduce((all, life) => all + life[of], 0);
      return { survived: sum('survived'), settled: sum('settled') };
    },
  };
}

/** Meetings: single ones, whole days and series, with all that people do to them on both sides. */
export const events: HistoryKind = {
  name: 'events',
  settings,
  deed,
  lists: { outlook: 'calendarView/delta', zoho: '/coql|/Events/deleted' },
  start: startWorld,
};
