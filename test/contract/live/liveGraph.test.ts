/** The check list for a real mailbox, run against the simulator. */
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { omitBy } from 'lodash';
import type { TestWorld } from '../../support/sides';
import { startWorld } from '../../support/sides';
import { runLive } from './liveRun';

let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  world.graph.seed({
    contacts: [{ givenName: 'Somebody' }],
    lists: [{ displayName: 'Tasks', tasks: [{ title: 'Something' }] }],
    calendars: [{ name: 'Calendar', events: [{ subject: 'Somewhen', ...span('2026-01-05') }] }],
    mailbox: {},
  });
});

const span = (day: string) => ({
  start: { dateTime: `${day}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${day}T10:00:00`, timeZone: 'UTC' },
});

const env = (more: object = {}) => ({
  GRAPH_ADDRESS: `${world.connection.graph.api}/v1.0`,
  GRAPH_TOKEN: world.connection.graph.accessToken,
  ...more,
});

/** What a mailbox shows: what was deleted lies in its bin, and what was sent to whom is no part of it. */
async function state(): Promise<unknown> {
  const reply = await fetch(`${world.connection.graph.api}/_simulator/state`);
  return omitBy((await reply.json()) as object, (_, name) => name.startsWith('deleted') || name === 'deliveries');
}
const outbox = async (): Promise<unknown> => (await fetch(`${world.connection.graph.api}/_simulator/outbox`)).json();

const without = (words: Readonly<Record<string, string>>, word: string) =>
  Object.keys(words).filter((row) => words[row] !== word);

