/** What a person orders on the page: a sync runs, pauses, goes on; a run is undone. Nothing of a sync that is not shown. */
import * as archive from '../../../archive';
import type { Archive, SyncName } from '../../../archive';
import { fileOf } from '../../../nodes/ConflictReview/files';
import { submitOrder } from '../../../nodes/ConflictReview/orders';
import { renderView } from '../../../nodes/ConflictReview/renderView';
import type { Fixture } from '../../support/fixture';
import { startFixture } from '../../support/fixture';
import { runCycle, type Settings } from '../../support/pipeline';
import { graphForm, zohoForm } from '../../support/vendorForms';
import { reader } from './worlds';

jest.setTimeout(120_000);

let world: Fixture;
let a: Archive;
const ask: Settings = { 'Conflict Resolver': { policy: 'outlook' } };
const sync: SyncName = { name: 'Contacts', kind: 'contact', workflow: 'w1' };

beforeAll(async () => {
  world = await startFixture();
  world.clear();
  a = await archive.openArchive(world.file());
  const tanaka = { lastName: 'Tanaka', firstName: 'Hanako', email: 'hanako@example.jp' };
  const people = [
    { ...tanaka, jobTitle: '=CEO' },
    { lastName: 'Mori', firstName: 'Aya', email: 'aya@example.jp' },
  ];
  world.services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
  world.services.zoho.seed({
    records: { Contacts: [{ id: '7001', ...zohoForm({ ...tanaka, jobTitle: 'CTO' } as never) }] },
  } as never);
  await runCycle(world.house(), ask);
});
afterAll(async () => {
  await a.close();
  await world.stop();
});

