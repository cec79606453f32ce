/** The meetings template with an app-specific password: the CRM's calendar by CalDAV instead of its records. */
import { answerReview, listReviews } from '../../archive';
import type { Raw } from '../support/fixture';
import { attendees, date, meeting } from '../support/eventWorld';
import type { DavWorld } from '../support/davWorld';
import { davMeeting, startDavWorld } from '../support/davWorld';

jest.setTimeout(60_000);
let world: DavWorld;
beforeAll(async () => void (world = await startDavWorld()));
afterAll(() => world.stop());

const deletes = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } } };
const subjects = () => ({
  outlook: world
    .inOutlook()
    .map(({ subject }) => String(subject))
    .sort(),
  calendar: world
    .inCalendar()
    .map(({ subject }) => String(subject))
    .sort(),
});
const both = (...names: readonly string[]) => ({ outlook: names, calendar: names });

async function quiet(): Promise<void> {
  const report = await world.run();
  expect([report.written, report.pending, world.writes()]).toEqual([0, 0, []]);
}

const days = (from: number, to: number): Raw => ({
  ...{ isAllDay: true, start: { dateTime: `${date(from)}T00:00:00`, timeZone: 'Tokyo Standard Time' } },
  end: { dateTime: `${date(to)}T00:00:00`, timeZone: 'Tokyo Standard Time' },
});
const compact = (days: number): string => date(days).replace(/-/g, '');

test('created, edited and deleted on each side; a second run writes nothing', async () => {
  world.reset(
    [meeting('From Outlook', 2), meeting('Days', 4, days(4, 6)), meeting('Shared', 3)],
    [
      davMeeting('From CRM', 5, 'LOCATION:Room 1', 'DESCRIPTION:Bring it', 'X-OTHER:kept'),
      davMeeting('Shared', 3),
      davMeeting('Whole', 7, `DTSTART;VALUE=DATE:${compact(7)}`, `DTEND;VALUE=DATE:${compact(8)}`),
    ],
  );
  await world.run();
  expect(subjects()).toEqual(both('Days', 'From CRM', 'From Outlook', 'Shared', 'Whole'));
  expect(world.outlook('From CRM')).toMatchObject({ location: { displayName: 'Room 1' } });
  expect(world.textOf('Days')).toContain(`DTSTART;VALUE=DATE:${compact(4)}`);
  await quiet();
  await world.editOutlook('From CRM', { location: { displayName: 'Room 2' } });
  await world.editCalendar('From Outlook', (ics) => ics.replace('SUMMARY:From Outlook', 'SUMMARY:Renamed'));
  await world.deleteOutlook('Days');
  await world.deleteInCalendar('Whole');
  await world.run(deletes);
  expect(subjects()).toEqual(both('From CRM', 'Renamed', 'Shared'));
  expect(world.textOf('From CRM')).toMatch(/LOCATION:Room 2[\s\S]*X-OTHER:kept|X-OTHER:kept[\s\S]*LOCATION:Room 2/);
  await quiet();
  expect(world.outbox()).toEqual([]);
});

