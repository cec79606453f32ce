/** Meetings in a simulated Zoho CRM; who imports this file gets a fresh one before each test. */
import { eventFeed, readEventProfile, writeEvents } from '../../../sides/zoho';
import type { WriteJob } from '../../../sides/types';
import type { Fields, SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, makeMemory, startWorld } from '../../support/sides';

export let world: TestWorld;
let memory: Memory;

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.zoho.reset();
  memory = makeMemory();
});

export const seed = (Events: readonly object[], more: object = {}) =>
  world.zoho.seed({ records: { Events, ...more } } as never);
const span = { daysBack: 90, daysAhead: 365 };
export const feed = async (now?: () => number) => {
  const profile = await readEventProfile(world.crm);
  return memory.read(
    eventFeed(world.crm, {
      ...{ profile, cursor: memory.cursor, known: memory.known, span, ...(now && { now }) },
      settings: { module: 'Events', scope: 'all' },
    }),
  );
};
export const write = async (...jobs: WriteJob[]) =>
  allOf(writeEvents(world.crm, jobs, { profile: await readEventProfile(world.crm) }));
export const only = (rows: readonly SideRecord[]): SideRecord => {
  expect(rows).toHaveLength(1);
  return rows[0] as SideRecord;
};
export const from = (extra: object, job: WriteJob): WriteJob => ({
  ...job,
  write: { ...job.write, from: { ref: 'x', extra: extra as never } },
});
export const outbox = () => world.zoho.outbox;

export const whole: Fields = {
  ...{ subject: 'Review', start: '2027-01-12T01:00:00.000Z', end: '2027-01-12T02:00:00.000Z', isAllDay: false },
  ...{ location: 'Room 1', description: 'Agenda\nFirst point', participants: ['a@example.com', 'b@example.com'] },
  ...{ reminder: 30, recurrence: null },
};
