/** The app-specific password in a real n8n, as far as it concerns the CRM: the session token is n8n's to keep, to renew and to forget. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chain } from './harness/chain';
import type { Lab } from './harness/lab';
import { contactsOf, startLab } from './harness/lab';
import type { Json, Workflow } from './harness/rest';
import { failureOf, importCredentials, importWorkflow, itemsOf, testCredential } from './harness/rest';
import { databaseText, leaks, secretsOf, type Secret } from './harness/secrets';
import { assertInStep, runIntoFailure, runOnce, settle } from './harness/steps';
import { ownSync } from './harness/variant';

const type = 'zohoCrmSyncAppPasswordApi';
const credential = { id: 'zohoPassword00001', name: 'Zoho CRM (app-specific password)' };
const zohoNode = 'n8n-nodes-zoho-outlook.zohoCrmSync';
const byPassword = { credentials: { [type]: credential } };

let lab: Lab;
let contacts: Workflow;
/** Every token that there ever was. */
const given = new Map<string, Secret>();

function liveTokens(): readonly string[] {
  const tokens = lab.simulators.zoho.state.authTokens.tokens.map(({ token }) => token);
  for (const value of tokens) given.set(value, { name: 'session token', value });
  return tokens;
}

/** How often a token was asked for since the last time. */
function signIns(): number {
  const { log } = lab.simulators.zoho;
  const asked = log.list().filter(({ path }) => path === '/apiauthtoken/nb/create').length;
  log.clear();
  return asked;
}

const signedIn = (workflow: Workflow): Workflow => ({
  ...workflow,
  nodes: workflow.nodes.map((node) =>
    node.type === zohoNode
      ? { ...node, ...byPassword, parameters: { ...(node.parameters as Json), authentication: 'appPassword' } }
      : node,
  ),
});

let accounts = 0;
async function account(operation: string): Promise<Json[]> {
  const parameters = { authentication: 'appPassword', resource: 'account', operation };
  const step = { name: 'Account', type: zohoNode, typeVersion: 1, parameters, ...byPassword };
  const workflow = chain(`account${(accounts += 1)}0000000`, operation, [step]);
  await importWorkflow(lab.client, workflow);
  const run = await runOnce(lab, workflow);
  assert.equal(failureOf(run), undefined);
  return itemsOf(run, 'Account');
}

before(async () => {
  lab = await startLab({ seed: 'small', env: { N8N_LOG_LEVEL: 'debug' } });
  const { accounts, api, calDav } = lab.connection.zoho;
  const hosts = { dataCenter: 'custom', accountsUrl: accounts, apiUrl: api, calDavUrl: calDav.url };
  const data = { email: calDav.email, appPassword: calDav.appPassword, ...hosts };
  await importCredentials(lab.n8n, [{ ...credential, type, data }]);
  contacts = signedIn(ownSync(contactsOf(lab), 'byPassword00001'));
  await importWorkflow(lab.client, contacts);
});

after(() => lab?.stop());

test('retired auth tokens: the user is told what works, and n8n’s own test of the credential passes', async () => {
  assert.match(await runIntoFailure(lab, contacts), /for contacts, tasks and mail use Zoho CRM Sync OAuth2/);
  assert.equal((await testCredential(lab.client, credential.id)).status, 'OK');
  const verdicts = (await account('check')).map(
    ({ permission, verdict }) => `${String(permission)}: ${String(verdict)}`,
  );
  assert.deepEqual(verdicts, ['CalDAV: granted', 'Session token: missing']);
});

test('where they are served, one token brings contacts into step, over all runs', async () => {
  lab.simulators.zoho.limits.authTokens = true;
  signIns();
  await assertInStep(lab, await settle(lab, contacts));
  assert.equal(liveTokens().length, 1);
  assert.equal(signIns(), 1);
  await settle(lab, contacts);
  assert.equal(signIns(), 0);
});

test('a token that Zoho no longer takes is renewed once, and the new one is kept', async () => {
  const before = liveTokens();
  lab.simulators.zoho.state.authTokens.tokens = [];
  await settle(lab, contacts);
  assert.equal(signIns(), 1);
  assert.notDeepEqual(liveTokens(), before);
  await settle(lab, contacts);
  assert.equal(signIns(), 0);
  assert.equal(liveTokens().length, 1);
});

test('the test of the credential makes no token', async () => {
  const before = liveTokens();
  assert.equal((await testCredential(lab.client, credential.id)).status, 'OK');
  assert.deepEqual(liveTokens(), before);
  assert.equal(signIns(), 0);
});

test('Sign Out ends the token at Zoho and empties it in n8n; the next use signs in anew', async () => {
  assert.equal((await account('signOut'))[0]?.signedOut, true);
  assert.deepEqual(liveTokens(), []);
  assert.match(String((await account('signOut'))[0]?.message), /nothing to take back/);
  signIns();
  await settle(lab, contacts);
  assert.equal(signIns(), 1);
  assert.equal(liveTokens().length, 1);
});

/** What n8n would send the user to Microsoft's consent page for. */
async function askedOfMicrosoft(id: string, sharedCalendars: boolean): Promise<string | null> {
  const data = { clientId: 'client', clientSecret: 'secret', tenant: 'common', cloud: 'global', sharedCalendars };
  await importCredentials(lab.n8n, [{ id, name: id, type: 'outlookSyncOAuth2Api', data }]);
  const page = new URL(await lab.client.rest<string>('GET', `/oauth2-credential/auth?id=${id}`));
  assert.equal(page.origin, 'https://login.microsoftonline.com');
  return page.searchParams.get('scope');
}

test('Microsoft is asked for shared calendars only where the credential says so', async () => {
  assert.match(
    String(await askedOfMicrosoft('outlookOwn000001', false)),
    /^openid offline_access .*MailboxSettings\.ReadWrite$/,
  );
  assert.match(
    String(await askedOfMicrosoft('outlookShared001', true)),
    / MailboxSettings\.ReadWrite Calendars\.ReadWrite\.Shared$/,
  );
});

test('neither password nor any token is anywhere but in the credential store', () => {
  const { email, appPassword } = lab.connection.zoho.calDav;
  const basic = { name: 'sign-in of CalDAV', value: Buffer.from(`${email}:${appPassword}`).toString('base64') };
  assert.ok(given.size >= 3);
  assert.match(databaseText(lab.n8n.home), /zohoCrmSyncAppPasswordApi/);
  assert.deepEqual(leaks(lab, [...secretsOf(lab), ...given.values(), basic]), []);
});