test('a series with a moved and a cancelled meeting goes each way', async () => {
  const zone = { recurrenceTimeZone: 'Tokyo Standard Time', startDate: date(2) };
  const rule = {
    pattern: { type: 'daily', interval: 1 },
    range: { type: 'numbered', numberOfOccurrences: 6, ...zone },
  };
  const moved = [
    ...[
      `RRULE:FREQ=DAILY;COUNT=5`,
      `EXDATE:${compact(11)}T090000Z`,
      'END:VEVENT',
      'BEGIN:VEVENT',
      'UID:CRM-series@crm',
    ],
    ...['DTSTAMP:20260101T000000Z', `RECURRENCE-ID:${compact(12)}T090000Z`, `DTSTART:${compact(12)}T130000Z`],
    ...[`DTEND:${compact(12)}T140000Z`, 'SUMMARY:Moved one'],
  ];
  const { name, data } = davMeeting('CRM series', 10) as { name: string; data: string };
  const series = { name, data: data.replace('END:VEVENT', `${moved.join('\r\n')}\r\nEND:VEVENT`) };
  world.reset([meeting('Outlook series', 2, { recurrence: rule })], [series]);
  await world.run();
  await quiet();
  expect(subjects().calendar).toEqual(['CRM series', 'Outlook series']);
  const told = world.inCalendar().find(({ subject }) => subject === 'CRM series');
  expect(told).toMatchObject({ recurrence: 'FREQ=DAILY;COUNT=5', exceptDates: [date(11)] });
  const outlook = world.inOutlook().filter(({ subject }) => /CRM series|Moved one/.test(String(subject)));
  expect(outlook.length).toBeGreaterThan(0);
  const cut = (ics: string) =>
    ics.replace('RRULE:FREQ=DAILY;COUNT=6', `RRULE:FREQ=DAILY;COUNT=6\r\nEXDATE:${compact(4)}T090000Z`);
  expect(world.textOf('Outlook series')).toMatch(/RRULE:FREQ=DAILY;COUNT=6/);
  await world.editCalendar('Outlook series', (ics) =>
    /DTSTART;TZID/.test(ics)
      ? ics.replace(/(RRULE:[^\r\n]*)/, `$1\r\nEXDATE;TZID=Asia/Tokyo:${compact(4)}T180000`)
      : cut(ics),
  );
  await world.run();
  await quiet();
  expect(world.inCalendar().find(({ subject }) => subject === 'Outlook series')).toMatchObject({
    exceptDates: [date(4)],
  });
});

test('what iCalendar can say and the interface of the CRM cannot goes over whole', async () => {
  const many = Array.from({ length: 60 }, (_, at) => `p${at}`);
  world.reset(
    [meeting('Crowd', 2, { ...attendees(...many), isReminderOn: true, reminderMinutesBeforeStart: 1234 })],
    [],
  );
  await world.run();
  const [crowd] = world.inCalendar();
  expect(crowd?.participants).toHaveLength(60);
  expect(crowd?.reminder).toBe(1234);
  expect(world.outbox()).toEqual([]);
  await quiet();
});

test('what was created and not touched since is deleted with its partner', async () => {
  world.reset([meeting('Made here', 2)], [davMeeting('Made there', 3)]);
  await world.run(deletes);
  await world.deleteOutlook('Made here');
  await world.deleteInCalendar('Made there');
  await world.run(deletes);
  expect(subjects()).toEqual(both());
});

test('who was taken out of a meeting is in it again with name, role and answer once that is undone; nobody is mailed', async () => {
  const how = 'ROLE=OPT-PARTICIPANT;PARTSTAT=ACCEPTED;SCHEDULE-AGENT=CLIENT';
  const line = (name: string) => `ATTENDEE;CN="${name}, Dr.";${how}:mailto:${name}@example.com`;
  world.reset([], [davMeeting('Review', 3, line('sato'), line('ito'))]);
  const mailing = { 'Write to Outlook': { mailParticipants: true } };
  await world.run(mailing);
  const people = () =>
    world
      .textOf('Review')
      .replace(/\r\n /g, '')
      .split('\r\n')
      .filter((one) => one.startsWith('ATTENDEE'))
      .map((one) =>
        one
          .slice('ATTENDEE;'.length)
          .split(/[;:](?=[A-Z-]+=|mailto)/)
          .sort(),
      )
      .sort();
  const before = people();
  await world.editOutlook('Review', attendees('ito'));
  await world.run(mailing);
  expect(people()).toHaveLength(1);
  const mailed = world.outbox().length;
  await world.undo();
  expect(people()).toEqual(before);
  expect(world.outbox()).toHaveLength(mailed);
  await quiet();
  await world.undo();
  expect(people()).toHaveLength(1);
});

