/** Sent mail of several people who write to one CRM: a stranger to whom two of them wrote is made once. */
import { sentMail } from '../../simulators/seeds/mails';
import { startMailWorld, type MailWorld } from '../support/mailWorld';

jest.setTimeout(60_000);

let world: MailWorld;
beforeAll(async () => void (world = await startMailWorld()));
afterAll(() => world.stop());

const people = ['Ken', 'Mary', 'Hanako'] as const;
const to = [['Rita Stone', 'rita@stranger.example']] as const;
const settingsFor = (person: string, nobodyMatches: string) => ({
  'Start Cycle': { sync: person },
  'Sent Mail': { startDate: '2020-01-01T00:00:00Z' },
  'CRM Matcher': { nobodyMatches },
});

test.each([
  ['lead', 'Leads'],
  ['contact', 'Contacts'],
])('all are about to make the same stranger (%s) when the first of them does: there is one', async (choice, module) => {
  world.seed({ mails: [sentMail(1, 'Hello', { to })] });
  let [arrived, open] = [0, () => undefined as void];
  const all = new Promise<void>((resolve) => void (open = resolve));
  const together = async (node: string) => {
    if (node !== 'Attach to Zoho CRM') return;
    arrived += 1;
    if (arrived === people.length) open();
    await all;
  };
  await Promise.all(people.map((person) => world.run(settingsFor(person, choice), undefined, together)));
  expect([...(world.services.zoho.state.records.get(module)?.values() ?? [])]).toHaveLength(1);
  expect([...world.attached().values()].flat().length).toBeGreaterThan(0);
});
