/** What may go wrong around a published sync, in a real n8n: nothing is deleted or doubled, and the user is told. */
import assert from 'node:assert/strict';
import { copyFileSync, renameSync, rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { RunningSimulators } from '../../simulators/start';
import { startSimulators } from '../../simulators/start';
import { archiveFile } from './harness/archiveFile';
import { ourCredentials } from './harness/credentials';
import type { Finish } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import type { People } from './harness/people';
import { peopleOf } from './harness/people';
import type { Workflow } from './harness/rest';
import { failureOf, importCredentials, importWorkflow, itemsOf, publish } from './harness/rest';
import { outlookContacts, zohoRecords } from './harness/simulators';
import { runIntoFailure, settle } from './harness/steps';
import { rest, runsOf, triggered } from './harness/triggers';
import { until } from './harness/until';
import { variant } from './harness/variant';
import { writeCalls } from './harness/writes';

const bob = 'bob@north.example';

let lab: Lab;
let other: RunningSimulators;
let people: People;
let workflow: Workflow;

before(async () => {
  lab = await startLab({ seed: 'small' });
  other = await startSimulators({ seed: 'small' });
  people = peopleOf(lab.connection);
  const deleting = variant(contactsOf(lab), 'deleting', { 'Conflict Resolver': { deletes: 'delete' } });
  workflow = triggered(deleting, 'guarded000000001');
  await importWorkflow(lab.client, workflow);
  await publish(lab.client, workflow.id);
  await atRest();
});

after(async () => {
  await other?.stop();
  await lab?.stop();
});

const atRest = () => rest(lab.client, workflow.id);
const heads = async () => ({
  outlook: (await outlookContacts(lab.connection)).length,
  zoho: (await zohoRecords(lab.connection, 'Contacts')).length,
});

/** What the runs after the first `known` said; none of them failed. */
async function saidSince(known: number): Promise<readonly Finish[]> {
  const ended = await runsOf(lab.client, workflow.id);
  const since = ended.slice(0, ended.length - known);
  assert.deepEqual(
    since.flatMap((run) => failureOf(run) ?? []),
    [],
  );
  return since.flatMap((run) => itemsOf(run, 'Finish') as unknown as Finish[]);
}
const leftIn = (finishes: readonly Finish[]): string =>
  finishes.flatMap(({ left }) => left.map(({ reason }) => reason)).join('\n');

const isInOutlook = (jobTitle: string) => async () => (await people.inOutlook(bob)).jobTitle === jobTitle;
const isInZoho = (value: string) => async () => (await people.inZoho(bob)).Department === value;
const beside = (end: string): string => `${archiveFile(lab.n8n.home)}${end}`;

test('the archive is deleted under a running n8n: matched anew, nobody doubled, and the run says so', async () => {
  const [known, were] = [await atRest(), await heads()];
  for (const end of ['', '-wal', '-shm']) rmSync(beside(end), { force: true });
  await people.editZoho(bob, { Title: 'After the Loss' });
  await until('the edit to be in Outlook', isInOutlook('After the Loss'));
  await atRest();
  assert.match(leftIn(await saidSince(known)), /The archive is a new one, though this sync has run before/);
  assert.deepEqual(await heads(), were);
});

test('an old copy of the archive is put back: what was agreed since stays, and the run says so', async () => {
  await atRest();
  copyFileSync(beside(''), beside('.copy'));
  await people.editOutlook(bob, { department: 'Since the Copy' });
  await until('the edit to be in Zoho CRM', isInZoho('Since the Copy'));
  const [known, were] = [await atRest(), await heads()];
  for (const end of ['-wal', '-shm']) rmSync(beside(end), { force: true });
  renameSync(beside('.copy'), beside(''));
  await people.editZoho(bob, { Title: 'After the Copy' });
  await until('the edit to be in Outlook', isInOutlook('After the Copy'));
  await atRest();
  assert.match(leftIn(await saidSince(known)), /The archive is older than the last run of this sync/);
  assert.deepEqual(await heads(), were);
  assert.ok(await isInZoho('Since the Copy')());
});

test('another mailbox is connected in the same credential: refused before any write; back again, all is well', async () => {
  other.graph.seed({ mailbox: { id: '11111111-2222-3333-4444-555555555555', mail: 'other@contoso.example' } });
  const { accessTokens } = other.graph.state;
  accessTokens.set('of-somebody-else', { ...accessTokens.get(other.connection.graph.accessToken)! });
  const were = await heads();
  const mixed = { graph: { ...other.connection.graph, accessToken: 'of-somebody-else' }, zoho: lab.connection.zoho };
  await importCredentials(lab.n8n, ourCredentials(mixed));
  const failure = await runIntoFailure(lab, workflow);
  assert.match(failure, /now another one is chosen/);
  assert.match(failure, /choose the former one again/);
  assert.deepEqual(writeCalls(other), { zoho: 0, graph: 0 });
  await importCredentials(lab.n8n, ourCredentials(lab.connection));
  await settle(lab, workflow);
  assert.deepEqual(await heads(), were);
});

test('everybody is deleted in Outlook: the plan stops, the CRM keeps everybody, and a person is asked', async () => {
  const [known, { zoho }] = [await atRest(), await heads()];
  await people.emptyOutlook();
  await until('a run to see it', async () => (await atRest()) > known);
  const last = (await saidSince(known))[0];
  assert.match(JSON.stringify(last?.reviews), /linked records are gone from Outlook at once/);
  assert.equal((await heads()).zoho, zoho);
});
