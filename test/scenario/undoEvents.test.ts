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
