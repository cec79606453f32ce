import assert from 'node:assert/strict';
import { chain } from '../harness/chain';
import { ourCredentials } from '../harness/credentials';
import { contactsOf } from '../harness/lab';
import { failureOf, importWorkflow, itemsOf } from '../harness/rest';
import type { Trouble } from '../harness/room';
import { importOwnSync, runIntoFailure, runOnce } from '../harness/steps';
import { ownSync, variant, without } from '../harness/variant';

const idOf = (value: string) => ({ __rl: true, mode: 'id', value });

const unknownFolder: Trouble = {
  title: 'a folder that does not exist: the user is told to choose again, and it heals with that',
  run: async ({ lab, heals }) => {
    const sync = 'unknownFolder001';
    const wrong = await importOwnSync(lab, sync, { 'Outlook Changes': { folder: idOf('AAMkNoSuchFolder=') } });
    const says =
      /folder .*(does not exist|not an id of a folder)\. Open the Outlook Sync node and choose the folder again/;
    assert.match(await runIntoFailure(lab, wrong), says);
    const right = variant(contactsOf(lab), 'rightFolder00001', { 'Start Cycle': { sync } });
    await importWorkflow(lab.client, right);
    await heals(right);
  },
};

const unknownModule: Trouble = {
  title: 'a module that does not exist is named',
  run: async ({ lab }) => {
    const [credential] = ourCredentials(lab.connection);
    const read = {
      name: 'Read',
      type: 'n8n-nodes-zoho-outlook.zohoCrmSync',
      typeVersion: 1,
      parameters: { resource: 'record', operation: 'getAll', module: idOf('Contraptions') },
      credentials: { zohoCrmSyncOAuth2Api: { id: credential?.id, name: credential?.name } },
    };
    const workflow = chain('unknownModule001', 'Unknown module', [read]);
    await importWorkflow(lab.client, workflow);
    const failure = failureOf(await runOnce(lab, workflow));
    assert.match(failure ?? '', /knows no module Contraptions.*choose it from the list/);
  },
};

/** Three people as Microsoft shows them, one without id. */
const three = JSON.stringify([
  { id: 'a', givenName: 'Ann', surname: 'Able', emailAddresses: [{ address: 'ann@trouble.example' }] },
  { givenName: 'No', surname: 'Body', emailAddresses: [{ address: 'nobody@trouble.example' }] },
  { id: 'c', givenName: 'Cyd', surname: 'Case', emailAddresses: [{ address: 'cyd@trouble.example' }] },
]);

const withoutId: Trouble = {
  title: 'an item without id into the matcher: it is told which one, and the others are matched',
  run: async ({ lab }) => {
    const set = {
      name: 'List',
      type: 'n8n-nodes-base.set',
      typeVersion: 3.4,
      parameters: { mode: 'raw', jsonOutput: `{ "people": ${three} }`, options: {} },
    };
    const split = {
      name: 'Items',
      type: 'n8n-nodes-base.splitOut',
      typeVersion: 1,
      parameters: { fieldToSplitOut: 'people', options: {} },
    };
    const matcher = {
      name: 'Matcher',
      type: 'n8n-nodes-zoho-outlook.crmMatcher',
      typeVersion: 1,
      parameters: { kind: 'contact' },
    };
    const workflow = chain('withoutId0000001', 'Without id', [set, split, matcher]);
    await importWorkflow(lab.client, workflow);
    const run = await runOnce(lab, workflow);
    assert.equal(failureOf(run), undefined);
    const reasons = itemsOf(run, 'Matcher', 3).map(({ reason }) => String(reason));
    assert.deepEqual(reasons, ['item 2 of the input Outlook has no id, so it cannot be told from others']);
    assert.deepEqual(
      itemsOf(run, 'Matcher', 1).map(({ label }) => label),
      ['Ann Able', 'Cyd Case'],
    );
  },
};

const oneSide: Trouble = {
  title: 'a matcher that gets one side only: nothing is created, and the user is told what to connect',
  run: async ({ lab }) => {
    const id = 'oneSideOnly00001';
    const workflow = without(ownSync(contactsOf(lab), id), id, 'Zoho CRM Changes');
    await importWorkflow(lab.client, workflow);
    const { zoho, graph } = lab.simulators;
    const count = () => [zoho.state.records.get('Contacts')?.size, graph.state.contacts.size];
    const before = count();
    const says = /Zoho CRM has not been read in this cycle.*Connect Get Changes of both sides/;
    assert.match(await runIntoFailure(lab, workflow), says);
    assert.deepEqual(count(), before);
  },
};

export const settingTroubles: readonly Trouble[] = [unknownFolder, unknownModule, withoutId, oneSide];
