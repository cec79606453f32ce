import assert from 'node:assert/strict';
import { ourCredentials } from '../harness/credentials';
import { runCycle } from '../harness/cycles';
import { contactsOf } from '../harness/lab';
import { importCredentials, importWorkflow } from '../harness/rest';
import type { Trouble } from '../harness/room';
import { importOwnSync, runIntoFailure } from '../harness/steps';
import { bind } from '../harness/templates';
import { ownSync } from '../harness/variant';

const revoked = [
  {
    side: 'zoho',
    says: /Zoho does not accept the sign-in of the credential: it was revoked.* Credentials › Zoho CRM Sync OAuth2 API .*press Connect again/,
  },
  {
    side: 'graph',
    says: /Microsoft no longer accepts the sign-in .* open Credentials › Outlook Sync OAuth2 API and press Connect again/,
  },
] as const;

const revocations = revoked.map(({ side, says }): Trouble => ({
  title: `permission taken away (${side}): the user is told to connect again, and it heals with that`,
  run: async ({ lab, access, meetSomebody, heals, assertArrived }) => {
    const emails = await meetSomebody();
    const giveBack = access.revoke(side);
    assert.match(await runIntoFailure(lab), says);
    giveBack();
    await heals();
    await assertArrived(emails);
  },
}));

const expired: Trouble = {
  title: 'expired access tokens are renewed without a word',
  run: async ({ lab, access, meetSomebody, heals, assertArrived }) => {
    const emails = await meetSomebody();
    access.expire();
    assert.equal((await runCycle(lab.client, contactsOf(lab))).report.written, 2);
    await heals();
    await assertArrived(emails);
  },
};

const unusable = <T extends object>(grant: T): T => ({ ...grant, clientSecret: 'wrong', accessToken: 'stale' });

const wrongSecret: Trouble = {
  title: 'a wrong client secret, on each side: the user is told which credential to look at',
  run: async ({ lab }) => {
    const { zoho, graph } = lab.connection;
    const good = ourCredentials(lab.connection);
    const bad = ourCredentials({ zoho: unusable(zoho), graph: unusable(graph) });
    const renamed = bad.map((credential, index) => ({ ...credential, id: `wrongSecret0000${index}` }));
    await importCredentials(lab.n8n, renamed);
    for (const [index, says] of [
      /Zoho does not know the client ID or client secret .*Zoho CRM Sync OAuth2 API/,
      /Microsoft.*Outlook Sync OAuth2 API/,
    ].entries()) {
      const credentials = good.map((credential, n) => (n === index ? (renamed[n] ?? credential) : credential));
      const workflow = bind(ownSync(contactsOf(lab), `wrongSecretSync${index}`), credentials);
      await importWorkflow(lab.client, workflow);
      assert.match(await runIntoFailure(lab, workflow), says);
    }
  },
};

const scopes: Trouble = {
  title: 'a Zoho credential without a scope: the scope is named',
  run: async ({ lab, access, meetSomebody, heals, assertArrived }) => {
    const fresh = await importOwnSync(lab, 'withoutSettings1');
    const widen = access.narrow('zoho', (scope) => !scope.startsWith('ZohoCRM.settings'));
    const says = /lacks a scope .*ZohoCRM\.settings\.fields\.READ.* press Connect again/;
    assert.match(await runIntoFailure(lab, fresh), says);
    widen();
    const emails = await meetSomebody();
    const widenQueries = access.narrow('zoho', (scope) => !scope.startsWith('ZohoCRM.coql'));
    assert.match(await runIntoFailure(lab), /lacks a scope .*ZohoCRM\.coql\.READ.* press Connect again/);
    widenQueries();
    await heals();
    await assertArrived(emails);
  },
};

const readOnly: Trouble = {
  title: 'a Microsoft grant that may only read contacts: the permission is named, and Zoho CRM gets its part',
  run: async ({ lab, access, people, meetSomebody, heals, assertArrived }) => {
    const [mail = '', crm = ''] = await meetSomebody();
    const widen = access.narrow('graph', (scope) => scope !== 'Contacts.ReadWrite', ['Contacts.Read']);
    const says = /permission Contacts\.ReadWrite is probably missing.*press Connect again/;
    assert.match(await runIntoFailure(lab), says);
    assert.deepEqual(await people.howMany(mail), { outlook: 1, zoho: 1 });
    widen();
    await heals();
    await assertArrived([mail, crm]);
  },
};

export const signInTroubles: readonly Trouble[] = [...revocations, expired, wrongSecret, scopes, readOnly];
