import assert from 'node:assert/strict';
import { chain } from '../harness/chain';
import type { Lab } from '../harness/lab';
import type { Credential } from '../harness/credentialStore';
import type { Json } from '../harness/rest';
import { failureOf, importWorkflow, itemsOf } from '../harness/rest';
import type { Secret } from '../harness/secrets';
import { runOnce } from '../harness/steps';

let workflows = 0;

/** What one node of Zoho CRM Sync, signed in by an app-specific password, hands out. */
async function itemsBy(lab: Lab, { id, name, type }: Credential, parameters: Json): Promise<Json[]> {
  workflows += 1;
  const node = {
    ...{ name: 'Zoho', type: 'n8n-nodes-zoho-outlook.zohoCrmSync', typeVersion: 1 },
    parameters: { authentication: 'appPassword', ...parameters },
    credentials: { [type]: { id, name } },
  };
  const workflow = chain(`appPassword${workflows}`, `App-specific password ${workflows}`, [node]);
  await importWorkflow(lab.client, workflow);
  const execution = await runOnce(lab, workflow);
  assert.equal(failureOf(execution), undefined);
  return itemsOf(execution, 'Zoho');
}

const contacts = { resource: 'record', operation: 'getAll', module: { __rl: true, mode: 'id', value: 'Contacts' } };

/** The calendar opens with this password; the CRM, as in life, takes none of its session tokens. */
export async function assertCalendarAlone(lab: Lab, credential: Credential): Promise<void> {
  const found = await itemsBy(lab, credential, { resource: 'account', operation: 'check' });
  assert.deepEqual(
    found.map(({ permission, verdict }) => [permission, verdict]),
    [
      ['CalDAV', 'granted'],
      ['Session token', 'missing'],
    ],
  );
  assert.match(`${String(found[1]?.message)} ${String(found[1]?.nextStep)}`, /no longer .* Zoho CRM Sync OAuth2/s);
}

/** On a host that still gives them out: one token serves two runs, a lost one is renewed once, and the last is given back. */
export async function assertSessionKept(lab: Lab, credential: Credential): Promise<readonly Secret[]> {
  const { zoho } = lab.simulators;
  zoho.limits.authTokens = true;
  zoho.seed({ records: { Contacts: [{ Last_Name: '山田' }] } } as never);
  const secrets: Secret[] = [];
  const read = async (): Promise<number> => {
    assert.ok((await itemsBy(lab, credential, contacts)).length > 0);
    secrets.push(...zoho.state.authTokens.tokens.map(({ token }) => ({ name: 'session token', value: token })));
    return zoho.state.authTokens.made;
  };
  assert.deepEqual([await read(), await read()], [1, 1]);
  zoho.state.authTokens.tokens = [];
  assert.deepEqual([await read(), await read()], [2, 2]);
  const [left] = await itemsBy(lab, credential, { resource: 'account', operation: 'signOut' });
  assert.equal(left?.signedOut, true, JSON.stringify(left));
  assert.deepEqual(zoho.state.authTokens.tokens, []);
  zoho.limits.authTokens = false;
  return secrets;
}
