import { anyReason } from '../support/anyReason';
import { ApiError } from '../../clients/errors';
import { headerOf, isReplayable, type HttpRequest } from '../../clients/http';
import { limited, retrying, retryAfterMs, throttled } from '../../clients/retry';
import { whileLeased } from '../../engine/cycle';
import { errorOf, failing, fakeClock, fakeSend } from './support';

const url = 'https://graph.example/v1.0/me/contacts/1';
const requests: Record<string, HttpRequest> = {
  get: { method: 'GET', url },
  query: { method: 'POST', url, nature: 'query' },
  repeatable: { method: 'POST', url, nature: 'repeatable' },
  conditionalPatch: { method: 'PATCH', url, headers: { 'if-match': 'W/"1"' } },
  conditionalPut: { method: 'PUT', url, headers: { 'If-Unmodified-Since': '2026-01-01T00:00:00+00:00' } },
  post: { method: 'POST', url },
  conditionalPost: { method: 'POST', url, headers: { 'If-Match': 'W/"1"' } },
  patch: { method: 'PATCH', url },
  wildPatch: { method: 'PATCH', url, headers: { 'If-Match': '*' } },
  delete: { method: 'DELETE', url },
};
const request = (name: string): HttpRequest => requests[name] as HttpRequest;
const replayable = ['get', 'query', 'repeatable', 'conditionalPatch', 'conditionalPut'];
const bare = ['post', 'conditionalPost', 'patch', 'wildPatch', 'delete'];

const run = async (name: string, ...steps: Parameters<typeof fakeSend>) => {
  const clock = fakeClock();
  const fake = fakeSend(...steps, { status: 200 });
  const outcome = await retrying(fake.send, { side: 'outlook', clock })(request(name)).catch((error: unknown) => error);
  return { outcome, sent: fake.requests.length, slept: clock.slept };
};

test.each([...replayable.map((name) => [name, true] as const), ...bare.map((name) => [name, false] as const)])(
  '%s may be replayed: %s',
  (name, expected) => {
    expect(isReplayable(request(name))).toBe(expected);
  },
);

describe('the retry table', () => {
  test.each([408, 500, 502, 503, 504])(
    '%i: reads and conditional writes come again, bare writes never',
    async (status) => {
      for (const name of replayable) expect((await run(name, { status })).sent).toBe(2);
      for (const name of bare) expect((await run(name, { status })).sent).toBe(1);
    },
  );

  test.each([423, 429, 509])('%i was refused unread: everything comes again', async (status) => {
    for (const name of [...replayable, ...bare]) expect((await run(name, { status })).sent).toBe(2);
  });

  test.each([200, 201, 204, 301, 304, 400, 401, 403, 404, 409, 410, 412, 501, 507])('%i is final', async (status) => {
    expect(await run('get', { status })).toMatchObject({ sent: 1, outcome: { status } });
  });

  test('no answer: reads come again, a bare write says that it may have happened', async () => {
    expect((await run('get', failing('ECONNRESET'))).outcome).toMatchObject({ status: 200 });
    const { outcome, sent } = await run('post', failing('ECONNRESET'));
    expect(sent).toBe(1);
    expect(outcome).toMatchObject({
      name: 'ApiError',
      code: 'noAnswer',
      status: null,
      uncertain: true,
      radius: 'side',
    });
  });

  test('a request that never left may come again whatever it is', async () => {
    for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN'])
      expect((await run('post', failing(code))).sent).toBe(2);
  });

  test('a conditional write that stays without answer is uncertain, too', async () => {
    const fake = fakeSend(failing('ETIMEDOUT'));
    const error = await errorOf(retrying(fake.send, { side: 'zoho', clock: fakeClock() })(request('conditionalPatch')));
    expect(error).toMatchObject({ code: 'timeout', uncertain: true, side: 'zoho' });
    expect(fake.requests.length).toBe(5);
  });

  test('the code of a silence is found along the chain of causes', async () => {
    const wrapped = new Error('outer', { cause: new Error('middle', { cause: failing('ECONNREFUSED') }) });
    const error = await errorOf(
      retrying(fakeSend(wrapped).send, { side: 'zoho', clock: fakeClock() })(request('post')),
    );
    expect(error).toMatchObject({ code: 'notReachable', uncertain: false });
    expect(error.message).toContain('graph.example');
  });
});

test('what a sender put in words keeps them, though its code reads like a word of OAuth', async () => {
  const fault = {
    side: 'zoho',
    status: 200,
    radius: 'side',
    reason: anyReason('No tokens here. Use another.'),
  } as const;
  const told = new ApiError({ ...fault, code: 'INVALID_SCOPE' });
  const signIn = () => new ApiError({ ...fault, code: 'other', reason: anyReason('Connect again.') });
  const send = retrying(() => Promise.reject(told), { side: 'zoho', clock: fakeClock(), signIn });
  await expect(send(request('get'))).rejects.toBe(told);
});

