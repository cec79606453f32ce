/** The page of a company: an administrator sees everybody's syncs at a glance, everybody else only what is theirs. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import {
  finishCycle,
  keepCheck,
  listReviews,
  openArchive,
  openReviews,
  peopleOf,
  savePeople,
  startCycle,
  status,
  type Archive,
} from '../../../archive';
import { csrfToken } from '../../../nodes/ConflictReview/auth';
import { handleRequest } from '../../../nodes/ConflictReview/handleRequest';
import { refusalReview } from '../../../engine/reviews';
import { reason } from '../../../reasons';

const folder = mkdtempSync(join(tmpdir(), 'company-'));
const ann = { address: 'ann@example.com', name: 'Ann Aoki', mailbox: 'm1', owner: '1', reason: null };
const taro = { address: 'taro@example.com', name: '田中 太郎', mailbox: 'm2', owner: '2', reason: null };
const gone = { address: 'gone@example.com', name: 'Gone', mailbox: '', owner: '3', reason: reason('personGone') };
const kinds = ['contact', 'task'] as const;

let archive: Archive;
beforeAll(async () => {
  archive = await openArchive(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'));
  await savePeople(archive, [ann, taro, gone], Date.now());
  for (const person of [ann.address, taro.address])
    for (const kind of kinds) {
      const started = await startCycle(archive, {
        ...{ sync: `${person} ${kind}`, kind, holder: 'h', now: Date.now(), person, workflow: 'w9' },
      });
      if (started.started) await finishCycle(archive, started.cycle, Date.now());
    }
});
afterAll(() => archive.close());

const secret = { by: 'header', name: 'X-Door', value: 'opens' } as const;
const parameters: IDataObject = { authentication: 'header', shows: 'own', administrators: 'Boss@example.com; x@y.z' };

async function call(
  email: string | undefined,
  more: { readonly query?: IDataObject; readonly body?: IDataObject } = {},
) {
  const told = { status: 0, text: '', location: '' };
  const response = {
    status: (code: number) => (Object.assign(told, { status: code }), response),
    set: (given: Record<string, string>) => (
      Object.assign(told, given.Location && { location: given.Location }),
      response
    ),
    type: () => response,
    send: (text: string) => (Object.assign(told, { text }), response),
    end: () => response,
  };
  const headers = {
    host: 'n8n.example',
    'x-door': 'opens',
    ...(email !== undefined && { 'x-forwarded-email': email }),
  };
  const context = {
    getNode: () => ({ id: 'n', name: 'Review', type: 'conflictReview', parameters: {} }),
    getWorkflow: () => ({ id: 'w', name: 'x' }),
    getNodeParameter: (name: string, fallback?: unknown) => parameters[name] ?? fallback,
    getCredentials: async () => ({ name: secret.name, value: secret.value }),
    getQueryData: () => more.query ?? { view: 'status' },
    getBodyData: () => ({ ...more.body, token: csrfToken(secret, 'w|n', Date.now()) }),
    getHeaderData: () => headers,
    getRequestObject: () => ({ method: more.body ? 'POST' : 'GET', ip: '10.0.0.1', headers }),
    getResponseObject: () => response,
    getTimezone: () => 'UTC',
    getInstanceBaseUrl: () => 'https://n8n.example/',
    logger: console,
    helpers: { getStoragePath: () => join(folder, 'storage', 'conflictReview') },
  };
  const { workflowData } = await handleRequest(context as unknown as IWebhookFunctions);
  return { ...told, started: workflowData ?? [] };
}

test('an administrator sees everybody, how they stand, and who takes no part and why', async () => {
  const { text } = await call('boss@example.com');
  expect(text).toContain('2 of 2 people: all in step');
  for (const one of ['Ann Aoki', '田中 太郎', 'Take no part', 'their syncs are paused']) expect(text).toContain(one);
  expect(text.indexOf('Take no part')).toBeLessThan(text.indexOf('data-person="gone@example.com"'));
});

test('people are looked for by a part of their name or address', async () => {
  const { text } = await call('boss@example.com', { query: { view: 'status', text: 'TARO' } });
  expect(text).toContain('data-person="taro@example.com"');
  expect(text).not.toContain('data-person="ann@example.com"');
});

test('the syncs of whoever was chosen are unfolded, nobody else’s', async () => {
  const { text } = await call('boss@example.com', { query: { view: 'status', person: taro.address } });
  expect(text).toContain('data-sync="taro@example.com contact"');
  expect(text).not.toContain('data-sync="ann@example.com contact"');
});

test('what a check found of whoever has not run yet stands with them, and nowhere else', async () => {
  const line = { thing: 'owner', verdict: 'fails', reason: reason('personGone'), side: null, node: 'n' } as const;
  await keepCheck(archive, { sync: `${taro.address} event`, kind: 'event', at: Date.now(), lines: [line] });
  const { text } = await call('boss@example.com');
  expect(text).toMatch(/data-person="taro@example.com"[\s\S]*?1 fail/);
  expect(text).not.toContain('data-sync="taro@example.com event"');
  const his = await call('boss@example.com', { query: { view: 'status', person: taro.address } });
  expect(his.text).toContain('data-sync="taro@example.com event"');
});

test.each(['status', 'questions', 'records', 'runs', 'rules', 'plans'])(
  'in %s everybody else sees what is theirs, whatever they ask for',
  async (view) => {
    const query = { view, sync: 'ann@example.com contact', person: ann.address, find: 'ann', of: 'outlook:o1' };
    const { status: code, text } = await call('Taro@Example.com', { query });
    expect(code).toBe(200);
    const shown = text.replace(/value="ann"/g, '');
    expect(shown).not.toMatch(/ann@example|Aoki|gone@example/);
  },
);

test.each([undefined, '', 'stranger@example.com', 'signed-in user', 'null'])(
  'whom the proxy calls %j sees nobody',
  async (email) => {
    const { text } = await call(email);
    expect(text).not.toMatch(/data-sync="|data-person="/);
    expect(text).toContain(
      email === 'stranger@example.com' ? 'Nothing of stranger@example.com is synced' : 'does not say who you are',
    );
  },
);

test('one person’s syncs are paused and resumed together, by whoever may see them', async () => {
  const pausedOf = async (person: string) =>
    Promise.all(kinds.map(async (kind) => (await status(archive, `${person} ${kind}`)).pausedAt !== null));
  await call(taro.address, { body: { answer: 'pause', person: ann.address } });
  expect(await pausedOf(ann.address)).toEqual([false, false]);
  const { location } = await call('boss@example.com', { body: { answer: 'pause', person: ann.address } });
  expect(location).toContain('said=isPausedNow');
  expect(await pausedOf(ann.address)).toEqual([true, true]);
  expect(await pausedOf(taro.address)).toEqual([false, false]);
  await call(ann.address, { body: { answer: 'resume', person: ann.address } });
  expect(await pausedOf(ann.address)).toEqual([false, false]);
});

test('who orders a run starts the workflow with the person it is about', async () => {
  const { started } = await call(taro.address, { body: { answer: 'run', sync: 'taro@example.com task' } });
  expect(started).toMatchObject([
    [{ json: { sync: 'taro@example.com task', person: taro.address, mailbox: 'm2', owner: '2', workflowId: 'w9' } }],
  ]);
  expect((await call(taro.address, { body: { answer: 'run', sync: 'ann@example.com task' } })).started).toEqual([]);
  expect(await peopleOf(archive)).toHaveLength(3);
});

describe('first runs', () => {
  const firstRun = {
    id: 'first-run',
    reason: reason('firstRun', {
      news: { outlook: 3, zoho: 4 },
      edits: { outlook: 1, zoho: 0 },
      conflicts: 2,
      credits: 5,
    }),
  };
  const tooMany = { id: 'rolled-back:zoho', reason: reason('rolledBack', { side: 'zoho' }) };
  async function ask(person: string, refusal: typeof firstRun | typeof tooMany): Promise<void> {
    const sync = `${person} contact`;
    const started = await startCycle(archive, { sync, kind: 'contact', holder: 'h', now: Date.now(), person });
    if (!started.started) throw new Error(`${sync} is at work`);
    await openReviews(archive, started.cycle, [{ ...refusalReview([refusal], []), refs: [] }], Date.now());
    await finishCycle(archive, started.cycle, Date.now());
  }
  const openOf = async (person: string) =>
    (await listReviews(archive, `${person} contact`, { states: ['open'] })).length;

  test('of everybody are let pass by one answer of an administrator, and nothing else is', async () => {
    await ask(ann.address, firstRun);
    await ask(taro.address, tooMany);
    expect((await call('boss@example.com')).text).toMatch(
      /First runs that wait: 1\. Together they would make 7 records and change 1.*about 5 API credits/s,
    );
    expect((await call(ann.address)).text).not.toContain('passFirstRuns');
    await call(ann.address, { body: { answer: 'passFirstRuns' } });
    expect(await openOf(ann.address)).toBe(1);
    const { location, started } = await call('boss@example.com', { body: { answer: 'passFirstRuns' } });
    expect(location).toContain('count=1');
    expect(started).toEqual([]);
    expect([await openOf(ann.address), await openOf(taro.address)]).toEqual([0, 1]);
  });
});
