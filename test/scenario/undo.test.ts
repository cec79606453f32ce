import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { rows, type Raw } from '../e2e/harness/contactRows';
import type { House } from '../support/fakeN8n';
import { runCycle, runUndo, type Settings } from '../support/pipeline';
import { makeStepper } from '../support/stepper';
import { graphForm, zohoForm } from '../support/vendorForms';

jest.setTimeout(120_000);

let services: RunningSimulators;
let folder: string;
beforeAll(async () => void (services = await startSimulators({ seed: 'empty' })));
afterAll(async () => await services.stop());
beforeEach(() => {
  services.graph.reset();
  services.zoho.reset();
  folder = mkdtempSync(join(tmpdir(), 'undo-'));
});
afterEach(async () => {
  const opened = await openedArchive();
  await opened.close();
  rmSync(folder, { recursive: true, force: true });
});

const house = (stepper = makeStepper()): House => ({ folder, connection: services.connection, stepper });
const openedArchive = () => archive.openArchive(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'));

const deleteToo: Settings = {
  'Conflict Resolver': { deletes: 'delete', guards: { maxDeletes: 1000, maxDeletePercent: 100 } },
};

const person = (n: number, more: object = {}) => ({
  lastName: `Person${n}`,
  firstName: 'A',
  email: `person${n}@example.jp`,
  ...more,
});

interface State {
  readonly contacts?: readonly Raw[];
  readonly modules?: { readonly Contacts?: readonly Raw[] };
}

async function contacts(side: 'outlook' | 'zoho'): Promise<readonly Raw[]> {
  const base = side === 'outlook' ? services.connection.graph.api : services.connection.zoho.api;
  const state = (await (await fetch(`${base}/_simulator/state`)).json()) as State;
  return (side === 'outlook' ? state.contacts : state.modules?.Contacts) ?? [];
}

/** Every mapped field of every contact of both sides, exactly as it is stored; ids say nothing, for a deleted one comes back with another. */
async function mapped() {
  const on = async (side: 'outlook' | 'zoho') =>
    (await contacts(side)).map((one) => JSON.stringify(rows.map((row) => row[side](one)))).sort();
  return { outlook: await on('outlook'), zoho: await on('zoho') };
}

const idOf = async (side: 'outlook' | 'zoho', n: number): Promise<string> => {
  const email = rows.find(({ name }) => name === 'e-mail')!;
  const found = (await contacts(side)).find((one) => email[side](one) === `person${n}@example.jp`);
  if (!found) throw new Error(`no person ${n} in ${side}`);
  return String(found.id);
};

async function ask(side: 'outlook' | 'zoho', method: string, path: string, body?: unknown): Promise<void> {
  const { graph, zoho } = services.connection;
  const [base, token] = side === 'outlook' ? [graph.api, graph.accessToken] : [zoho.api, zoho.accessToken];
  const answer = await fetch(`${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

const editOutlook = async (n: number, fields: object): Promise<void> =>
  ask(
    'outlook',
    'PATCH',
    `/v1.0/me/contacts/${encodeURIComponent(await idOf('outlook', n))}`,
    graphForm(fields as never),
  );
const editZoho = async (n: number, fields: object): Promise<void> =>
  ask('zoho', 'PUT', `/crm/v8/Contacts/${await idOf('zoho', n)}`, { data: [zohoForm(fields as never)], trigger: [] });
const deleteOutlook = async (n: number): Promise<void> =>
  ask('outlook', 'DELETE', `/v1.0/me/contacts/${encodeURIComponent(await idOf('outlook', n))}`);
const deleteZoho = async (n: number): Promise<void> =>
  ask('zoho', 'DELETE', `/crm/v8/Contacts/${await idOf('zoho', n)}`);

const inOutlook = (...people: readonly object[]): void =>
  services.graph.seed({
    contacts: people.map((one) => ({ ...graphForm(one as never), categories: ['Zoho'] })),
  } as never);
const inZoho = (...people: readonly object[]): void =>
  services.zoho.seed({ records: { Contacts: people.map((one) => zohoForm(one as never)) } } as never);

/** Creates, updates, merges and deletes on both sides, all in one cycle. */
async function busyWorld(): Promise<void> {
  inOutlook(...[1, 2, 3, 4].map((n) => person(n, { jobTitle: 'old', companyName: 'ACME' })));
  await runCycle(house(), deleteToo);
  await editOutlook(1, { jobTitle: 'CEO', mobilePhone: '090-1' });
  await editZoho(2, { jobTitle: 'CTO', notes: 'line one\nline two' });
  await deleteOutlook(3);
  await deleteZoho(4);
  inOutlook(person(5, { companyName: 'Fresh Inc' }), person(7, { jobTitle: 'Buyer', companyName: 'ACME' }));
  inZoho(person(6, { department: 'Sales' }), person(7, { mobilePhone: '090-7', businessCity: 'Tokyo' }));
}

test('undoing a cycle with creates, updates, merges and deletes on both sides brings both back, and undoing that returns', async () => {
  await busyWorld();
  const before = await mapped();
  const report = await runCycle(house(), deleteToo);
  expect(report).toMatchObject({
    created: { outlook: 1, zoho: 1 },
    updated: { outlook: 2, zoho: 2 },
    deleted: { outlook: 1, zoho: 1 },
    linked: 1,
    merged: 1,
  });
  const after = await mapped();
  expect(after).not.toEqual(before);

  const undone = await runUndo(house());
  expect(undone).toMatchObject({ deleted: { outlook: 1, zoho: 1 }, created: { outlook: 1, zoho: 1 }, left: [] });
  expect(await mapped()).toEqual(before);
  expect(await runCycle(house(), deleteToo)).toMatchObject({ written: 0, pending: 0, reviews: [] });
  expect(await mapped()).toEqual(before);

  const redone = await runUndo(house());
  expect(redone).toMatchObject({ left: [] });
  expect(await mapped()).toEqual(after);
  expect(await runCycle(house(), deleteToo)).toMatchObject({ written: 0, pending: 0, reviews: [] });
  expect(await mapped()).toEqual(after);

  await runUndo(house());
  expect(await mapped()).toEqual(before);
});

test('an undoing that was killed at any moment loses nothing, and ends the same when it is repeated', async () => {
  for (let fatal = 1; ; fatal++) {
    services.graph.reset();
    services.zoho.reset();
    rmSync(folder, { recursive: true, force: true });
    folder = mkdtempSync(join(tmpdir(), 'undo-'));
    await busyWorld();
    const before = await mapped();
    const report = await runCycle(house(), deleteToo);
    const stepper = makeStepper(fatal);
    const ended = await stepper.live(() => runUndo(house(stepper)));
    const opened = await openedArchive();
    await opened.db.updateTable('sync').set({ holder: null, lease_until: 0 }).execute();
    await runCycle(house(), deleteToo);
    await runUndo(house(), { undoCycle: report!.cycle });
    expect([fatal, await mapped()]).toEqual([fatal, before]);
    expect(await runCycle(house(), deleteToo)).toMatchObject({ written: 0, pending: 0 });
    await opened.close();
    if (ended !== 'died') break;
  }
});