const shown = (syncs: readonly SyncName[] = [sync]) => ({
  archive: a,
  syncs,
  mayShow: (name: string) => syncs.some((one) => one.name === name),
});
const textOf = (page: string): string =>
  page
    .replace(/<(style|script)[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
const show = (query: object, syncs?: readonly SyncName[]) =>
  renderView(shown(syncs), query as never, reader({ now: Date.now() }));
const order = (form: object, syncs?: readonly SyncName[]) => submitOrder(shown(syncs), form as never, 'Sato');
const begin = async (more: object = {}) => {
  const started = await archive.startCycle(a, {
    sync: 'Contacts',
    kind: 'contact',
    holder: 'x',
    now: Date.now(),
    ...more,
  });
  if (!started.started) throw new Error('at work');
  return started.cycle;
};
const lastRun = async () => (await archive.lastWriting(a, 'Contacts'))!;

test('an answer is no order', async () => expect(await order({ answer: 'outlook' })).toBeNull());

test('of a sync that is not shown nothing is ordered, and nothing told', async () => {
  for (const answer of ['run', 'pause', 'resume', 'undo']) {
    const taken = await order({ answer, sync: 'Contacts', cycle: await lastRun() }, []);
    expect(taken).toMatchObject({ outcome: 'nothingChosen' });
    expect(taken?.order).toBeUndefined();
  }
  expect((await archive.status(a, 'Contacts')).pausedAt).toBeNull();
  const page = await show({ view: 'runs', sync: 'Contacts', cycle: await lastRun(), undo: '1' }, []);
  expect(page).not.toContain('Tanaka');
  expect(textOf(await show({ view: 'status', order: 'run', sync: 'Contacts', before: '', at: '0' }, []))).not.toContain(
    'Contacts',
  );
});

describe('run now', () => {
  test('it goes to the workflow of the sync; "started" is said only once its run stands in the archive', async () => {
    const taken = await order({ answer: 'run', sync: 'Contacts' });
    expect(taken?.order?.item).toMatchObject({ sync: 'Contacts', workflowId: 'w1', by: 'Sato' });
    const query = { view: 'status', ...taken?.order?.query };
    const asked = await show(query);
    expect(textOf(asked)).toContain('has been asked to run; the run has not begun yet');
    expect(asked).toMatch(/data-order="asked" data-waiting/);
    const late = await show({ ...query, at: String(Date.now() - 60_000) });
    expect(textOf(late)).toMatch(/No run of “Contacts” has begun\. .*published in n8n/);
    const cycle = await begin();
    expect(textOf(await show(query))).toContain('“Contacts” has been started.');
    await archive.finishCycle(a, cycle, Date.now());
    const ended = await show(query);
    expect(textOf(ended)).toContain('“Contacts” has run to its end.');
    expect(ended).not.toContain('data-waiting>“');
  });

  test('a run that fails is told, with why', async () => {
    const query = { view: 'status', ...(await order({ answer: 'run', sync: 'Contacts' }))?.order?.query };
    const cycle = await begin();
    await archive.noteFailure(a, cycle, { code: 'newArchive', args: {} } as never);
    await archive.abandonCycle(a, cycle);
    const page = textOf(await show(query));
    expect(page).toContain('stopped before its end');
    expect(page).toMatch(/last run failed.*The run of .* failed: /);
    await archive.finishCycle(a, await begin(), Date.now());
    expect(textOf(await show({ view: 'status' }))).not.toContain('failed');
  });

  test('where no workflow is known there is no button, and the page says what helps', async () => {
    const unknown = [{ ...sync, workflow: null }];
    const page = await show({ view: 'status' }, unknown);
    expect(page).not.toContain('value="run"');
    expect(textOf(page)).toContain('It cannot be started from here yet');
    expect(await order({ answer: 'run', sync: 'Contacts' }, unknown)).toMatchObject({ outcome: 'noWorkflow' });
  });
});

test('paused and resumed: no run begins meanwhile, and none is asked for', async () => {
  expect(await order({ answer: 'pause', sync: 'Contacts' })).toMatchObject({ outcome: 'isPausedNow' });
  const page = await show({ view: 'status', said: 'isPausedNow', sync: 'Contacts' });
  expect(page).toContain('value="resume"');
  expect(page).not.toContain('value="run"');
  expect(textOf(page)).toContain('“Contacts” is paused');
  expect(await order({ answer: 'run', sync: 'Contacts' })).toMatchObject({ outcome: 'isPaused' });
  expect(
    await archive.startCycle(a, { sync: 'Contacts', kind: 'contact', holder: 'x', now: Date.now() }),
  ).toHaveProperty('pausedAt');
  expect(await order({ answer: 'resume', sync: 'Contacts' })).toMatchObject({ outcome: 'isResumedNow' });
  expect((await archive.status(a, 'Contacts')).pausedAt).toBeNull();
});

describe('undo', () => {
  const undoView = async () => ({ view: 'runs', sync: 'Contacts', cycle: await lastRun(), undo: '1' });
  const seenIn = (page: string): string => /name="seen" value="([^"]+)"/.exec(page)?.[1] ?? '';

  test('shows first what it would do, field by field, and asks once, in red; as a file, safe to open', async () => {
    const page = await show(await undoView());
    expect(textOf(page)).toMatch(/Undoing would do this .*Zoho CRM: (Updated|Deleted) 1/);
    expect(textOf(page)).toMatch(/Hanako Tanaka/);
    expect(page).toMatch(/<details class="danger">[\s\S]*<button name="answer" value="undo" class="danger">/);
    const file = await fileOf(shown(), await undoView(), reader());
    expect(file?.name).toBe('plan');
    expect(file?.text).toContain('"Side","What was done","Record","ID","Reason","Field","Before","After"');
    expect(file?.text).toContain(`"Job Title","'=CEO","CTO"`);
  });

  test('looking keeps nothing and writes nothing', async () => {
    const before = await archive.savedPlan(a, 'Contacts');
    await show(await undoView());
    expect(await archive.savedPlan(a, 'Contacts')).toEqual(before);
  });

  test('the workflow is bound to what was seen; another plan is refused', async () => {
    const form = { answer: 'undo', sync: 'Contacts', cycle: await lastRun() };
    expect(await order({ ...form, seen: 'other' })).toMatchObject({ outcome: 'undoMoved' });
    const seen = seenIn(await show(await undoView()));
    const taken = await order({ ...form, seen });
    expect(taken?.order?.item).toMatchObject({ undoCycle: form.cycle, plan: seen, workflowId: 'w1' });
    expect(await archive.savedPlan(a, 'Contacts', seen)).toMatchObject({ hash: seen });
    const kept = { view: 'plans', sync: 'Contacts', hash: seen };
    expect((await fileOf(shown(), kept, reader()))?.text).toContain('"Job Title"');
    expect(await fileOf(shown([]), kept, reader())).toBeNull();
    const query = { ...taken?.order?.query };
    expect(textOf(await show(query))).toContain('has been asked to undo this run');
    await archive.finishCycle(a, await begin(), Date.now());
    const late = { ...query, at: String(Date.now() - 60_000) };
    expect(textOf(await show(late))).toMatch(/Nothing was undone: the workflow of “Contacts” ran as always/);
    await archive.finishCycle(a, await begin({ undoes: form.cycle }), Date.now());
    expect(textOf(await show(late))).toContain('This run was undone.');
  });

  test('not while a run is at work, and not where nobody knows the workflow: that says how else', async () => {
    const seen = seenIn(await show(await undoView()));
    const cycle = await begin();
    const form = { answer: 'undo', sync: 'Contacts', cycle: await lastRun(), seen };
    expect(await order(form)).toMatchObject({ outcome: 'isRunning' });
    expect(await show(await undoView())).not.toContain('value="undo"');
    await archive.finishCycle(a, cycle, Date.now());
    const unknown = [{ ...sync, workflow: null }];
    const page = await show(await undoView(), unknown);
    expect(page).not.toContain('value="undo"');
    expect(textOf(page)).toContain(`Undo Cycle, with this ID: ${form.cycle}`);
    expect(await order(form, unknown)).toMatchObject({ outcome: 'cannotUndo' });
  });
});
