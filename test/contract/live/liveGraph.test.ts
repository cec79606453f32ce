/** The check list for a real mailbox, run against the simulator. */
import { readFileSync } from 'node:fs';
import { omitBy } from 'lodash';
import type { TestWorld } from '../../support/sides';
import { startWorld } from '../../support/sides';
import { runLive } from './liveRun';

let world: TestWorld;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());
beforeEach(() => {
  world.graph.reset();
  world.graph.seed({ contacts: [{ givenName: 'Somebody' }], mailbox: {} });
});

const env = () => ({
  GRAPH_ADDRESS: `${world.connection.graph.api}/v1.0`,
  GRAPH_TOKEN: world.connection.graph.accessToken,
});
/** What a mailbox shows: what was deleted lies in its bin. */
async function state(): Promise<unknown> {
  const reply = await fetch(`${world.connection.graph.api}/_simulator/state`);
  return omitBy((await reply.json()) as object, (_, name) => name.startsWith('deleted'));
}

test('all facts agree with the simulator; nothing is left behind; the token is told nowhere', async () => {
  const before = await state();
  const { code, output, words } = await runLive('--graph', env());
  const notAgreed = Object.entries(words).filter(([, word]) => word !== 'agrees');
  expect({ notAgreed, code }).toEqual({ notAgreed: [], code: 0 });
  expect(await state()).toEqual(before);
  expect(output).not.toContain(world.connection.graph.accessToken);
  expect(JSON.stringify(world.graph.log.list())).not.toContain(world.connection.graph.accessToken);
});

test('each fact is a row of docs/live-facts.md', async () => {
  const rows = readFileSync('docs/live-facts.md', 'utf8');
  const { words } = await runLive('--graph', env());
  expect(Object.keys(words).filter((row) => !rows.includes(`| ${row} `))).toEqual([]);
});

test('without a token it says how to get one', async () => {
  const { code, output } = await runLive('--graph', {});
  expect({ code, isTold: output.includes('GRAPH_TOKEN=') }).toEqual({ code: 2, isTold: true });
});
