/** A meeting that several people attend is one in the CRM, whether or not the org has a field for the iCalendar id. */
import events from '../../workflows/events.json';
import { attendees, date } from '../support/eventWorld';
import type { Raw } from '../support/fixture';
import { rebuild, savePeople } from '../../archive';
import { crmUsers, startTeamWorld, team, type Person, type TeamWorld } from '../support/teamWorld';

jest.setTimeout(120_000);

const uidField = {
  modules: [
    { api_name: 'Events', fields: [{ api_name: 'iCalUId', label: 'iCalUId', data_type: 'text', length: 255 }] },
  ],
};
const everybody = { scope: 'all' };

let world: TeamWorld;
beforeAll(async () => void (world = await startTeamWorld(events, 'calendar')));
afterAll(() => world.stop());

/** As it stands in somebody's calendar; Ken invites. */
const copy = (person: Person, subject: string, more: Raw = {}): Raw => ({
  ...{ subject, iCalUId: `uid-${subject}`, isOrganizer: person === 'ken' },
  organizer: { emailAddress: { name: 'Ken Sato', address: 'ken.sato@example.com' } },
  ...attendees('mary', 'hanako'),
  start: { dateTime: `${date(3)}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${date(3)}T10:00:00`, timeZone: 'UTC' },
  ...more,
});
const invite = (subjects: readonly string[], zoho: Raw, more: (person: Person) => Raw = () => ({})) => {
  const of = (person: Person) => subjects.map((subject) => copy(person, subject, more(person)));
  return world.reset(Object.fromEntries(team.map((person) => [person, of(person)])), zoho);
};
const round = async (order: readonly Person[] = team): Promise<number> => {
  let written = 0;
  for (const person of order) {
    const report = await world.runFor(person, everybody);
    expect(report).toMatchObject({ pending: 0, reviews: [] });
    written += report.written;
  }
  return written;
};
const copies = (subject: string) =>
  [...world.services.graph.state.events.values()].filter(({ fields }) => fields.subject === subject);
const calendarOf = (person: Person) =>
  [...world.services.graph.state.events.values()].filter(({ calendar }) => calendar === world.placeOf(person));
/** As Exchange does with a change of the organiser: all copies have it. */
const change = (subject: string, set: Raw): void =>
  world.services.graph.seed({ eventEdits: copies(subject).map(({ restId: event }) => ({ event, set })) } as never);
const inRoom = (number: number): Raw => ({ location: { displayName: `Room ${number}` } });
const titles = () => world.owned('Events').map(({ Event_Title }) => Event_Title);

