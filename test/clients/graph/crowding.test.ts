/** Of five requests in flight in one mailbox some are refused, of four none, whatever they are about [measured live: allodia]. */
import { makeGraph } from '../../../clients/graph';
import { startSimulators } from '../../../simulators/start';
import { fetchSend } from '../../support/fetchSend';

let simulators: Awaited<ReturnType<typeof startSimulators>>;
beforeAll(async () => void (simulators = await startSimulators({ seed: 'small' })));
afterAll(() => simulators.stop());
beforeEach(() => {
  simulators.graph.state.mostInFlight = 0;
  simulators.graph.log.clear();
  Object.assign(simulators.graph.limits, { latencyMs: 15, concurrencyRefusesEach: 1 });
});

const client = (mailbox?: string) => {
  const { accessToken, api } = simulators.connection.graph;
  return makeGraph(fetchSend(accessToken), { baseUrl: api, credential: mailbox });
};
const paths = ['/me/contacts', '/me/calendar/events', '/me/todo/lists', '/me/mailFolders', '/me'];
const refused = () => simulators.graph.log.list().filter(({ status }) => status === 429).length;

test('two runs on one mailbox, their batches among it, keep to four together', async () => {
  const work = [client('one'), client('one')].flatMap((graph) => [
    ...paths.map((path) => graph.get(path)),
    ...[1, 2].map(() => graph.batch([...paths, ...paths].map((path) => ({ method: 'GET', path })))),
  ]);
  await Promise.all(work);
  expect([simulators.graph.state.mostInFlight, refused()]).toEqual([4, 0]);
});

test('a batch of one leaves room for others, and a failed request gives its place back', async () => {
  const graph = client('two');
  await Promise.all(Array.from({ length: 9 }, () => graph.get('/me/nowhere').catch(() => null)));
  await Promise.all(paths.map((path) => graph.batch([{ method: 'GET', path }])));
  expect([simulators.graph.state.mostInFlight, refused()]).toEqual([4, 0]);
});

test('where others crowd the mailbox, what is refused comes again', async () => {
  const crowd = [client('three'), client('four')];
  const answers = await Promise.all(
    crowd.map((graph) => graph.batch(paths.map((path) => ({ method: 'GET' as const, path })))),
  );
  expect(answers.flat().map(({ status }) => status)).toEqual(answers.flat().map(() => 200));
});
