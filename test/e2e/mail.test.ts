/** The sent-mail template, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { runCycle, runUntilInStep, isQuiet } from './harness/cycles';
import { judges } from './harness/judges';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { bind } from './harness/templates';
import { ourCredentials } from './harness/credentials';
import { importWorkflow } from './harness/rest';
import { askSimulator, requestsOf } from './harness/simulators';
import { ownSync } from './harness/variant';

let lab: Lab;
const judge = judges.find(({ kind }) => kind === 'mails')!;

before(async () => {
  lab = await startLab({ seed: 'demo' });
});

after(() => lab?.stop());

async function countRequests(): Promise<number> {
  const { zoho, graph } = lab.connection;
  const [toZoho, toGraph] = await Promise.all([requestsOf(zoho.api), requestsOf(graph.api)]);
  return toZoho.length + toGraph.length;
}

test('every mail shows where it belongs, as an independent comparison sees it', async () => {
  const finishes = await runUntilInStep(lab.client, templateOf(lab, judge.template), () => {});
  const last = finishes.at(-1);
  assert.ok(last && isQuiet(last));
  const { problems, inStep } = await judge.compare(lab.connection, finishes);
  assert.deepEqual(problems, []);
  assert.ok(inStep > 0);
  assert.ok((finishes[0]?.skippedMails ?? []).length > 0);
  assert.ok((finishes[0]?.attachedTo ?? []).every(({ reason }) => reason.startsWith('attached to the ')));
});

test('another run right after attaches nothing and makes at most two requests', async () => {
  const before = await countRequests();
  const { report } = await runCycle(lab.client, templateOf(lab, judge.template));
  assert.deepEqual([report.attached, report.written, report.pending], [0, 0, 0]);
  const made = (await countRequests()) - before;
  assert.ok(made <= 2, `${made} requests`);
});

test('with attachments, n8n brings their bytes to the CRM unharmed', async () => {
  const settings = { 'Attach to Zoho CRM': { attachments: true }, 'Sent Mail': { startDate: '2020-01-01T00:00:00Z' } };
  const own = ownSync(templateOf(lab, judge.template), 'mailWithFiles', settings);
  const workflow = bind(own, ourCredentials(lab.connection));
  await importWorkflow(lab.client, workflow);
  await askSimulator(lab.connection.graph.api, 'seed', {
    mails: [
      {
        subject: 'With a file',
        internetMessageId: '<with-a-file@contoso.example>',
        toRecipients: [{ emailAddress: { address: await someContact() } }],
        attachments: [{ name: 'Bytes.bin', contentType: 'application/octet-stream', contentBytes: 'AP+AAcP/' }],
      },
    ],
  });
  await runCycle(lab.client, workflow);
  const { mails, files } = await askSimulator<{
    mails: { originalId: string; attachments: { id: string; name: string; size: number }[] }[];
    files: { id: string; name: string; size: number }[];
  }>(lab.connection.zoho.api, 'state');
  const found = mails.find(({ originalId }) => originalId === '<with-a-file@contoso.example>');
  assert.deepEqual(
    found?.attachments.map(({ name, size }) => [name, size]),
    [['Bytes.bin', 6]],
  );
  assert.ok(files.some(({ name, size }) => name === 'Bytes.bin' && size === 6));
});

async function someContact(): Promise<string> {
  const { modules } = await askSimulator<{ modules: { Contacts: { Email: string }[] } }>(
    lab.connection.zoho.api,
    'state',
  );
  const emails = modules.Contacts.map(({ Email }) => Email);
  return emails.find((email) => /^[\w.]+@[\w.]+$/.test(email) && emails.filter((one) => one === email).length === 1)!;
}
