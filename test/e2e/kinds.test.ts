/** The templates of tasks, meetings and sent mail, imported and run in a real n8n with the package installed as n8n installs it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ourCredentials } from './harness/credentials';
import { isQuiet, runCycle, runUntilInStep } from './harness/cycles';
import type { Finish } from './harness/cycles';
import { judges } from './harness/judges';
import type { Lab } from './harness/lab';
import { startLab, templateOf } from './harness/lab';
import { importWorkflow } from './harness/rest';
import { askSimulator } from './harness/simulators';
import { bind } from './harness/templates';
import { ownSync } from './harness/variant';

let lab: Lab;

before(async () => {
  lab = await startLab({ seed: 'demo' });
});

after(() => lab?.stop());

const requests = (): number =>
  [lab.simulators.zoho, lab.simulators.graph].reduce((sum, { log }) => sum + log.list().length, 0);

/**
 * Requests of a run with nothing to do. Of meetings, whether one was cancelled in Zoho is asked by id; those written within the
 * last minute are looked at once more.
 */
const most: Readonly<Record<string, number>> = { tasks: 3, meetings: 4, mails: 2 };
const seen: Record<string, readonly Finish[]> = {};

for (const { kind, template, compare } of judges.filter((judge) => judge.kind in most)) {
  test(`${kind}: the template brings both sides into step, as an independent comparison sees it`, async () => {
    const finishes = (seen[kind] = await runUntilInStep(lab.client, templateOf(lab, template), () => {}));
    const last = finishes.at(-1);
    assert.ok(last && isQuiet(last));
    const { problems, inStep } = await compare(lab.connection, finishes);
    assert.deepEqual(problems, []);
    assert.ok(inStep > (kind === 'meetings' ? 10 : 0), `${inStep} in step`);
  });

  test(`${kind}: another run right after writes nothing and makes at most ${most[kind]} requests`, async () => {
    const before = requests();
    const { report } = await runCycle(lab.client, templateOf(lab, template));
    assert.deepEqual([report.attached, report.written, report.pending], [0, 0, 0]);
    const made = requests() - before;
    assert.ok(made <= (most[kind] ?? 0), `${made} requests`);
  });
}

test('nobody was mailed by either side', () => {
  for (const { outbox } of [lab.simulators.graph, lab.simulators.zoho]) assert.deepEqual(outbox, []);
});

test('of every mail is told where it went, or why nowhere', () => {
  const [first] = seen.mails ?? [];
  assert.ok((first?.skippedMails ?? []).length > 0);
  assert.ok((first?.attachedTo ?? []).every(({ reason }) => reason.startsWith('attached to the ')));
});

test('with attachments, n8n brings their bytes to the CRM unharmed', async () => {
  const settings = { 'Attach to Zoho CRM': { attachments: true }, 'Sent Mail': { startDate: '2020-01-01T00:00:00Z' } };
  const own = ownSync(templateOf(lab, 'zohoOutlookSentMail'), 'mailWithFiles', settings);
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