test('n8n keeps the code of a silence in httpCode', async () => {
  const thrown = Object.assign(new Error('x'), { httpCode: 'ECONNABORTED' });
  const send = retrying(fakeSend(thrown).send, { side: 'zoho', clock: fakeClock() });
  expect(await errorOf(send(request('post')))).toMatchObject({ code: 'timeout', uncertain: true });
});

describe('waiting', () => {
  const now = Date.parse('2026-03-01T00:00:00Z');
  test.each([
    ['2', 2000],
    ['2.128', 2128],
    ['0', 0],
    ['Sun, 01 Mar 2026 00:00:05 GMT', 5000],
    ['Sat, 28 Feb 2026 00:00:00 GMT', 0],
    ['', null],
    ['soon', null],
    ['-5', null],
  ])('Retry-After "%s" is %s ms', (text, expected) => {
    expect(retryAfterMs({ 'retry-after': text }, now)).toBe(expected);
  });

  test('the full wait, even a long one', async () => {
    expect((await run('get', { status: 429, headers: { 'retry-after': '100' } })).slept).toEqual([100_000]);
  });

  test('without Retry-After it backs off, longer each time', async () => {
    const { slept } = await run('get', { status: 429 }, { status: 429 }, { status: 429 });
    expect(slept).toEqual([750, 1500, 3000]);
  });

  test('a wait beyond the budget is not waited for: the answer comes back as it is', async () => {
    const headers = { 'retry-after': '121' };
    expect(await run('get', { status: 429, headers })).toMatchObject({
      sent: 1,
      slept: [],
      outcome: { status: 429, headers },
    });
  });

  test('all waits together stay within the budget', async () => {
    const clock = fakeClock();
    const fake = fakeSend({ status: 429, headers: { 'retry-after': '50' } });
    const answer = await retrying(fake.send, { side: 'outlook', clock })(request('get'));
    expect(answer.status).toBe(429);
    expect(clock.slept).toEqual([50_000, 50_000]);
  });
});

test('one 429 holds all others back until its wait is over', async () => {
  const clock = fakeClock();
  const fake = fakeSend({ status: 429, headers: { 'retry-after': '7' } }, { status: 200 });
  const send = throttled(fake.send, { clock });
  await send(request('get'));
  await send(request('get'));
  expect(clock.slept).toEqual([7000]);
});

test('a wait nobody can sit out is answered at once, unsent', async () => {
  const clock = fakeClock();
  const fake = fakeSend({ status: 429, headers: { 'retry-after': '600' } }, { status: 200 });
  const send = throttled(fake.send, { clock });
  await send(request('get'));
  const answer = await send(request('get'));
  expect(answer.status).toBe(429);
  expect(headerOf(answer.headers, 'retry-after')).toBe('600');
  expect(fake.requests.length).toBe(1);
});

test('never more at once than allowed, and all are served', async () => {
  let active = 0;
  let most = 0;
  const send = limited(async () => {
    most = Math.max(most, (active += 1));
    await new Promise((resolve) => setTimeout(resolve, 1));
    active -= 1;
    return { status: 200, headers: {}, body: undefined };
  }, 3);
  const answers = await Promise.all(Array.from({ length: 40 }, () => send(request('get'))));
  expect([most, answers.length]).toEqual([3, 40]);
});

const answered = async () => undefined;

test('what a sender will not send any more is not tried again, and its reason comes out as it is', async () => {
  const [clock, gone] = [fakeClock(), new Error('the lease is lost')];
  let asked = 0;
  const hold = async () => {
    asked += 1;
    if (asked > 1) throw gone;
  };
  const fake = fakeSend({ status: 429, headers: { 'retry-after': '7' } }, { status: 200 });
  const send = retrying(whileLeased(fake.send, { hold, answered }), { side: 'outlook', clock });
  await expect(send(request('post'))).rejects.toBe(gone);
  expect([fake.requests.length, asked, clock.slept]).toEqual([1, 2, [7000]]);
});

test('reading asks for no lease', async () => {
  const hold = () => Promise.reject(new Error('the lease is lost'));
  const send = retrying(whileLeased(fakeSend({ status: 200 }).send, { hold, answered }), {
    side: 'outlook',
    clock: fakeClock(),
  });
  await expect(send(request('get'))).resolves.toMatchObject({ status: 200 });
});

test.each([
  ['an answer', { status: 200 }, 1],
  ['a refusal', { status: 403 }, 1],
  ['an error after which it may still be carried out', { status: 502 }, 0],
])('a write is no longer out after %s', async (_, answer, expected) => {
  let over = 0;
  const lease = { hold: async () => undefined, answered: async () => void (over += 1) };
  await whileLeased(fakeSend(answer).send, lease)(request('post'));
  expect(over).toBe(expected);
});