test('the two nodes have to sign in alike', async () => {
  world.reset([meeting('One', 2)], []);
  const mixed = world.runWith({ 'Write to Zoho CRM': { authentication: 'oAuth2' } });
  await expect(mixed).rejects.toThrow('sign in differently');
  expect(world.writes()).toEqual([]);
});

/** A second calendar of the account, with one meeting, and how it is chosen. */
function secondCalendar() {
  const [account] = world.services.zoho.state.calDav.accounts;
  world.services.zoho.seed({
    calDav: {
      calendars: [{ name: 'second', displayName: 'Second' }],
      objects: [{ calendar: 'second', ...davMeeting('Second', 4) }],
    },
  } as never);
  const home = `${world.services.connection.zoho.calDav.url}/caldav/${account?.id}/`;
  const choose = (value: string) => ({
    authentication: 'appPassword',
    calendar: { __rl: true, mode: 'id', value },
  });
  const url = `${home}second/`;
  return { url, chosen: choose(url), usual: choose(`${home}events/`) };
}

test('another calendar and another account are told apart', async () => {
  world.reset([], [davMeeting('First', 3)]);
  await world.run();
  const { url, chosen } = secondCalendar();
  const changed = { 'Zoho CRM Changes': chosen };
  await expect(world.runWith(changed)).rejects.toThrow(/this sync looked after ".*\/events\/"; now ".*\/second\/" is/);
  expect(subjects()).toEqual({ outlook: ['First'], calendar: ['First'] });
  await world.withArchive(async (opened) => {
    const [asked] = await listReviews(opened, 'Events', { topic: 'refusal' });
    await answerReview(opened, { id: asked!.id, answer: { pass: true }, seen: null, by: 'a person' }, Date.now());
  });
  await world.runWith(changed);
  expect(subjects()).toEqual({ outlook: ['First', 'Second'], calendar: ['First'] });
  await expect(
    world.runWith({
      'Start Cycle': { sync: 'Nowhere' },
      'Zoho CRM Changes': { ...chosen, calendar: { __rl: true, mode: 'id', value: `${url}none/` } },
    }),
  ).rejects.toThrow('The chosen calendar is none of this account.');
});

test('a calendar that does not exist is chosen in a sync that has run → told as not existing, and nobody is asked', async () => {
  world.reset([], [davMeeting('First', 3)]);
  await world.run();
  const { url, chosen } = secondCalendar();
  const gone = { 'Zoho CRM Changes': { ...chosen, calendar: { __rl: true, mode: 'id', value: `${url}none/` } } };
  await expect(world.runWith(gone)).rejects.toThrow('The chosen calendar is none of this account.');
  await world.withArchive(async (opened) => expect(await listReviews(opened, 'Events')).toEqual([]));
});

test('syncs of one Outlook calendar with two CalDAV calendars are no syncs of one place; by two names of one calendar they are', async () => {
  world.reset([], [davMeeting('First', 3)]);
  const { chosen, usual } = secondCalendar();
  await world.run();
  const other = { 'Start Cycle': { sync: 'Other calendar' }, 'Zoho CRM Changes': chosen };
  expect((await world.runWith(other)).left).toEqual([]);
  const same = { 'Start Cycle': { sync: 'Same calendar' }, 'Zoho CRM Changes': usual };
  expect((await world.runWith(same)).left).toEqual([
    expect.objectContaining({ reason: expect.stringContaining('looks after the same records') }),
  ]);
});

test('a wrong password stops the run with the next step, and nothing of it is said', async () => {
  world.reset([meeting('One', 2)], []);
  const { calDav } = world.services.zoho.state;
  calDav.accounts[0]!.appPasswords = ['another'];
  await expect(world.run()).rejects.toMatchObject({
    message: expect.stringContaining('does not accept the e-mail address and app-specific password'),
    description: expect.stringContaining('App Passwords'),
  });
  const error = await world.run().catch((thrown: unknown) => thrown);
  expect(JSON.stringify(error) + String(error)).not.toContain('abcd1234wxyz');
});
