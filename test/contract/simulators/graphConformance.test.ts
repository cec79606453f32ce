/** The Graph simulator's answers beside those recorded from the live service. The recordings are no part of this repository. */
import type { TestWorld } from '../../support/sides';
import { startWorld } from '../../support/sides';
import { CALENDARS, EVENTS } from './conformance/graph/calendar';
import { CALENDAR_DELTA } from './conformance/graph/calendarDelta';
import { CONTACTS } from './conformance/graph/contacts';
import { ERRORS } from './conformance/graph/errors';
import { looks } from './conformance/graph/looks';
import { ATTACHMENTS, MAIL } from './conformance/graph/mail';
import { MAIL_DELTA } from './conformance/graph/mailDelta';
import { NOT_SERVED } from './conformance/graph/notServed';
import { SETTINGS } from './conformance/graph/settings';
import { BATCHES, SUBSCRIPTIONS } from './conformance/graph/subscriptions';
import { TASKS } from './conformance/graph/todo';
import { capturesIn, compareAll, expectAllCovered } from './conformance/suite';

const folder = capturesIn('graph');
let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => world.graph.reset());

/** These projects recorded personal accounts, all others work accounts. */
function worldOf(file: string): TestWorld {
  world.graph.limits.personalAccount = /^(allodia|nango|tasksorg)-/.test(file);
  return world;
}

const themes = {
  ...{ CONTACTS, CALENDARS, EVENTS, CALENDAR_DELTA, MAIL, ATTACHMENTS, MAIL_DELTA, TASKS, ERRORS, SETTINGS },
  ...{ SUBSCRIPTIONS, BATCHES },
};

describe.each(Object.entries(themes))('%s', (_, captures) => compareAll(folder, captures, { world: worldOf, looks }));

test('every recording is compared, or it is said why not', () => {
  const compared = Object.values(themes).flatMap((captures) => captures.map(({ file }) => file));
  expectAllCovered(folder, compared, NOT_SERVED);
});
