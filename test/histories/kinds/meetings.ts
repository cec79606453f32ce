import fc from 'fast-check';
import template from '../../../workflows/events.json';
import type { StoredEvent } from '../../../simulators/graph/model';
import type { RunningSimulators } from '../../../simulators/start';
import { runCycle } from '../../support/pipeline';
import { crmUsers, team, type Person } from '../../support/teamWorld';
import { unexplained } from '../explain';
import type { Deed, HistoryKind, KindWorld, NodeSettings, Problem, SyncSettings, Values } from '../types';

const tokenOf = (who: number): string => `M${who}`;
const addressOf = (person: string): string => `${person}@example.com`;
const at = (hour: number, offset = 0): Values => ({
  dateTime: `2026-03-06T${String(hour + offset).padStart(2, '0')}:00:00`,
  timeZone: 'UTC',
});
const shownTimes = (hour: number): Values => ({ start: at(hour), end: at(hour, 1) });

const nodesOf = (s: SyncSettings, person: Person, calendar: string): NodeSettings => ({
  'Start Cycle': { whenBusy: 'end', sync: person },
  'Outlook Changes': { calendar },
  'Zoho CRM Changes': { scope: 'all', owner: crmUsers[person] },
  'Write to Zoho CRM': { owner: crmUsers[person] },
  'Conflict Resolver': { policy: s.policy, deletes: s.deletes, guards: { maxDeletes: 1000, maxDeletePercent: 100 } },
});

interface Meeting {
  readonly by: Person;
  /** Those who have taken it out of their calendar. */
  readonly left: Set<Person>;
  isCancelled: boolean;
  /** Edited after that: what syncs had made of it by then are appointments of their own, and each may have gone its own way. */
  isApart: boolean;
}

