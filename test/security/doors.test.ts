import { readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { tmpdir } from 'node:os';
import { handleRequest } from '../../nodes/ConflictReview/handleRequest';
import { csrfToken } from '../../nodes/ConflictReview/auth';
import type { Auth } from '../../nodes/ConflictReview/auth';
import * as archive from '../../archive';
import { startWorld, type World } from '../nodes/worlds';
import { triggerHouse, type TriggerHouse } from '../support/triggerHouse';

jest.setTimeout(60_000);
const root = join(__dirname, '..', '..');

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(root, folder, file));
}

/** A word for something secret beside a comparison that ends at the first wrong sign. */
const hasty =
  /\b\w*(secret|password|clientState|signature|accessToken|access_token)\w*\)?\s*[!=]={1,2}(?!=|\s*(['"`]|null|undefined))|(?<!typeof \w+ )[!=]={1,2}(?!=)\s*[\w.]*\b\w*(secret|password|clientState|signature|accessToken|access_token)\b/;

describe('secrets are compared in constant time', () => {
  test('nowhere by ===', () => {
    const found = ['nodes', 'archive', 'credentials', 'clients', 'sides'].flatMap(sources).flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/\/|\*|\/\*)/.test(line) && hasty.test(line))
        .map((line) => `${file.slice(root.length)}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  test.each([
    'row.clientState === secret',
    'if (given !== lock.password) refuse()',
    'secret == given',
    'signature === wanted',
  ])('the search finds %s', (line) => {
    expect(line).toMatch(hasty);
  });
  test.each(["secret === ''", "typeof password === 'string'", 'token === null'])('the search lets %s pass', (line) => {
    expect(line).not.toMatch(hasty);
  });
});

describe('the door of the Zoho CRM trigger', () => {
  let world: World;
  let node: TriggerHouse;
  let token: string;
  beforeAll(async () => {
    world = await startWorld('small');
    node = await triggerHouse('zohoCrmSyncTrigger', { gather: 1, modules: ['Contacts'] }, world.zoho, {
      name: 'Zoho door',
    });
    await node.create();
    [token] = [...world.simulators.zoho.state.watch.channels.values()].map((one) =>
      String((one as { token?: unknown }).token),
    ) as [string];
  });
  afterAll(async () => {
    await node.remove();
    await node.stop();
    await world.stop();
  });

  const news = (more: object) => ({
    module: 'Contacts',
    operation: 'update',
    server_time: Date.now(),
    ids: ['1'],
    ...more,
  });
  const quiet = { status: 202, type: '', text: '', items: [] };

  test.each<readonly [string, unknown]>([
    ['no token', news({})],
    ['an empty token', news({ token: '' })],
    ['null', news({ token: null })],
    ['an object', news({ token: { $ne: '' } })],
    ['a list with the right one', 'list'],
    ['the right one with one sign more', 'longer'],
    ['the right one without its last sign', 'shorter'],
    ['the right one in capitals', 'capitals'],
    ['a megabyte', news({ token: 'x'.repeat(1_000_000) })],
    ['a token of another prototype', JSON.parse('{"__proto__": {"token": "x"}, "module": "Contacts"}')],
    ['a text', 'token=x'],
    ['a list for a body', [news({ token: 'x' })]],
    ['nothing', undefined],
  ])('%s is answered like everything, and starts nothing', async (_what, given) => {
    const made: Readonly<Record<string, unknown>> = {
      list: news({ token: [token] }),
      longer: news({ token: `${token}x` }),
      shorter: news({ token: token.slice(0, -1) }),
      capitals: news({ token: token.toUpperCase() }),
    };
    const body = typeof given === 'string' && given in made ? made[given] : given;
    expect(await node.call({ body })).toEqual(quiet);
  });

  test('the right one starts one run, the same call again none', async () => {
    const body = news({ token });
    expect((await node.call({ body })).items).toHaveLength(1);
    expect(await node.call({ body })).toEqual(quiet);
  });

  test('what a caller says never gets into the run: only names that were chosen do', async () => {
    const evil = '<script>alert(1)</script>';
    const { items } = await node.call({
      body: news({ token, module: evil, operation: evil, ids: [evil], query: evil }),
    });
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain('script');
    expect(JSON.stringify(items)).not.toContain(token);
  });

  test('a validation token is not echoed: Zoho sends none', async () => {
    expect(await node.call({ query: { validationToken: 'hello' }, body: {} })).toEqual(quiet);
  });
});

describe('the door of the Conflict Review page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'door-'));
  afterAll(async () => {
    await (await archive.openArchive(join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite'))).close();
    rmSync(folder, { recursive: true, force: true });
  });
  const lock: Auth = { by: 'basic', user: 'sato', password: 'correct horse' };
  const authorization = `Basic ${Buffer.from('sato:correct horse').toString('base64')}`;
  const token = () => csrfToken(lock, 'w|n', Date.now());

  interface Call {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string | undefined>>;
    readonly query?: IDataObject;
    readonly body?: unknown;
    readonly ip?: string;
  }
  async function call({ method = 'GET', headers = {}, query = {}, body = {}, ip = '10.0.0.1' }: Call) {
    const told = { status: 0, headers: {} as Record<string, string>, text: '' };
    const response = {
      status: (status: number) => (Object.assign(told, { status }), response),
      set: (given: Record<string, string> | string, value?: string) => (
        Object.assign(told.headers, typeof given === 'string' ? { [given]: value } : given),
        response
      ),
      type: (type: string) => (Object.assign(told.headers, { 'Content-Type': type }), response),
      send: (text: string) => (Object.assign(told, { text }), response),
      end: () => response,
    };
    const context = {
      getNode: () => ({ id: 'n', name: 'Review', type: 'conflictReview', parameters: {} }),
      getWorkflow: () => ({ id: 'w', name: 'x' }),
      getNodeParameter: (name: string, fallback?: unknown) => (name === 'authentication' ? 'basic' : fallback),
      getCredentials: async () => ({ user: lock.by === 'basic' ? lock.user : '', password: 'correct horse' }),
      getQueryData: () => query,
      getBodyData: () => body,
      getHeaderData: () => headers,
      getRequestObject: () => ({ method, ip, headers: { host: 'n8n.example', authorization, ...headers } }),
      getResponseObject: () => response,
      getTimezone: () => 'UTC',
      getInstanceBaseUrl: () => 'https://n8n.example/',
      logger: console,
      helpers: { getStoragePath: () => join(folder, 'storage', 'conflictReview') },
    };
    const { workflowData } = await handleRequest(context as unknown as IWebhookFunctions);
    return { ...told, started: workflowData ?? [] };
  }

  const guarded = (headers: Readonly<Record<string, string>>): void => {
    expect(headers).toMatchObject({
      'X-Frame-Options': 'DENY',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(headers['Content-Security-Policy']).toMatch(/frame-ancestors 'none'.*base-uri 'none'/);
  };

  test('every answer may neither be framed nor kept: page, refusal, redirect', async () => {
    guarded((await call({})).headers);
    guarded((await call({ headers: { authorization: undefined } })).headers);
    guarded((await call({ method: 'POST', body: { token: token() } })).headers);
    guarded((await call({ method: 'POST', body: { token: 'forged' } })).headers);
  });

  test('of many guesses at once most are not looked at; others come in meanwhile, and who only asks for the way in is not counted', async () => {
    const wrong = { authorization: `Basic ${Buffer.from('sato:wrong').toString('base64')}` };
    const told: number[] = [];
    for (let n = 0; n < 40; n += 1)
      void call({ headers: wrong, ip: '10.0.0.66' }).then(({ status }) => told.push(status));
    expect(await call({ ip: '10.0.0.2' })).toMatchObject({ status: 200 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(told.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
    expect(told.filter((status) => status === 200)).toEqual([]);
    const refused = await call({ headers: wrong, ip: '10.0.0.66' });
    expect(refused).toMatchObject({ status: 429, headers: { 'Retry-After': '60' } });
    guarded(refused.headers);
    for (let n = 0; n < 30; n += 1)
      expect((await call({ headers: { authorization: undefined }, ip: '10.0.0.3' })).status).toBe(401);
    expect(await call({ ip: '10.0.0.3' })).toMatchObject({ status: 200 });
  });

  test.each(['HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'post'])('a %s decides nothing', async (method) => {
    const { started } = await call({ method, body: { token: token(), answer: 'outlook', id: 'x', seen: 'y' } });
    expect(started).toEqual([]);
  });

  test.each([
    '//evil.example',
    'https://evil.example',
    '\r\nSet-Cookie: a=b',
    'javascript:alert(1)',
    '/../..',
    '__proto__',
  ])('after an answer nobody is led to %s', async (evil) => {
    const names = ['lang', 'view', 'sync', 'topic', 'text', 'page', 'next', 'redirect', 'about', 'said'];
    const query = Object.fromEntries(names.map((name) => [name, evil]));
    const { status, headers } = await call({ method: 'POST', query, body: { token: token() } });
    expect(status).toBe(303);
    expect(headers.Location).toMatch(/^\?/);
    expect(headers.Location).not.toMatch(/[\r\n]/);
    expect(new URL(headers.Location ?? '', 'https://n8n.example/webhook/review').host).toBe('n8n.example');
  });

  test.each<readonly [string, IDataObject]>([
    ['lists', { lang: ['x', 'y'], view: ['status'], sync: ['a'], text: ['b'], page: ['1'], said: ['forged'] } as never],
    ['objects', { lang: { $ne: 1 }, view: { a: 1 }, sync: { toString: 1 }, text: {}, page: {} } as never],
    [
      'tags',
      Object.fromEntries(
        ['lang', 'view', 'sync', 'topic', 'text', 'page', 'said', 'about', 'count'].map((n) => [
          n,
          '"><script>alert(1)</script>',
        ]),
      ),
    ],
    ['paths', { view: '../../../etc/passwd', lang: '../../..', sync: '..%2f..' }],
    ['names of objects', { view: '__proto__', lang: 'constructor', topic: 'toString', said: '__proto__' }],
    ['numbers without end', { page: '1e999', count: '-Infinity' }],
    ['a text without end', { text: 'x'.repeat(1_000_000), sync: 'y'.repeat(1_000_000) }],
  ])('an address with %s shows the page, and nothing of it as a tag', async (_what, query) => {
    const { status, text } = await call({ query });
    expect(status).toBe(200);
    expect(text).not.toContain('<script>alert');
    expect(text.length).toBeLessThan(3_000_000);
  });

  test.each<readonly [string, unknown]>([
    ['a hundred thousand picks', { pick: Array.from({ length: 100_000 }, (_, n) => `q${n}:s`), answer: 'outlook' }],
    ['a megabyte of an answer', { id: 'x'.repeat(1_000_000), seen: 'y', answer: 'outlook' }],
    ['a text for a body', 'hello'],
    ['a list for a body', [1, 2, 3]],
    ['nothing', undefined],
    [
      'names of objects',
      JSON.parse(
        '{"__proto__": {"answer": "outlook"}, "constructor": 1, "field.__proto__": "outlook", "id": "q", "answer": "fields"}',
      ),
    ],
  ])('a form with %s ends soon and decides nothing', async (_what, body) => {
    const start = performance.now();
    const given =
      typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body, token: token() } : body;
    const { started } = await call({ method: 'POST', body: given });
    expect(started).toEqual([]);
    expect(({} as { answer?: string }).answer).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
