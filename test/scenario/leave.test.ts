import { omit } from 'lodash';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { syncNames } from '../../archive';
import template from '../../workflows/leave.json';
import type { Life } from '../support/death';
import { diesAnywhere } from '../support/diesAnywhere';
import { runNode } from '../support/fakeN8n';
import type { Raw } from '../support/fixture';
import { startGuardWorld, type GuardKind, type GuardWorld } from '../support/guardWorld';

const names = ['Abe', 'Baba', 'Chiba'];
const syncOf: Readonly<Record<GuardKind, string>> = { contact: 'Contacts', task: 'Tasks', event: 'Events' };
const chain = ['Leave', 'Take Off in Outlook', 'Finish'];
const mark = encodeURIComponent(
  "singleValueExtendedProperties($filter=id eq 'String {8b6f3a52-6c0e-4f0b-9a3d-5f1e7c2d9b40} Name ZohoOutlookIntent')",
);
const really = { leavePreview: false, confirmLeave: true };
/** What says nothing: versions and times, and what a leave takes off. */
const besides = [
  ...['@odata.etag', '@odata.context', 'changeKey', 'lastModifiedDateTime', 'categories', 'linkedResources'],
  ...['singleValueExtendedProperties', 'linkedResources@odata.context', 'singleValueExtendedProperties@odata.context'],
];

let world: GuardWorld;
let kind: GuardKind;

/** Every item of Outlook, with all that a sync may put on it. */
async function items(): Promise<readonly Raw[]> {
  const get = async (path: string) => (await world.ask('outlook', 'GET', `/v1.0/me/${path}`)).value as readonly Raw[];
  if (kind === 'contact') return get(`contacts?$top=100&$expand=${mark}`);
  if (kind === 'event') return get('events?$top=100');
  const lists = (await get('todo/lists?$top=100')).map(({ id }) => encodeURIComponent(String(id)));
  return (await Promise.all(lists.map((id) => get(`todo/lists/${id}/tasks?$expand=linkedResources`)))).flat();
}

const saying = (all: readonly Raw[]): readonly Raw[] => all.map((one) => omit(one, besides));
const has = (one: Raw, what: string): boolean => ((one[what] ?? []) as readonly unknown[]).length > 0;
const carrying = (all: readonly Raw[], what: string): number => all.filter((one) => has(one, what)).length;
const known = () => world.withArchive(async (opened) => (await syncNames(opened)).map(({ name }) => name));

/** Runs the template; answers what Finish says, and the items before it. */
async function leave(parameters: Raw, life?: Life) {
  let passed: INodeExecutionData[] = [{ json: {} }];
  let before = passed;
  for (const name of chain) {
    const found = (template.nodes as unknown as readonly INode[]).find((one) => one.name === name)!;
    const more = name === 'Leave' ? { sync: syncOf[kind], ...parameters } : {};
    const node = { ...found, parameters: { ...found.parameters, ...more } as INode['parameters'] };
    before = passed;
    [passed = []] = await runNode({ ...world.house(life), workflow: 'Leave a sync' }, node, [passed]);
  }
  return { finish: passed[0]?.json as Raw, items: before.map(({ json }) => json as Raw) };
}

/** Three that Outlook had, and one that the sync made in it. */
async function settle(): Promise<void> {
  await world.reset(names);
  world.add('zoho', 'Fujita', 9);
  for (let n = 0; n < 2; n++) await world.run();
}