/** An address that takes notifications: it sends the token of a validation back. */
async function receiver(): Promise<{ server: Server; url: string }> {
  const server = createServer(({ url = '' }, reply) => {
    const token = new URL(url, 'http://receiver').searchParams.get('validationToken');
    reply.writeHead(token ? 200 : 202, { 'content-type': 'text/plain' }).end(token ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

const SUBSCRIPTION = /a second subscription of the same is 409/;

test('all facts agree with the simulator; nothing is left behind, nobody is mailed; the token is told nowhere', async () => {
  const before = await state();
  const { code, output, words } = await runLive('--graph', env());
  expect({ notAgreed: without(words, 'agrees'), code }).toEqual({
    notAgreed: [expect.stringMatching(SUBSCRIPTION)],
    code: 0,
  });
  expect(output).toContain('no GRAPH_NOTIFICATION_URL given');
  expect(Object.keys(words).length).toBeGreaterThan(15);
  expect({ state: await state(), outbox: await outbox() }).toEqual({ state: before, outbox: [] });
  expect(output).not.toContain(world.connection.graph.accessToken);
  expect(JSON.stringify(world.graph.log.list())).not.toContain(world.connection.graph.accessToken);
});

test('with an address that takes notifications a subscription is tried, too, and ended', async () => {
  Object.assign(world.graph.limits, { httpNotifications: true });
  const [before, { server, url }] = [await state(), await receiver()];
  const { words } = await runLive('--graph', env({ GRAPH_NOTIFICATION_URL: url }));
  server.close();
  expect(without(words, 'agrees')).toEqual([]);
  expect(await state()).toEqual(before);
});

test.each([
  ['eventGoneIs400', false, /A second DELETE/],
  ['respawnMoves', false, /A completed recurring task/],
  ['snapDueDates', false, /A due date is the midnight/],
  ['todoRefusesOptions', false, /To Do takes no/],
  ['todoSplitsRecurring', false, /A PATCH of the due date/],
  ['oneInlineLink', false, /A task made with two linked/],
  ['deltaTellsCancelled', true, /A cancelled occurrence/],
])('with %s turned that fact alone differs, and nothing is left behind', async (limit, value, row) => {
  const before = await state();
  Object.assign(world.graph.limits, { [limit]: value });
  const { words } = await runLive('--graph', env());
  expect(Object.keys(words).filter((one) => words[one] === 'differs')).toEqual([expect.stringMatching(row)]);
  expect(await state()).toEqual(before);
});

test('where deleted items are still found by their id, nothing counts as left behind', async () => {
  const before = await state();
  Object.assign(world.graph.limits, { softDeletes: true });
  const { code, output, words } = await runLive('--graph', env());
  expect({ differs: Object.values(words).includes('differs'), code }).toEqual({ differs: false, code: 0 });
  expect(output).toContain('GET after DELETE: 200');
  expect(await state()).toEqual(before);
});

test.each([
  ['a PATCH fails', { kind: 'status', status: 500, match: { method: 'PATCH' } }],
  ['a DELETE is busy once', { kind: 'status', status: 503, match: { method: 'DELETE' }, count: 1 }],
  ['lists cannot be read', { kind: 'badJson', match: { method: 'GET', path: '/(tasks|instances|delta)\\b' } }],
  ['the answers of POSTs are lost', { kind: 'dropAfter', match: { method: 'POST' } }],
  ['POSTs fail after they took effect', { kind: 'statusAfter', status: 504, match: { method: 'POST' } }],
])('where %s, nothing is left behind', async (_, fault) => {
  const before = await state();
  world.graph.faults.add({ count: 10_000, ...fault });
  const { code, words } = await runLive('--graph', env());
  world.graph.faults.clear();
  expect({ code, state: await state() }).toEqual({ code: 0, state: before });
  expect(Object.keys(words).length).toBeGreaterThan(15);
});

test('what cannot be deleted is named, and the run does not count as clean', async () => {
  world.graph.faults.add({
    kind: 'status',
    status: 500,
    count: 10_000,
    match: { method: 'DELETE', path: '/todo/lists/' },
  });
  const { code, output } = await runLive('--graph', env());
  world.graph.faults.clear();
  expect({ code, isNamed: /LEFT BEHIND.* live-check-\w+ in \/me\/todo\/lists$/m.test(output) }).toEqual({
    code: 1,
    isNamed: true,
  });
});

test('what the token may not do is not tried', async () => {
  world.graph.seed({ grant: { scopes: ['Contacts.ReadWrite', 'Calendars.ReadWrite'] } });
  const { code, words } = await runLive('--graph', env());
  expect({ code, differs: Object.values(words).includes('differs') }).toEqual({ code: 0, differs: false });
  expect(without(words, 'agrees').length).toBeGreaterThan(4);
});

test.each(['contacts', 'calendars', 'lists'])(
  'stopped while %s are there that it made, it deletes them',
  async (kind) => {
    const before = await state();
    world.graph.limits.latencyMs = 40;
    const isMade = async () =>
      JSON.stringify(((await state()) as Record<string, unknown>)[kind]).includes('live-check-');
    let isWatching = false;
    const watch = async (stop: () => void): Promise<void> => {
      while (isWatching && !(await isMade())) await new Promise((resolve) => setTimeout(resolve, 10));
      if (isWatching) stop();
    };
    const stopOnceMade = (_: string, stop: () => void): void => {
      if (isWatching) return;
      isWatching = true;
      void watch(stop);
    };
    const { code, output } = await runLive('--graph', env(), stopOnceMade);
    isWatching = false;
    expect({ code, state: await state() }).toEqual({ code: 1, state: before });
    expect(output).toContain('Stopping');
  },
);

test('each fact is a row of docs/live-facts.md', async () => {
  const rows = readFileSync('docs/live-facts.md', 'utf8');
  const { words } = await runLive('--graph', env());
  expect(Object.keys(words).filter((row) => !rows.includes(`| ${row} `))).toEqual([]);
});

test('without a token it says how to get one', async () => {
  const { code, output } = await runLive('--graph', {});
  expect({ code, isTold: output.includes('GRAPH_TOKEN=') }).toEqual({ code: 2, isTold: true });
});
