/**
 * The simulator's answers beside recorded ones, by the names of their properties. The recordings are no part of this repository:
 * jest.config.js looks where CAPTURES says, else in ../shared/captures, and takes up this file only where they are.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestWorld } from '../../support/sides';
import { startWorld } from '../../support/sides';

const folder = join(process.env.CAPTURES ?? join(process.cwd(), '..', 'shared', 'captures'), 'graph');

type Row = Readonly<Record<string, unknown>>;
const recorded = (name: string): Row => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Row;
const names = (row: Row): readonly string[] => Object.keys(row).sort();

let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => world.graph.reset());

/** What a recording has and the simulator leaves out on purpose, with the reason. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  // Only personal accounts show the two addresses, and v1.0 does not declare them.
  contact: ['primaryEmailAddress', 'secondaryEmailAddress'],
  // Links that nobody follows.
  event: ['calendar@odata.associationLink', 'calendar@odata.navigationLink'],
};

describe('answers of the live service', () => {
  test('a contact by id', async () => {
    world.graph.seed({ contacts: [{ givenName: 'A' }] });
    const [id] = [...world.graph.state.contacts.keys()];
    const own = (await world.outlook.get(`/me/contacts/${id}`)) as Row;
    const live = names(recorded('allodia-contacts-contact-detail')).filter((name) => !leftOut.contact?.includes(name));
    expect(live.filter((name) => !(name in own))).toEqual([]);
  });

  test('an event and the master of a series by id', async () => {
    const at = { dateTime: '2027-03-01T09:00:00', timeZone: 'UTC' };
    const range = { type: 'noEnd', startDate: '2027-03-01', recurrenceTimeZone: 'UTC' };
    const recurrence = { pattern: { type: 'daily', interval: 1 }, range };
    const single = { subject: 'S', start: at, end: at };
    for (const [made, name] of [
      [single, 'allodia-calendar-event-single'],
      [{ ...single, recurrence }, 'allodia-calendar-event-series-master'],
    ] as const) {
      const { id } = (await world.outlook.post('/me/events', made)) as { id: string };
      const own = (await world.outlook.get(`/me/events/${id}`)) as Row;
      const live = names(recorded(name)).filter((one) => !leftOut.event?.includes(one));
      expect(live.filter((one) => !(one in own))).toEqual([]);
      // The recordings were cut out of lists or single answers: only the context may be missing there.
      expect(names(own).filter((one) => one !== '@odata.context' && !live.includes(one))).toEqual([]);
    }
  });

  test.each([
    ['allodia-error-404-mailbox-not-enabled', 'mailboxShut'],
    ['allodia-error-404-item-not-found', null],
  ] as const)('%s', async (name, limit) => {
    if (limit) world.graph.limits[limit] = true;
    const { api, accessToken } = world.connection.graph;
    const id = `AAMkAGI2THVSAAA-x_${'A'.repeat(40)}`;
    const reply = await fetch(`${api}/v1.0/me/contacts/${id}`, { headers: { authorization: `Bearer ${accessToken}` } });
    const own = ((await reply.json()) as { error: Row }).error;
    const live = recorded(name).error as Row;
    expect([names(own), own.code]).toEqual([names(live), live.code]);
  });
});