describe.each<GuardKind>(['contact', 'task', 'event'])('%s', (one) => {
  beforeAll(async () => void (world = await startGuardWorld((kind = one))));
  afterAll(async () => await world.stop());
  beforeEach(settle);

  const expected = { contact: { marks: 1, links: 0 }, task: { marks: 0, links: 4 }, event: { marks: 0, links: 0 } }[
    one
  ];

  test('a preview counts what would be taken off, and neither writes nor forgets', async () => {
    world.clearLogs();
    const { finish, items: shown } = await leave({});
    expect(finish).toMatchObject({ preview: true, forgotten: null });
    expect(finish.nextStep).toMatch(/^Unpublish the workflow "scenario": only then its triggers take back/);
    expect(finish.counts).toMatchObject({ looked: 4, category: 4, ...expected, left: 0, again: 0 });
    expect(
      shown
        .filter(({ outcome }) => outcome === 'shown')
        .map(({ label }) => label)
        .sort(),
    ).toEqual(expect.arrayContaining(['Abe', 'Baba', 'Chiba', 'Fujita'].map((name) => expect.stringContaining(name))));
    expect([world.writes(), await known()]).toEqual([0, [syncOf[one]]]);
    expect(await world.run()).toMatchObject({ ended: true, written: 0, pending: 0 });
  });

  test('without a person’s word nothing is taken off', async () => {
    world.clearLogs();
    await expect(leave({ leavePreview: false })).rejects.toThrow(/was not left/);
    expect([world.writes(), await known()]).toEqual([0, [syncOf[one]]]);
  });

  test('category, marks and links are gone, what records say and the CRM are as they were, the sync is forgotten', async () => {
    const [before, crm] = [await items(), JSON.stringify(world.records(world.form.module))];
    expect([carrying(before, 'categories'), carrying(before, 'linkedResources')]).toEqual([4, expected.links]);
    const { finish } = await leave(really);
    expect(finish).toMatchObject({ preview: false, counts: { category: 4, ...expected, left: 0, again: 0 } });
    const after = await items();
    for (const what of ['categories', 'linkedResources', 'singleValueExtendedProperties'])
      expect([what, carrying(after, what)]).toEqual([what, 0]);
    expect(saying(after)).toEqual(saying(before));
    expect(JSON.stringify(world.records(world.form.module))).toBe(crm);
    expect(world.outbox()).toEqual([]);
    expect(await known()).toEqual([]);
  });

  test('what is not chosen stays, and other categories always do', async () => {
    await world.change('outlook', 'Abe', { categories: ['Kunden', 'Zoho'] });
    await leave({ ...really, takeOff: ['category'] });
    const after = await items();
    expect(after.flatMap(({ categories }) => categories as readonly string[])).toEqual(['Kunden']);
    expect(carrying(after, 'linkedResources')).toBe(expected.links);
    expect(carrying(after, 'singleValueExtendedProperties')).toBe(expected.marks);
  });

  test('Microsoft is too busy → the run ends with its word, no regular run starts meanwhile, and a repetition finishes', async () => {
    world.services.graph.faults.add({
      kind: 'status',
      match: { path: '\\$batch' },
      skip: 1,
      count: 99,
      status: 429,
      headers: { 'Retry-After': '7200' },
      body: { error: { code: 'TooManyRequests', message: 'busy' } },
    } as never);
    await expect(leave(really)).rejects.toThrow();
    expect(await known()).toEqual([syncOf[one]]);
    expect(await world.run()).toMatchObject({ ended: false });
    world.services.graph.faults.clear();
    await leave(really);
    expect(carrying(await items(), 'categories')).toBe(0);
    expect(await known()).toEqual([]);
  }, 60_000);
});

test('a meeting with participants is left as it is and told: nobody is mailed', async () => {
  world = await startGuardWorld((kind = 'event'));
  await world.reset(names);
  const attendees = [{ emailAddress: { address: 'x@y.jp', name: 'X' }, type: 'required' }];
  world.add('outlook', 'Meeting', 5, { attendees, isOrganizer: true });
  for (let n = 0; n < 2; n++) await world.run();
  const { finish, items: told } = await leave(really);
  expect(finish.counts).toMatchObject({ category: 3, left: 1 });
  expect(told).toContainEqual(expect.objectContaining({ outcome: 'left', message: expect.stringContaining('mail') }));
  expect((await items()).filter((one) => has(one, 'categories')).map(({ subject }) => subject)).toEqual(['Meeting']);
  expect([world.outbox(), await known()]).toEqual([[], []]);
  await world.stop();
});

test('killed anywhere, a repetition ends as if it had never been killed', async () => {
  world = await startGuardWorld((kind = 'task'));
  const repeat = async () => {
    for (let n = 0; n < 3 && (await known()).length > 0; n++) {
      await world.letLeaseLapse();
      await leave(really);
    }
  };
  const end = async () => ({
    left: carrying(await items(), 'categories') + carrying(await items(), 'linkedResources'),
    known: await known(),
  });
  const killable = { prepare: settle, run: (life: Life) => leave(really, life), recover: repeat, end };
  await diesAnywhere(killable, 5);
  expect(await end()).toEqual({ left: 0, known: [] });
  await world.stop();
}, 120_000);
