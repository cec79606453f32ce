import { copyFileSync, rmSync } from 'node:fs';
import { sentMail } from '../../simulators/seeds/mails';
import type { RunningSimulators } from '../../simulators/start';
import { startSimulators } from '../../simulators/start';
import type { MailFinish, MailWorld } from '../support/mailWorld';
import { startMailWorld } from '../support/mailWorld';

const TANAKA = 'tanaka@customer.example';
const people = { records: { Contacts: [{ Last_Name: 'Tanaka', Email: TANAKA }] } };
const mails = [0, 1, 2].map((n) => sentMail(n, `Mail ${n}`, { to: [TANAKA] }));
const since = { 'Sent Mail': { startDate: '2020-01-01T00:00:00Z' } };
const quiet = { attached: 0, written: 0, pending: 0, parked: 0 };

let world: MailWorld;
let other: RunningSimulators;
beforeAll(async () => {
  world = await startMailWorld();
  other = await startSimulators({ seed: 'empty' });
});
afterAll(async () => {
  await world.stop();
  await other.stop();
});
beforeEach(async () => {
  world.connect();
  world.seed({ mails }, people);
  await world.run(since);
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2']);
});

const shown = (): readonly string[] =>
  [...world.attached().values()]
    .flat()
    .map(({ subject }) => String(subject))
    .sort();
const run = async (): Promise<MailFinish> => (await world.run(since)).finish;
const moveAway = (): void => ['', '-wal', '-shm'].forEach((end) => rmSync(`${world.file()}${end}`, { force: true }));
const oneMore = sentMail(3, 'Mail 3', { to: [TANAKA] });

/** Somebody else's grants, as n8n holds them once another account was connected. */
function grantsOfOthers() {
  const [mailboxToken, orgToken] = [`graph-${Math.random()}`, `zoho-${Math.random()}`];
  const { graph, zoho, connection } = other;
  graph.state.accessTokens.set(mailboxToken, { ...graph.state.accessTokens.get(connection.graph.accessToken)! });
  zoho.state.tokens.push({ ...zoho.state.tokens[0]!, token: orgToken });
  return {
    graph: { graph: { ...connection.graph, accessToken: mailboxToken } },
    zoho: { zoho: { ...connection.zoho, accessToken: orgToken } },
  };
}

test('another mailbox is connected → refused before anything is attached; back again, nothing is missing or twice', async () => {
  other.graph.seed({ mailbox: { id: '11111111-2222-3333-4444-555555555555', mail: 'other@contoso.example' } });
  other.graph.seed({ mails: [sentMail(9, 'Of somebody else', { to: [TANAKA] })] } as never);
  world.connect(grantsOfOthers().graph);
  await expect(run()).rejects.toThrow(/now another one is chosen/);
  world.connect();
  await world.letLeaseLapse();
  expect((await run()).report).toMatchObject(quiet);
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2']);
});

test('another org is connected, a sandbox with the same ids → refused before anything is attached there', async () => {
  other.zoho.seed({ org: { id: '888', zgid: '777' }, ...people } as never);
  other.zoho.log.clear();
  world.services.graph.seed({ mails: [oneMore] } as never);
  world.connect(grantsOfOthers().zoho);
  await expect(run()).rejects.toThrow(/another Zoho CRM account/);
  const written = other.zoho.log.list().filter(({ method, path }) => method !== 'GET' && !path.endsWith('/coql'));
  expect(written).toEqual([]);
  world.connect();
  await world.letLeaseLapse();
  expect((await run()).report).toMatchObject({ attached: 1 });
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2', 'Mail 3']);
});

test('the archive is deleted → all mails are read again, and none is on its contact twice', async () => {
  moveAway();
  expect((await run()).report).toMatchObject({ pending: 0, parked: 0 });
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2']);
  expect((await run()).report).toMatchObject(quiet);
});

test('an old copy of the archive is put back → what was attached since is recognised, and what is new is attached', async () => {
  copyFileSync(world.file(), `${world.file()}.copy`);
  world.services.graph.seed({ mails: [oneMore] } as never);
  await run();
  moveAway();
  copyFileSync(`${world.file()}.copy`, world.file());
  world.services.graph.seed({ mails: [sentMail(4, 'Mail 4', { to: [TANAKA] })] } as never);
  expect((await run()).report).toMatchObject({ pending: 0, parked: 0 });
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2', 'Mail 3', 'Mail 4']);
});

test('all sent mails are deleted in Outlook → the CRM keeps what it has', async () => {
  const mailEdits = mails.map((_, n) => ({ mail: `Mail ${n}`, delete: true }));
  world.services.graph.seed({ mailEdits } as never);
  expect((await run()).report).toMatchObject(quiet);
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2']);
});

test('the mailbox was moved: new ids, the same Message-IDs → nothing is attached a second time', async () => {
  const mailEdits = mails.map((_, n) => ({ mail: `Mail ${n}`, delete: true }));
  world.services.graph.seed({ mailEdits, mails } as never);
  expect((await run()).report).toMatchObject({ pending: 0, parked: 0 });
  expect(shown()).toEqual(['Mail 0', 'Mail 1', 'Mail 2']);
});

test('the CRM is set back to a backup: a mail that is missing there since is not made up for, and nothing is doubled', async () => {
  const { zoho } = world.services;
  const kept = [...zoho.state.mail.mails].map(([record, all]) => [record, all.slice(0, 1)] as const);
  zoho.state.mail.mails.clear();
  for (const [record, all] of kept) zoho.state.mail.mails.set(record, [...all]);
  expect((await run()).report).toMatchObject(quiet);
  expect(shown()).toHaveLength(1);
});
