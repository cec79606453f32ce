/**
 * Runs before each test file (jest.config.js) where Zoho's OpenAPI files and recorded answers are at hand: every body that our
 * code sends to a simulated Zoho CRM is held against both, whatever the test is about.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** These tests send by themselves, also what is wrong. */
const sendsItself = /test\/contract\/(simulators|live)\//.test(expect.getState().testPath ?? '');

const faults = new Set<string>();

/** Only what is JSON; files go up as a form. */
const isChecked = ({ url, headers, body }: FastifyRequest): boolean =>
  url.startsWith('/crm/v8/') && /json/.test(headers['content-type'] ?? '') && Boolean(body);

async function check(request: FastifyRequest): Promise<void> {
  if (!isChecked(request)) return;
  const { method, url, body } = request;
  const path = url.split('?', 1)[0] ?? '';
  // read when there is something to check: most tests send nothing to Zoho
  const [{ specFaults }, { recordFaults }] = await Promise.all([import('./openApi'), import('./recorded')]);
  const records = (body as { data?: unknown[] }).data ?? [];
  const module = path.split('/')[3] ?? '';
  const found = [...specFaults(method, path, body), ...records.flatMap((one) => recordFaults(module, one))];
  for (const fault of found) faults.add(`${method} ${path.replace(/\d{10,}/g, '{id}')}: ${fault}`);
}

function watch(message: unknown): void {
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('preValidation', check);
}

if (!sendsItself) {
  subscribe('fastify.initialization', watch);
  afterEach(() => {
    const found = [...faults];
    faults.clear();
    if (found.length > 0) throw new Error(`Zoho would not take what was sent:\n${found.join('\n')}`);
  });
  afterAll(() => void unsubscribe('fastify.initialization', watch));
}
