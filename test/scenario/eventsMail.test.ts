/** Nobody is mailed unless the user switched it on, and the decisions say beforehand how many would be; the services' outboxes prove it. */
import type { EventWorld } from '../support/eventWorld';
import { attendees, crmMeeting, meeting, participants, startEventWorld } from '../support/eventWorld';

jest.setTimeout(120_000);

let world: EventWorld;
beforeAll(async () => void (world = await startEventWorld()));
afterAll(() => world.stop());

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
/** From 60 days ago to 90 ahead. */
const when = (n: number): number => (n % 150) - 60;
const mailing = { 'Write to Outlook': { mailParticipants: true } };
const deleting = { 'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 100, maxDeletePercent: 100 } } };
const kinds = () => {
  const letters = world.outbox() as readonly { readonly kind: string }[];
  return Object.fromEntries(
    ['invitation', 'update', 'cancellation'].map((kind) => [kind, letters.filter((one) => one.kind === kind).length]),
  );
};

test('a first sync of 300 meetings with two participants each, from both sides, mails nobody and says whom it would', async () => {
  world.reset(
    many(150, (n) => meeting(`Ours ${n}`, when(n), attendees('ann', 'bob'))),
    many(150, (n) => crmMeeting(`CRM ${n}`, when(n), participants('cat', 'dan'))),
  );
  // an org that mails whoever did not say no
  world.services.zoho.limits.notifyUnlessRefused = true;
  expect(await world.run()).toMatchObject({ written: 300, pending: 0, parkedRecords: [] });
  expect(world.mailsDecided()).toEqual({ invitations: 300 });
  expect(world.outbox()).toEqual([]);
  expect(world.inZoho()).toHaveLength(300);
  expect(world.inOutlook()).toHaveLength(300);
  expect(
    world.inOutlook().filter(({ subject, attendees: who }) => /^CRM/.test(String(subject)) && (who as object[]).length),
  ).toEqual([]);
  expect(await world.run()).toMatchObject({ written: 0, pending: 0 });
  expect(world.writes()).toEqual([]);
});

test('changes and deletions of meetings with participants mail nobody either: each is held back with its reason', async () => {
  world.reset(
    many(4, (n) => meeting(`Ours ${n}`, n + 2, attendees('ann', 'bob'))),
    many(2, (n) => crmMeeting(`CRM ${n}`, n + 2, participants('cat'))),
  );
  world.services.zoho.limits.notifyUnlessRefused = true;
  await world.run(deleting);
  await world.editCrm('Ours 0', { Venue: 'Room 1' });
  await world.editCrm('CRM 0', { Venue: 'Room 2' });
  await world.editOutlook('Ours 1', { location: { displayName: 'Room 3' } });
  await world.deleteCrm('Ours 2');
  const own = world.outbox().length;
  const { parkedRecords } = await world.run(deleting);
  expect(world.mailsDecided()).toEqual({ updates: 2, cancellations: 2 });
  const told = parkedRecords.map(({ label, message, nextStep }) => `${label}: ${message} ${nextStep}`).sort();
  expect([...new Set(told)]).toEqual([
    expect.stringMatching(
      /Ours 0: .* 2 participants, to whom Outlook would mail an update.* switch on Mail Participants/,
    ),
    expect.stringMatching(
      /Ours 2: .* 2 participants, to whom Outlook would mail a cancellation.* switch on Mail Participants/,
    ),
  ]);
  expect(world.outlook('CRM 0').location).toMatchObject({ displayName: 'Room 2' });
  expect(world.crm('Ours 1').Venue).toBe('Room 3');
  expect(world.outbox()).toHaveLength(own);
});

test('switched on, as many are mailed as the decisions said: invitations, updates, cancellations', async () => {
  world.reset(
    [],
    many(5, (n) => crmMeeting(`CRM ${n}`, n + 2, participants('cat', 'dan'))),
  );
  const settings = { ...mailing, ...deleting };
  await world.run(settings);
  expect([world.mailsDecided(), kinds()]).toEqual([
    { invitations: 10 },
    { invitation: 10, update: 0, cancellation: 0 },
  ]);
  await world.editCrm('CRM 0', { Venue: 'Room 1' });
  await world.deleteCrm('CRM 1');
  await world.run(settings);
  expect([world.mailsDecided(), kinds()]).toEqual([
    { updates: 2, cancellations: 2 },
    { invitation: 10, update: 2, cancellation: 2 },
  ]);
  expect(await world.run(settings)).toMatchObject({ written: 0, pending: 0 });
  expect(kinds()).toEqual({ invitation: 10, update: 2, cancellation: 2 });
});