function startWorld({ graph, zoho }: RunningSimulators): KindWorld {
  let [meetings, turn] = [new Map<number, Meeting>(), 0];
  const calendarOf = (person: Person): string =>
    [...graph.state.calendars.values()].find(({ name }) => name === person)?.id ?? '';
  const isOf = (who: number, text: unknown): boolean => String(text).split(' ')[0] === tokenOf(who);
  const copies = (who: number): readonly StoredEvent[] =>
    [...graph.state.events.values()].filter(({ fields }) => isOf(who, fields.subject));
  const inCrm = (who: number): readonly Values[] =>
    [...(zoho.state.records.get('Events')?.values() ?? [])]
      .map(({ values }) => values as Values)
      .filter(({ Event_Title: title }) => isOf(who, title));
  const edit = (event: StoredEvent, what: object): void =>
    graph.seed({ eventEdits: [{ event: event.restId, ...what }] } as never);

  /** An invitation, as Exchange brings it to everybody: one iCalendar id in all calendars. */
  function invite(who: number, { by, hour }: Values): boolean {
    if (meetings.has(who)) return false;
    const organizer = { emailAddress: { name: String(by), address: addressOf(String(by)) } };
    const attendees = team.filter((one) => one !== by).map((one) => ({ emailAddress: { address: addressOf(one) } }));
    const event = {
      ...{ subject: `${tokenOf(who)} Plan`, iCalUId: `uid-${who}`, organizer, attendees, isReminderOn: false },
      ...{ categories: ['Zoho'], ...shownTimes(Number(hour)) },
    };
    const events = (person: Person) => [{ ...event, isOrganizer: person === by }];
    graph.seed({ calendars: team.map((name) => ({ name, events: events(name) })) } as never);
    meetings.set(who, { by: by as Person, left: new Set(), isCancelled: false, isApart: false });
    return true;
  }

  const change = (who: number, set: Values): boolean => {
    const [meeting, all] = [meetings.get(who), copies(who)];
    if (meeting?.isCancelled) meeting.isApart = true;
    for (const event of all) edit(event, { set });
    return all.length > 0;
  };

  const hands: Readonly<Record<string, (who: number, values: Values) => boolean>> = {
    create: invite,
    edit: (who, { hour, place, word }) =>
      change(who, {
        ...(hour !== undefined && shownTimes(Number(hour))),
        ...(place !== undefined && { location: { displayName: place } }),
        ...(word !== undefined && { subject: `${tokenOf(who)} ${String(word)}` }),
      }),
    decline: (who, { person }) => {
      const meeting = meetings.get(who);
      const mine = copies(who).find(({ calendar }) => calendar === calendarOf(person as Person));
      if (!meeting || !mine || meeting.by === person) return false;
      meeting.left.add(person as Person);
      edit(mine, { delete: true });
      return true;
    },
    cancel: (who) => {
      const [meeting, all] = [meetings.get(who), copies(who)];
      if (!meeting || all.length === 0) return false;
      meeting.isCancelled = true;
      for (const event of all) edit(event, { delete: true });
      return true;
    },
    turn: (who) => ((turn = who), false),
  };

  const twice = (): readonly Problem[] =>
    [...meetings].flatMap(([who, { isApart }]) => {
      if (isApart) return [];
      const all = [
        inCrm(who),
        ...team.map((one) => copies(who).filter(({ calendar }) => calendar === calendarOf(one))),
      ];
      return all.some(({ length }) => length > 1) ? [{ rule: 'once' as const, text: `${tokenOf(who)} is twice` }] : [];
    });

  /** As the service keeps it: in UTC, or by the clock of the CRM's user who wrote it. */
  const timeOf = ({ dateTime, timeZone }: Values): number =>
    Date.parse(`${String(dateTime).slice(0, 19)}${String(timeZone).startsWith('Tokyo') ? '+09:00' : 'Z'}`);
  const shownIn = ({ fields }: StoredEvent): string =>
    [fields.subject, timeOf(fields.start as Values), (fields.location as Values | null)?.displayName || ''].join('|');
  const shownBy = ({ Event_Title: title, Start_DateTime: start, Venue: place }: Values): string =>
    [title, Date.parse(String(start)), place ?? ''].join('|');

  function judgeOne(who: number, { left, isCancelled }: Meeting): readonly Problem[] {
    const [record] = inCrm(who);
    const told = (text: string): Problem => ({ rule: 'equal', text: `${tokenOf(who)} ${text}` });
    if (isCancelled) return [];
    if (!record) return [{ rule: 'survives', text: `${tokenOf(who)} is gone from the CRM` }];
    return team.flatMap((person) => {
      const mine = copies(who).find(({ calendar }) => calendar === calendarOf(person));
      if (!mine) return left.has(person) ? [] : [told(`is gone from ${person}`)];
      return shownIn(mine) === shownBy(record)
        ? []
        : [told(`${person} shows ${shownIn(mine)}, the CRM ${shownBy(record)}`)];
    });
  }

  return {
    round: team.length,
    reset(s) {
      [meetings, turn] = [new Map(), 0];
      const zone = { mailbox: { timeZone: 'UTC' }, calendars: team.map((name) => ({ name, events: [] })) };
      graph.seed(zone as never);
      const field = { api_name: 'iCalUId', label: 'iCalUId', data_type: 'text', length: 255 };
      if (s.hasField === true) zoho.seed({ modules: [{ api_name: 'Events', fields: [field] }] } as never);
    },
    act: ({ what, who, values = {} }: Deed) => hands[what]?.(who, values) ?? false,
    run: (house, s, see) => {
      const person = team[turn % team.length]!;
      turn += 1;
      return runCycle(house, nodesOf(s, person, calendarOf(person)), template, see);
    },
    saw: twice,
    unexplained: (writes, decided) => unexplained(writes, decided, ({ path }) => /masterCategories/i.test(path)),
    judge: () => [...meetings].flatMap(([who, meeting]) => judgeOne(who, meeting)),
    edits: () => ({ survived: 0, settled: 0 }),
  };
}

const who = fc.nat({ max: 1 });
const hour = fc.integer({ min: 8, max: 15 });
const person = fc.constantFrom(...team);
const deedWith = (what: string, values: fc.Arbitrary<Values>): fc.Arbitrary<Deed> =>
  fc.record({ who, values }).map((one): Deed => ({ on: 'outlook', what, ...one }));
const change = fc.record(
  { hour, place: fc.constantFrom('Room 1', 'Room 2'), word: fc.constantFrom('Plan', 'Review') },
  { requiredKeys: [] },
);

/** Meetings that three people have in their calendars by one invitation, in one CRM that all may see. */
export const meetings: HistoryKind = {
  name: 'meetings',
  settings: fc.record({
    policy: fc.constantFrom('zoho', 'outlook'),
    deletes: fc.constantFrom('keep', 'delete'),
    hasField: fc.boolean(),
  }),
  deed: fc.oneof(
    { weight: 6, arbitrary: deedWith('create', fc.record({ by: person, hour })) },
    { weight: 6, arbitrary: deedWith('edit', change) },
    { weight: 2, arbitrary: deedWith('decline', fc.record({ person })) },
    { weight: 1, arbitrary: deedWith('cancel', fc.constant({})) },
    { weight: 3, arbitrary: deedWith('turn', fc.constant({})) },
  ),
  lists: { outlook: 'calendarView/delta', zoho: '/coql|/Events/deleted' },
  start: startWorld,
};
