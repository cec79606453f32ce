/** What goes wrong in life, in a real n8n: each time the user is told what and what to do, nobody else suffers, nothing is lost, and it heals. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { outlookContact } from '../../simulators/seeds/world';
import type { Access } from './harness/access';
import { accessOf } from './harness/access';
import { letLeaseLapse, letParkedBeDue, withArchive } from './harness/archiveFile';
import { chain } from './harness/chain';
import { ourCredentials } from './harness/credentials';
import { runCycle } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import { mishaps } from './harness/mishaps';
import type { People } from './harness/people';
import { peopleOf } from './harness/people';
import { failureOf, hintsOf, importCredentials, importWorkflow, itemsOf } from './harness/rest';
import { databaseText, leaks, leaksBelow, secretsOf } from './harness/secrets';
import { assertInStep, importOwnSync, runIntoFailure, runOnce, settle } from './harness/steps';
import { bind } from './harness/templates';
import { ownSync, without } from './harness/variant';

let lab: Lab;
let people: People;
let access: Access;
let secrets: ReturnType<typeof secretsOf> = [];

before(async () => {
  lab = await startLab({ seed: 'small', env: { N8N_LOG_LEVEL: 'debug' } });
  access = accessOf(lab.simulators);
  people = peopleOf(access.ofPeople);
  await assertInStep(lab, await settle(lab));
});

after(() => lab?.stop());

/** Tokens are forgotten by the simulators in time; whoever wants to look for them has to write them down. */
function noteSecrets(): void {
  secrets = [...new Map([...secrets, ...secretsOf(lab)].map((secret) => [secret.value, secret])).values()];
}

async function heals(workflow = contactsOf(lab)): Promise<void> {
  letLeaseLapse(lab.n8n.home);
  await assertInStep(lab, await settle(lab, workflow));
  noteSecrets();
}

let strangers = 0;
/** Somebody new on each side, who has to arrive on the other one exactly once. */
async function meetSomebody(): Promise<readonly [string, string]> {
  strangers += 1;
  const [mail, crm] = [`mail${strangers}@trouble.example`, `crm${strangers}@trouble.example`];
  await people.addToOutlook(outlookContact(`Mail${strangers}`, 'Trouble', [mail]));
  await people.addToZoho({ First_Name: `Crm${strangers}`, Last_Name: 'Trouble', Email: crm });
  return [mail, crm];
}

async function assertArrived(emails: readonly string[]): Promise<void> {
  for (const email of emails) assert.deepEqual(await people.howMany(email), { outlook: 1, zoho: 1 }, email);
}

const refusals = [
  {
    side: 'zoho',
    says: /Zoho CRM no longer accepts the sign-in .* open Credentials › Zoho CRM Sync OAuth2 API and press Connect again/,
  },
  {
    side: 'graph',
    says: /Microsoft no longer accepts the sign-in .* open Credentials › Outlook Sync OAuth2 API and press Connect again/,
  },
] as const;

for (const { side, says } of refusals) {
  test(`permission taken away (${side}): the user is told to connect again, and it heals when he does`, async () => {
    const emails = await meetSomebody();
    const giveBack = access.revoke(side);
    assert.match(await runIntoFailure(lab), says);
    giveBack();
    await heals();
    await assertArrived(emails);
  });
}

test('expired access tokens are renewed without a word', async () => {
  const emails = await meetSomebody();
  access.expire();
  assert.ok((await runCycle(lab.client, contactsOf(lab))).report.written > 0);
  await heals();
  await assertArrived(emails);
});

test('a wrong client secret is told as such, on each side', async () => {
  const wrong = <T extends object>(grant: T): T => ({ ...grant, clientSecret: 'wrong', accessToken: 'stale' });
  const { zoho, graph } = lab.connection;
  const good = ourCredentials(lab.connection);
  const bad = ourCredentials({ zoho: wrong(zoho), graph: wrong(graph) });
  const renamed = bad.map((credential, index) => ({ ...credential, id: `wrongSecret0000${index}` }));
  await importCredentials(lab.n8n, renamed);
  for (const [index, says] of [/client secret.*Zoho/i, /client secret.*Microsoft/i].entries()) {
    const credentials = good.map((credential, n) => (n === index ? (renamed[n] ?? credential) : credential));
    const workflow = bind(ownSync(contactsOf(lab), `wrongSecretSync${index}`), credentials);
    await importWorkflow(lab.client, workflow);
    assert.match(await runIntoFailure(lab, workflow), says);
  }
});

