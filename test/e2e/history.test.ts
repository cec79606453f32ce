/** What was done can be taken back, and is told every morning: the undo and the report template in a real n8n. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { rows } from './harness/contactRows';
import { builtinCredentials } from './harness/credentials';
import { isQuiet, runCycle, runUntilInStep } from './harness/cycles';
import type { Lab } from './harness/lab';
import { contactsOf, startLab, templateOf } from './harness/lab';
import type { Json, Workflow } from './harness/rest';
import { failureOf, importCredentials, importWorkflow, itemsOf } from './harness/rest';
import { askSimulator, outlookContacts, zohoRecords } from './harness/simulators';
import { runOnce } from './harness/steps';
import { variant } from './harness/variant';

let lab: Lab;

before(async () => {
  lab = await startLab({ seed: 'small' });
});

after(() => lab?.stop());

/** Every mapped field of every contact of both sides, as it is stored; ids say nothing, for a restored one has another. */
async function everybody() {
  const [outlook, zoho] = [await outlookContacts(lab.connection), await zohoRecords(lab.connection, 'Contacts')];
  return {
    outlook: outlook.map((one) => JSON.stringify(rows.map((row) => row.outlook(one)))).sort(),
    zoho: zoho.map((one) => JSON.stringify(rows.map((row) => row.zoho(one)))).sort(),
  };
}

test('the undo template shows first what it would take back, then takes it back, and nothing comes again by itself', async () => {
  const untouched = await everybody();
  const [first] = await runUntilInStep(lab.client, contactsOf(lab), () => {});
  assert.ok(first && first.report.written > 0);
  const inStep = await everybody();
  const undo = templateOf(lab, 'zohoOutlookUndo');
  const shown = await runOnce(lab, undo);
  assert.equal(failureOf(shown), undefined);
  assert.ok(itemsOf(shown, 'Undo Cycle').length > first.report.written / 2);
  assert.deepEqual(await everybody(), inStep);
  const forReal = variant(undo, 'undoForReal', { 'Undo Cycle': { undoPreview: false } });
  await importWorkflow(lab.client, forReal);
  const { report } = await runCycle(lab.client, forReal);
  assert.equal(report.written, first.report.written);
  assert.deepEqual(await everybody(), untouched);
  assert.ok(isQuiet(await runCycle(lab.client, contactsOf(lab))));
  assert.deepEqual(await everybody(), untouched);
});

/** The template as a person sets it up: who gets the report, and n8n's own Outlook account to send it with. */
function addressed(template: Workflow): Workflow {
  const credentials = { microsoftOutlookOAuth2Api: { id: 'outlookBuiltin01', name: 'Outlook (built-in)' } };
  const nodes = template.nodes.map((node): Json => {
    if (node.name !== 'Mail the Report') return node;
    return { ...node, credentials, parameters: { ...(node.parameters as Json), toRecipients: 'boss@north.example' } };
  });
  return { ...template, nodes };
}

test('the report is mailed: its subject says whether all is well, its text what was done', async () => {
  await importCredentials(lab.n8n, builtinCredentials(lab.connection));
  const report = addressed(variant(templateOf(lab, 'zohoOutlookDailyReport'), 'reportMailed'));
  await importWorkflow(lab.client, report);
  assert.equal(failureOf(await runOnce(lab, report)), undefined);
  const { mails } = await askSimulator<{ mails: Json[] }>(lab.connection.graph.api, 'state');
  const sent = JSON.stringify(mails.filter((mail) => JSON.stringify(mail).includes('boss@north.example')));
  assert.match(sent, /"subject":"(\d+ syncs? without trouble, \d+ written in 24 hours|Sync [^"]+: [^"]+)"/);
  assert.match(sent, /Contacts/);
  assert.match(sent, /In the last 24 hours: \d+ cycles?, which wrote/);
});
