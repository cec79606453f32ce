/** Contacts in a simulated Zoho CRM; who imports this file gets a fresh one before each test. */
import type { CompanyRule, ZohoProfile, ZohoScope } from '../../../sides/zoho';
import { contactFeed, makeLookups, readProfile, writeContacts } from '../../../sides/zoho';
import type { WriteJob } from '../../../sides/types';
import type { Memory, TestWorld } from '../../support/sides';
import { allOf, makeMemory, startWorld } from '../../support/sides';

export let world: TestWorld;
export let memory: Memory;
export let profile: ZohoProfile;
export const MINUTE = 60_000;
const start = '2026-03-01T00:00:00Z';

beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(async () => {
  world.zoho.reset();
  world.zoho.clock.set(start);
  world.zoho.seed({});
  memory = makeMemory();
  await learnAgain();
  world.zoho.log.clear();
});

/** Tokens outlive the clock's leaps. */
const freshProfile = async () => {
  Object.assign(world.zoho.limits, { accessTokenSeconds: 1e9 });
  world.zoho.state.tokens.forEach((token) => Object.assign(token, { expires: Infinity }));
  return readProfile(world.crm);
};
/** Reads the profile anew, as the org is now. */
export const learnAgain = async (): Promise<void> => void (profile = await freshProfile());
export const feedOf = (scope: ZohoScope = 'all', more: object = {}) => ({
  ...{ profile, settings: { module: 'Contacts', scope } as const, cursor: memory.cursor, known: memory.known },
  now: () => world.zoho.clock.now(),
  ...more,
});
export const feed = (scope: ZohoScope = 'all', more: object = {}) =>
  memory.read(contactFeed(world.crm, feedOf(scope, more)));
export const results = (jobs: readonly WriteJob[], companies: CompanyRule = 'findOrCreate') =>
  writeContacts(world.crm, jobs, { profile, lookups: makeLookups(world.crm, { profile, companies }) });
export const write = (...jobs: WriteJob[]) => allOf(results(jobs));
export const records = (module = 'Contacts') => [...(world.zoho.state.records.get(module)?.values() ?? [])];
export const seed = (contacts: readonly Record<string, unknown>[], more: object = {}) =>
  world.zoho.seed({ records: { Contacts: contacts, ...more } });
export const requests = (method?: string) => world.zoho.log.list().filter((one) => !method || one.method === method);
export const later = (ms: number) => world.zoho.clock.advance(ms);
/** As a person does in Zoho. */
export const edit = (ref: string, values: object) => world.crm.records.update('Contacts', [{ id: ref, ...values }]);
export const person = (name: string, more: object = {}) => ({
  First_Name: name,
  Last_Name: 'Test',
  Email: `${name}@example.com`.toLowerCase(),
  ...more,
});
export const only = <T>(rows: readonly T[]): T => {
  expect(rows).toHaveLength(1);
  return rows[0] as T;
};
export const manager = { First_Name: '太郎', Last_Name: '山田' };
