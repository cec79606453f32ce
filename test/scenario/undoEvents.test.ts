import { attendees, crmMeeting, meeting, startEventWorld } from '../support/eventWorld';
import type { Raw } from '../support/fixture';
import type { EventWorld } from '../support/eventWorld';

jest.setTimeout(120_000);

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(async () => await world.stop());

const deleteToo = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1000, maxDeletePercent: 100 } } };

const only = (names: readonly string[], all: readonly Raw[]): readonly string[] =>
  all.map((one) => JSON.stringify(names.map((name) => one[name] ?? null))).sort();

/** Texts as people read them: which markup stands around them is the side's own. */
const words = ({ body, ...event }: Raw): Raw => ({
  ...event,
  text: String((body as { content?: string } | undefined)?.content ?? '').replace(/<[^>]*>|\s+/g, ''),
});

/** What is mapped of every meeting, exactly as each side has it; ids say nothing. */
const mapped = () => ({
  outlook: only(
    ['subject', 'start', 'end', 'isAllDay', 'location', 'recurrence', 'isReminderOn', 'text'],
    world.inOutlook().map(words),
  ),
  zoho: only(
    ['Event_Title', 'Start_DateTime', 'End_DateTime', 'All_day', 'Venue', 'Description', 'Recurring_Activity'],
    world.inZoho(),
  ),
});

test('undoing a cycle of meetings with creates, updates and deletes returns both sides, and undoing that returns again', async () => {
  world.reset(
    [meeting('Edited', 3), meeting('Gone', 4, { location: { displayName: 'Room 1' } }), meeting('Same', 5)],
    [crmMeeting('Written', 6, { Venue: 'Osaka', Description: 'x' })],
  );
  await world.run(deleteToo);
  await world.editOutlook('Edited', { location: { displayName: 'Room 2' }, subject: 'Edited twice' });
  await world.editCrm('Written', { Venue: 'Tokyo', Description: 'y\nz' });
  await world.deleteOutlook('Gone');
  world.services.graph.seed({ calendars: [{ name: 'Calendar', events: [meeting('New', 8)] }] } as never);
  const before = mapped();
  const report = await world.run(deleteToo);
  expect(report).toMatchObject({
    created: { zoho: 1 },
    updated: { outlook: 1, zoho: 1 },
    deleted: { outlook: 0, zoho: 1 },
  });
  const after = mapped();
  expect(after).not.toEqual(before);
  expect(await world.undo()).toMatchObject({ left: [] });
  expect(mapped()).toEqual(before);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  expect(await world.undo()).toMatchObject({ left: [] });
  expect(mapped()).toEqual(after);
  expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  expect(world.outbox()).toEqual([]);
});

test('what would mail participants is not undone but told, and nobody is mailed', async () => {
  world.reset([meeting('Kick-off', 3, attendees('sato', 'ito'))]);
  await world.run();
  await world.editCrm('Kick-off', { Venue: 'Hall 1' });
  const mailing = { 'Write to Outlook': { mailParticipants: true } };
  expect(await world.run(mailing)).toMatchObject({ updated: { outlook: 1 } });
  const mailed = world.outbox().length;
  expect(mailed).toBeGreaterThan(0);
  const { left } = await world.undo();
  expect(left.map(({ label, reason }) => `${label}: ${reason}`).join()).toMatch(/Kick-off.*participants/);
  expect(world.outlook('Kick-off').location).toMatchObject({ displayName: 'Hall 1' });
  expect(world.outbox()).toHaveLength(mailed);
});