test('a Zoho credential without a scope: the scope is named', async () => {
  const fresh = await importOwnSync(lab, 'withoutSettings1');
  const widen = access.narrow('zoho', (scope) => !scope.startsWith('ZohoCRM.settings'));
  assert.match(
    await runIntoFailure(lab, fresh),
    /lacks a scope .*ZohoCRM\.settings\.fields\.READ.* press Connect again/,
  );
  widen();
  const emails = await meetSomebody();
  const widenQueries = access.narrow('zoho', (scope) => !scope.startsWith('ZohoCRM.coql'));
  assert.match(await runIntoFailure(lab), /lacks a scope .*ZohoCRM\.coql\.READ.* press Connect again/);
  widenQueries();
  await heals();
  await assertArrived(emails);
});

test('a Microsoft grant that may read contacts only: the permission is named, and Zoho CRM gets its part', async () => {
  const [mail, crm] = await meetSomebody();
  const widen = access.narrow('graph', (scope) => scope !== 'Contacts.ReadWrite');
  access.narrow('graph', () => true);
  assert.match(await runIntoFailure(lab), /permission Contacts\.ReadWrite is probably missing.*press Connect again/);
  widen();
  await heals();
  await assertArrived([mail, crm]);
});

test('a folder that does not exist: the user is told to choose again, and it heals when he does', async () => {
  const folder = { __rl: true, mode: 'id', value: 'AAMkNoSuchFolder=' };
  const workflow = await importOwnSync(lab, 'unknownFolder001', { 'Outlook Changes': { folder } });
  const says =
    /folder .*(does not exist|not an id of a folder).* Open the Outlook Sync node and choose the folder again/;
  assert.match(await runIntoFailure(lab, workflow), says);
  const right = { ...ownSync(contactsOf(lab), 'rightFolder00001'), name: 'Right folder' };
  const sameSync = right.nodes.map((node) =>
    node.name === 'Start Cycle'
      ? { ...node, parameters: { ...(node.parameters as object), sync: 'unknownFolder001' } }
      : node,
  );
  await importWorkflow(lab.client, { ...right, nodes: sameSync });
  await heals(right);
});

test('a module that does not exist is named', async () => {
  const module = { __rl: true, mode: 'id', value: 'Contraptions' };
  const [zohoCredential] = ourCredentials(lab.connection);
  const node = {
    name: 'Read',
    type: 'n8n-nodes-zoho-outlook.zohoCrmSync',
    typeVersion: 1,
    parameters: { resource: 'record', operation: 'getAll', module },
    credentials: { zohoCrmSyncOAuth2Api: { id: zohoCredential?.id, name: zohoCredential?.name } },
  };
  const workflow = chain('unknownModule001', 'Unknown module', [node]);
  await importWorkflow(lab.client, workflow);
  const failure = failureOf(await runOnce(lab, workflow));
  assert.match(failure ?? '', /Contraptions.*Choose the module from the list/);
});

const recordOf = (id: unknown) => lab.simulators.zoho.state.records.get('Contacts')?.get(String(id));

test('refused records (bad e-mail, locked) wait with their reason; the others go on; both heal', async () => {
  const [bob, newcomer] = ['bob@north.example', 'newcomer@localhost'];
  const locked = recordOf((await people.inZoho(bob)).id);
  assert.ok(locked);
  locked.locked = true;
  await people.editOutlook(bob, { jobTitle: 'Locked Out' });
  await people.addToOutlook(outlookContact('Bad', 'Address', [newcomer]));
  const emails = await meetSomebody();
  const finish = await runCycle(lab.client, contactsOf(lab));
  const told = finish.parkedRecords.map(({ message }) => message).join('\n');
  assert.match(told, /is no e-mail address that Zoho CRM accepts/);
  assert.match(told, /The record is locked in Zoho CRM/);
  await assertArrived(emails);
  await assertInStep(lab, await settle(lab));
  await people.editOutlook(newcomer, { emailAddresses: [{ address: 'newcomer@trouble.example' }] });
  locked.locked = false;
  letParkedBeDue(lab.n8n.home);
  const last = await settle(lab);
  assert.deepEqual(last.parkedRecords, []);
  await assertInStep(lab, last);
  await assertArrived(['newcomer@trouble.example']);
  assert.equal((await people.inZoho(bob)).Title, 'Locked Out');
});