describe.each([['with a field for the iCalendar id', uidField] as const, ['without one', {}] as const])(
  'in an org %s',
  (_name, org) => {
    test('one meeting in the CRM, whoever syncs first, and a change of it is written once', async () => {
      await invite(['Plan', 'Review'], org);
      await round(['mary', 'ken', 'hanako']);
      await round();
      expect(await round()).toBe(0);
      expect(titles().sort()).toEqual(['Plan', 'Review']);
      const later = { dateTime: `${date(3)}T11:00:00`, timeZone: 'UTC' };
      change('Plan', { start: later, end: { dateTime: `${date(3)}T12:00:00`, timeZone: 'UTC' } });
      change('Review', { subject: 'Retrospective' });
      expect(await round()).toBe(2);
      expect(await round()).toBe(0);
      expect(titles().sort()).toEqual(['Plan', 'Retrospective']);
      expect(world.outbox()).toEqual([]);
    });

    test('its host is who invites, whoever syncs first', async () => {
      await invite(['Plan'], org);
      const ken = { address: 'ken.sato@example.com', name: 'Ken', mailbox: 'm', owner: crmUsers.ken, reason: null };
      await world.withArchive((a) => savePeople(a, [ken], Date.now()));
      await round(['mary', 'hanako', 'ken']);
      await round();
      expect(await round()).toBe(0);
      expect(world.owned('Events')).toMatchObject([{ Event_Title: 'Plan', owner: 'ken' }]);
    });

    test('moved before all have met it, it is still one', async () => {
      await invite(['Plan'], org);
      await world.runFor('mary', everybody);
      const later = { dateTime: `${date(3)}T11:00:00`, timeZone: 'UTC' };
      change('Plan', { start: later, end: { dateTime: `${date(3)}T12:00:00`, timeZone: 'UTC' } });
      for (const person of ['ken', 'hanako', 'mary', ...team] as const) await world.runFor(person, everybody);
      expect(await round()).toBe(0);
      expect(titles()).toEqual(['Plan']);
      expect(copies('Plan')).toHaveLength(3);
    });

    test('two invitations of one subject and time stay two, each with its own', async () => {
      const lunch = (person: Person, by: Person): Raw => ({
        ...copy(person, 'Lunch', { iCalUId: `uid-${by}`, isOrganizer: person === by }),
        organizer: { emailAddress: { name: by, address: `${by}@example.com` } },
      });
      await world.reset({ ken: [lunch('ken', 'ken')], mary: [lunch('mary', 'mary'), lunch('mary', 'ken')] }, org);
      for (const person of [...team, ...team, ...team]) await world.runFor(person, everybody);
      expect(await round()).toBe(0);
      expect(titles()).toEqual(['Lunch', 'Lunch']);
      const [one, two] = world.owned('Events');
      if (org === uidField) expect([one?.iCalUId, two?.iCalUId].sort()).toEqual(['uid-ken', 'uid-mary']);
      expect(one?.owner).not.toBe(two?.owner);
      for (const person of team) expect(calendarOf(person)).toHaveLength(2);
    });

    test('its host is another one than who invites, and the archives are built anew: it stays one', async () => {
      await invite(['Plan'], org);
      await round(['mary', 'ken', 'hanako']);
      await round();
      expect(await round()).toBe(0);
      const ken = { address: 'ken.sato@example.com', name: 'Ken', mailbox: 'm', owner: crmUsers.ken, reason: null };
      await world.withArchive(async (a) => {
        await savePeople(a, [ken], Date.now());
        for (const person of team) await rebuild(a, person, Date.now());
      });
      for (const person of ['mary', 'hanako', 'ken', ...team, ...team] as const) await world.runFor(person, everybody);
      expect(titles()).toEqual(['Plan']);
    });

    test('whoever brought it takes it out of the sync, and a colleague begins: it stays one', async () => {
      await invite(['Plan'], org);
      await world.runFor('hanako', everybody);
      await world.runFor('hanako', everybody);
      const people = team.map((person) => ({
        ...{ address: person === 'ken' ? 'ken.sato@example.com' : `${person}@example.com`, name: person },
        ...{ mailbox: person, owner: crmUsers[person], reason: null },
      }));
      await world.withArchive((a) => savePeople(a, people, Date.now()));
      const [hers] = calendarOf('hanako');
      await world.ask('outlook', 'PATCH', `/v1.0/me/events/${encodeURIComponent(String(hers?.restId))}`, {
        categories: [],
      });
      await world.runFor('hanako', everybody);
      for (const person of ['mary', 'ken', 'mary', 'ken', 'hanako'] as const) await world.runFor(person, everybody);
      expect(titles()).toEqual(['Plan']);
    });

    test('at the same time, too', async () => {
      await invite(['Plan'], org);
      let [arrived, open] = [0, () => undefined as void];
      const all = new Promise<void>((resolve) => void (open = resolve));
      const between = async (done: string) => {
        if (done !== 'Conflict Resolver') return;
        arrived += 1;
        if (arrived === team.length) open();
        await all;
      };
      await Promise.all(team.map((person) => world.runFor(person, { ...everybody, between })));
      await round();
      await round();
      expect(await round()).toBe(0);
      expect(titles()).toEqual(['Plan']);
    });

    test('everybody keeps the reminder of their own', async () => {
      await invite(['Plan'], org, (person) => ({
        isReminderOn: true,
        reminderMinutesBeforeStart: { ken: 15, mary: 30, hanako: 60 }[person],
      }));
      for (let n = 0; n < 3; n += 1) await round();
      expect(await round()).toBe(0);
      const minutes = copies('Plan').map(({ fields }) => fields.reminderMinutesBeforeStart);
      expect(minutes.sort()).toEqual([15, 30, 60]);
    });

    test('who declines, and has it no more, takes it from nobody else', async () => {
      await invite(['Plan'], org);
      await round();
      await round();
      const mine = copies('Plan').find(({ fields }) => fields.isOrganizer !== true);
      world.services.graph.seed({ eventEdits: [{ event: mine?.restId, delete: true }] } as never);
      const deleting = { 'Conflict Resolver': { deletes: 'delete' } };
      for (let n = 0; n < 3; n += 1)
        for (const person of team) await world.runFor(person, { ...everybody, settings: deleting });
      expect(titles()).toEqual(['Plan']);
      expect(copies('Plan')).toHaveLength(2);
      change('Plan', { location: { displayName: 'Room 2' } });
      for (const person of team) await world.runFor(person, { ...everybody, settings: deleting });
      expect(copies('Plan')).toHaveLength(2);
      expect(await round()).toBe(0);
    });

    test.each([
      ['before whoever brought the move declined', ['mary', 'ken', 'hanako']],
      ['after it', ['hanako', 'ken', 'mary']],
    ] as const)('moved and moved back before all have met it, it is where it was, met %s', async (_when, order) => {
      await invite(['Plan'], org, () => inRoom(2));
      await round();
      await round();
      change('Plan', inRoom(1));
      await world.runFor('hanako', everybody);
      expect(world.owned('Events')).toMatchObject([{ Venue: 'Room 1' }]);
      change('Plan', inRoom(2));
      const [mine] = calendarOf('hanako');
      world.services.graph.seed({ eventEdits: [{ event: mine?.restId, delete: true }] } as never);
      await round(order);
      expect(world.owned('Events')).toMatchObject([{ Venue: 'Room 2' }]);
      for (const person of order)
        expect(await world.runFor(person, everybody)).toMatchObject({ parked: 0, written: 0 });
      expect(copies('Plan')).toHaveLength(2);
    });

    test('what somebody writes in the CRM stays an edit of the CRM, though it is where it was when a colleague declined', async () => {
      await invite(['Plan'], org, () => inRoom(2));
      await round();
      await round();
      change('Plan', inRoom(1));
      await world.runFor('hanako', everybody);
      const [mine] = calendarOf('hanako');
      world.services.graph.seed({ eventEdits: [{ event: mine?.restId, delete: true }] } as never);
      change('Plan', inRoom(3));
      await round();
      expect(world.owned('Events')).toMatchObject([{ Venue: 'Room 3' }]);
      const [{ id } = { id: '' }] = world.owned('Events');
      await world.ask('zoho', 'PUT', `/crm/v8/Events/${String(id)}`, { data: [{ Venue: 'Room 1' }] });
      for (let n = 0; n < 2; n += 1) await round();
      expect(world.owned('Events')).toMatchObject([{ Venue: 'Room 1' }]);
      expect(copies('Plan').map(({ fields }) => fields.location)).toMatchObject(
        [inRoom(3), inRoom(3)].map(({ location }) => location),
      );
    });
  },
);
