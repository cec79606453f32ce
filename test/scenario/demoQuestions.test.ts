/** What a person is asked about the demo's few hundred records: nothing that is clear may become a question. */
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import { startFixture } from '../support/fixture';

jest.setTimeout(120_000);

const twice = { addressTwice: 4, companyTwice: 2 };
/** By the template's own policy, and under _Decide Myself_. */
const rows = [
  ['contacts', contacts, 'zoho', twice],
  ['contacts', contacts, 'ask', { ...twice, conflict: 20 }],
  ['tasks', tasks, 'zoho', { subjectTwice: 1 }],
  ['tasks', tasks, 'ask', { subjectTwice: 1, conflict: 4 }],
  ['meetings', events, 'zoho', {}],
  ['meetings', events, 'ask', {}],
] as const;

const topicOf = ({ topic, reason }: { readonly topic: string; readonly reason: string }): string => {
  if (/same e-mail more than once/.test(reason)) return 'addressTwice';
  if (/is the name of 2 records/.test(reason)) return 'companyTwice';
  return /same subject and due date more than once/.test(reason) ? 'subjectTwice' : topic;
};

test.each(rows)('%s (%#)', async (_kind, template, policy, expected) => {
  const world = await startFixture(template, 'demo');
  await world.run({ 'Conflict Resolver': { policy } });
  const report = await world.run({ 'Conflict Resolver': { policy } });
  expect([report.pending, report.written]).toEqual([0, 0]);
  const counts: Record<string, number> = {};
  for (const one of report.reviews.map(topicOf)) counts[one] = (counts[one] ?? 0) + 1;
  expect(counts).toEqual(expected);
  await world.stop();
});
