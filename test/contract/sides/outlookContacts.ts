/** Contacts in a simulated mailbox; who imports this file gets a fresh one before each test. */
import { contactFeed, writeContacts } from '../../../sides/outlook';
import type { OutlookSettings } from '../../../sides/outlook';
import type { SideRecord } from '../../../sync/model';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, makeMemory, startWorld } from '../../support/sides';

export let world: TestWorld;
export let memory: Memory;
export const standard: OutlookSettings = { folderId: null, categories: [] };

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  memory = makeMemory();
});

export const feed = (settings = standard) =>
  memory.read(contactFeed(world.outlook, { settings, cursor: memory.cursor, known: memory.known }));
export const requests = () => world.graph.log.list().filter(({ inner }) => !inner);
export const write = (...jobs: Parameters<typeof writeContacts>[1]) =>
  allOf(writeContacts(world.outlook, jobs, { folderId: null }));
export const stored = () => [...world.graph.state.contacts.values()];
export const patch = async (ref: string, body: unknown) => world.outlook.patch(`/me/contacts/${ref}`, body);
export const seed = (contacts: readonly Record<string, unknown>[], more: object = {}) =>
  world.graph.seed({ contacts, ...more });
export const person = (name: string, more: object = {}) => ({
  givenName: name,
  surname: 'Test',
  displayName: `${name} Test`,
  categories: ['Zoho'],
  emailAddresses: [{ address: `${name}@example.com`.toLowerCase(), name }],
  ...more,
});
export const only = (rows: readonly SideRecord[]): SideRecord => {
  expect(rows).toHaveLength(1);
  return rows[0] as SideRecord;
};