describe('what went along with a write is undone with it', () => {
  const twoReminders = [
    { unit: 1, period: 'days', time: '09:00' },
    { unit: 15, period: 'minutes' },
  ];

  test('two reminders that Outlook switched off ring again as they did', async () => {
    world.reset([], [crmMeeting('Review', 3, { Remind_At: twoReminders })]);
    await world.run();
    const before = world.crm('Review').Remind_At;
    expect(before).toMatchObject(twoReminders);
    await world.editOutlook('Review', { isReminderOn: false });
    await world.run();
    expect(world.crm('Review').Remind_At ?? []).toEqual([]);
    await world.undo();
    expect(world.crm('Review').Remind_At).toEqual(before);
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
    await world.undo();
    expect(world.crm('Review').Remind_At ?? []).toEqual([]);
  });

  test('a reminder at a time of day that was made another one is that again, and the second one stays', async () => {
    world.reset([], [crmMeeting('Review', 3, { Remind_At: twoReminders })]);
    await world.run();
    const before = world.crm('Review').Remind_At;
    await world.editOutlook('Review', { isReminderOn: true, reminderMinutesBeforeStart: 30 });
    await world.run();
    expect(world.crm('Review').Remind_At).not.toEqual(before);
    await world.undo();
    expect(world.crm('Review').Remind_At).toEqual(before);
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  });

  test('a reminder that somebody put in or took out since stays so', async () => {
    const [first, second] = twoReminders;
    const third = { unit: 2, period: 'hours' };
    world.reset([], [crmMeeting('Review', 3, { Remind_At: twoReminders })]);
    await world.run();
    await world.editOutlook('Review', { isReminderOn: true, reminderMinutesBeforeStart: 30 });
    await world.run();
    await world.editCrm('Review', { Remind_At: [{ unit: 30, period: 'minutes' }, third] });
    await world.run();
    const cycles = await world.withArchive(({ db }) =>
      db.selectFrom('journal').select('cycle').where('side', '=', 'zoho').orderBy('seq', 'desc').execute(),
    );
    await world.undo({ undoCycle: cycles[0]?.cycle });
    expect(world.crm('Review').Remind_At).toMatchObject([first, third]);
    expect(JSON.stringify(world.crm('Review').Remind_At)).not.toContain(JSON.stringify(second).slice(1, -1));
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  });

  test('a contact of the CRM who was taken out of a meeting takes part as that contact again', async () => {
    const zoho = {
      records: { Contacts: [{ id: '5545974000000900001', Last_Name: 'Sato', Email: 'sato@example.com' }] },
    };
    const people = [
      { type: 'contact', participant: '5545974000000900001', name: 'Sato' },
      { type: 'email', participant: 'ito@example.com', Email: 'ito@example.com' },
    ];
    world.reset([], [crmMeeting('Review', 3, { Participants: people })], { zoho });
    const mailing = { 'Write to Outlook': { mailParticipants: true } };
    await world.run(mailing);
    const before = world.crm('Review').Participants as readonly Raw[];
    expect(before.map(({ type }) => type)).toEqual(['contact', 'email']);
    await world.editOutlook('Review', attendees('ito'));
    await world.run(mailing);
    expect((world.crm('Review').Participants as readonly Raw[]).map(({ type }) => type)).toEqual(['email']);
    await world.undo();
    const after = world.crm('Review').Participants as readonly Raw[];
    expect(after.map(({ type, participant }) => `${type} ${participant}`).sort()).toEqual(
      before.map(({ type, participant }) => `${type} ${participant}`).sort(),
    );
  });

  const html = '<p>Bring <b>the contract</b>, signed.</p><ul><li>Agenda</li><li>Budget</li></ul>';
  const hall = {
    ...{ displayName: 'Hall', locationUri: 'https://maps.example/hall', locationType: 'conferenceRoom' },
    ...{ locationEmailAddress: 'hall@example.com', address: { street: '1 Quay', city: 'Bristol' } },
  };
  const rich = { body: { contentType: 'html', content: html }, location: hall, locations: [hall] };
  /** Without what Exchange puts around every text. */
  const shown = () => {
    const { body, location, locations } = world.outlook('Review');
    const { content } = body as { content: string };
    return { text: content.replace(/<head>[^]*<\/head>|<\/?(html|body)>|[\r\n]/g, ''), location, locations };
  };

  test('words that the CRM edited have their formats again, and a place its address', async () => {
    world.reset([meeting('Review', 3, rich)]);
    await world.run();
    const before = shown();
    await world.editCrm('Review', { Description: 'Come as you are', Venue: 'Room 1' });
    await world.run();
    const after = shown();
    expect(after.locations).toMatchObject([{ displayName: 'Room 1' }]);
    expect(JSON.stringify(after)).not.toMatch(/<b>the contract|Quay/);
    await world.undo();
    expect(shown()).toMatchObject(before);
    expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
    await world.undo();
    expect(shown()).toMatchObject(after);
  });

  test('words that somebody has edited since stay, and a place that somebody has chosen', async () => {
    world.reset([meeting('Review', 3, rich)]);
    await world.run();
    await world.editCrm('Review', { Description: 'Come as you are', Venue: 'Room 1' });
    await world.run();
    const lobby = { displayName: 'Room 1', address: { city: 'Tokyo' } };
    await world.editOutlook('Review', {
      body: { contentType: 'html', content: '<i>Bring</i> a pen.' },
      location: lobby,
    });
    await world.run();
    const cycles = await world.withArchive(({ db }) =>
      db.selectFrom('journal').select('cycle').where('side', '=', 'outlook').orderBy('seq', 'desc').execute(),
    );
    await world.undo({ undoCycle: cycles[0]?.cycle });
    expect(world.outlook('Review').body).toMatchObject({ content: '<i>Bring</i> a pen.' });
  });

  test('a meeting deleted in Outlook comes back with formats and address', async () => {
    world.reset([meeting('Review', 3, rich)]);
    await world.run(deleteToo);
    const before = shown();
    await world.deleteCrm('Review');
    await world.run(deleteToo);
    expect(world.inOutlook()).toEqual([]);
    await world.undo();
    expect(shown()).toMatchObject(before);
    expect(await world.run(deleteToo)).toMatchObject({ written: 0, pending: 0 });
  });
});