for (const { title, side, fault, says } of mishaps) {
  test(`${title}: ${says ? 'the user is told, and' : 'the run goes on, and'} everybody arrives once`, async () => {
    const emails = await meetSomebody();
    const service = lab.simulators[side];
    service.faults.add(fault);
    const failure = failureOf(await runOnce(lab, contactsOf(lab)));
    assert.deepEqual(service.faults.list(), [], 'the mishap did not happen');
    if (says) assert.match(failure ?? '', says);
    else assert.equal(failure, undefined);
    await heals();
    await assertArrived(emails);
  });
}

test('a run that follows a failed one at once ends quietly and says until when', async () => {
  const giveBack = access.revoke('graph');
  const failure = failureOf(await runOnce(lab, contactsOf(lab)));
  giveBack();
  const next = await runOnce(lab, contactsOf(lab));
  assert.ok(failure);
  assert.equal(failureOf(next), undefined);
  assert.equal(itemsOf(next, 'Finish').length, 0);
  assert.match(hintsOf(next, 'Start Cycle').join(), /If that one died, the next run after \d{4}-/);
  await heals();
});

test('an archive written by a newer version is left untouched, and the user is told to update', async () => {
  const add = "INSERT INTO kysely_migration (name, timestamp) VALUES ('9999_future', '2030-01-01T00:00:00Z')";
  withArchive(lab.n8n.home, (db) => db.exec(add));
  // a process of its own, because the running n8n has looked at its archive already
  const run = lab.n8n.cli('execute', `--id=${contactsOf(lab).id}`);
  await assert.rejects(run, /written by a newer version of this package/);
  withArchive(lab.n8n.home, (db) => db.exec("DELETE FROM kysely_migration WHERE name = '9999_future'"));
  await heals();
});

test('an item without id does not stop the matcher: it is told which one, the others are matched', async () => {
  const items = (name: string, list: readonly object[]) => ({
    name,
    type: 'n8n-nodes-base.set',
    typeVersion: 3.4,
    parameters: { mode: 'raw', jsonOutput: JSON.stringify(list[0]), options: {} },
  });
  const matcher = {
    name: 'Matcher',
    type: 'n8n-nodes-zoho-outlook.crmMatcher',
    typeVersion: 1,
    parameters: { kind: 'contact' },
  };
  const workflow = chain('withoutId0000001', 'Without id', [
    items('Nameless', [{ givenName: 'No', surname: 'Body', emailAddresses: [{ address: 'nobody@trouble.example' }] }]),
    matcher,
  ]);
  await importWorkflow(lab.client, workflow);
  const run = await runOnce(lab, workflow);
  assert.equal(failureOf(run), undefined);
  const [unclear] = itemsOf(run, 'Matcher', 3);
  assert.match(String(unclear?.reason), /item 1 of the input Outlook has no id/);
});

test('a matcher that gets one side only creates nothing, and says what to connect', async () => {
  const workflow = without(ownSync(contactsOf(lab), 'oneSideOnly00001'), 'oneSideOnly00001', 'Zoho CRM Changes');
  await importWorkflow(lab.client, workflow);
  const count = lab.simulators.graph.state.contacts.size;
  const says = /Zoho CRM has not been read in this cycle.*Connect Get Changes of both sides/;
  assert.match(await runIntoFailure(lab, workflow), says);
  assert.equal(lab.simulators.graph.state.contacts.size, count);
});

test('after all that no token or secret can be read anywhere, also none of those minted in refreshes', () => {
  const { home } = lab.n8n;
  noteSecrets();
  assert.ok(secrets.length > 8, 'refreshes minted tokens');
  assert.match(databaseText(home), /mail1@trouble\.example/, 'execution data is looked at');
  const [token] = secrets;
  const planted = join(home, 'planted.log');
  writeFileSync(planted, Buffer.from(`{"Authorization":"Bearer ${token?.value}"}`).toString('base64'));
  assert.deepEqual(leaksBelow(home, secrets), [`planted.log holds a ${token?.name}`]);
  writeFileSync(planted, '');
  assert.deepEqual(leaks(lab, secrets), []);
});
