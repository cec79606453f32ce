import { makeGraph, type GraphBatchItem } from '../../../clients/graph';
import type { HttpRequest, Json } from '../../../clients/http';
import { errorOf, failing, fakeClock, fakeSend } from '../support';

const baseUrl = 'https://graph.microsoft.com';
const gets = (count: number): GraphBatchItem[] =>
  Array.from({ length: count }, (_, i) => ({ method: 'GET', path: `/me/contacts/${i}` }));
const itemsOf = (request: HttpRequest): Json[] => (request.body as Json).requests;

/** Answers each item; `answer` may leave one out. */
const service = (answer: (item: Json, envelope: number) => Json) => {
  let envelope = 0;
  return fakeSend((request) => {
    envelope += 1;
    const responses = itemsOf(request).map((item) => ({ id: item.id, ...answer(item, envelope) }));
    return { body: { responses: responses.filter((one) => one.status !== undefined).reverse() } };
  });
};
const run = async (fake: ReturnType<typeof fakeSend>, items: readonly GraphBatchItem[], more = {}) => {
  const clock = fakeClock();
  const answers = await makeGraph(fake.send, { baseUrl, clock, ...more }).batch(items);
  return { answers, clock };
};

test('cuts into envelopes of 20 and answers in the order of the requests', async () => {
  const fake = service((item) => ({ status: 200, body: { at: item.url } }));
  const { answers } = await run(fake, gets(45));
  expect(fake.requests.map((request) => itemsOf(request).length)).toEqual([20, 20, 5]);
  expect(answers.map((answer) => answer.body.at)).toEqual(gets(45).map((item) => item.path));
  expect(fake.requests.every((request) => request.url === `${baseUrl}/v1.0/$batch`)).toBe(true);
});

test('an empty list sends nothing', async () => {
  const fake = service(() => ({ status: 200 }));
  expect((await run(fake, [])).answers).toEqual([]);
  expect(fake.requests).toHaveLength(0);
});

test('items: relative URLs, own headers, body typed, version', async () => {
  const fake = service(() => ({ status: 204, headers: { ETag: 'W/"2"' } }));
  const { answers } = await run(fake, [
    { method: 'PATCH', path: `${baseUrl}/v1.0/me/contacts/a%2Fb?$select=id`, body: { surname: 'x' }, etag: 'W/"1"' },
    { method: 'DELETE', path: 'me/contacts/2' },
  ]);
  const [patch, remove] = itemsOf(fake.requests[0] as HttpRequest);
  expect(patch).toMatchObject({
    method: 'PATCH',
    url: '/me/contacts/a%2Fb?$select=id',
    body: { surname: 'x' },
    headers: { 'If-Match': 'W/"1"', 'Content-Type': 'application/json', Prefer: 'IdType="ImmutableId"' },
  });
  expect(remove.url).toBe('/me/contacts/2');
  expect(remove).not.toHaveProperty('body');
  expect(answers[0]).toMatchObject({ status: 204, headers: { etag: 'W/"2"' }, body: undefined, error: null });
});

test('throttled items come again after their longest wait, the others do not', async () => {
  const fake = service((item, envelope) =>
    envelope === 1 && Number(item.id) % 2 === 1
      ? { status: 429, headers: { 'Retry-After': item.id === '3' ? '2.5' : '1' } }
      : { status: 200, body: { id: item.id } },
  );
  const { answers, clock } = await run(fake, gets(6));
  expect(fake.requests.map((request) => itemsOf(request).map((item) => item.id))).toEqual([
    ['0', '1', '2', '3', '4', '5'],
    ['1', '3', '5'],
  ]);
  expect(clock.slept).toEqual([2500]);
  expect(answers.map((answer) => answer.body?.id)).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('a throttled create comes again, one answered 503 does not: it may have happened', async () => {
  const fake = service((item, envelope) =>
    envelope === 1 ? { status: item.id === '0' ? 429 : 503 } : { status: 201 },
  );
  const { answers } = await run(fake, [
    { method: 'POST', path: '/me/contacts', body: {} },
    { method: 'POST', path: '/me/contacts', body: {} },
  ]);
  expect(answers.map((answer) => answer.status)).toEqual([201, 503]);
  expect(answers[1]?.error).toMatchObject({ uncertain: true });
});

test('items throttled for ever end in an answer, within the budget', async () => {
  const fake = service(() => ({ status: 429, headers: { 'Retry-After': '50' } }));
  const { answers, clock } = await run(fake, gets(2));
  expect(clock.slept).toEqual([50_000, 50_000]);
  expect(answers.map((answer) => answer.error?.retryAfterMs)).toEqual([50_000, 50_000]);
});

test('where all of an envelope is throttled, one item knocks until it is let in, then all go on', async () => {
  const shut = (envelope: number): boolean => envelope < 4;
  const fake = service((item, envelope) =>
    shut(envelope) ? { status: 429, headers: { 'Retry-After': '1' } } : { status: 200, body: { id: item.id } },
  );
  const { answers } = await run(fake, gets(45));
  expect(fake.requests.map((request) => itemsOf(request).length)).toEqual([20, 1, 1, 1, 20, 20, 4]);
  expect(answers.map((answer) => answer.body?.id)).toEqual(gets(45).map((_, at) => String(at)));
});

test.each([
  ['1', 10],
  ['500', 0],
])('where it stays so (Retry-After %s), %d knock, and the rest is not asked at all', async (after, knocks) => {
  const fake = service(() => ({ status: 429, headers: { 'Retry-After': after } }));
  const { answers } = await run(fake, gets(45));
  expect(fake.requests).toHaveLength(1 + knocks);
  expect(answers.map(({ error }) => [error?.status, error?.uncertain])).toEqual(gets(45).map(() => [429, false]));
});

test('one refused item spares the others', async () => {
  const fake = service((item) =>
    item.id === '1' ? { status: 404, body: { error: { code: 'ErrorItemNotFound' } } } : { status: 200, body: {} },
  );
  const { answers } = await run(fake, gets(3));
  expect(answers.map((answer) => answer.error?.code ?? null)).toEqual([null, 'ErrorItemNotFound', null]);
});

test('an item without an answer is a broken reply; a write then is uncertain', async () => {
  const fake = service((item) => (item.id === '0' ? {} : { status: 200, body: {} }));
  const { answers } = await run(fake, [{ method: 'POST', path: '/me/contacts', body: {} }, ...gets(1)]);
  expect(answers[0]).toMatchObject({ status: null, error: { code: 'brokenReply', uncertain: true } });
  expect(answers[1]?.error).toBeNull();
});

test('a lost envelope of creates: uncertain and not sent twice, the next one still goes', async () => {
  const creates = Array.from({ length: 21 }, (): GraphBatchItem => ({
    method: 'POST',
    path: '/me/contacts',
    body: {},
  }));
  const fake = fakeSend(failing('ECONNRESET'), (request) => ({
    body: { responses: itemsOf(request).map((item) => ({ id: item.id, status: 201 })) },
  }));
  const { answers } = await run(fake, creates);
  expect(fake.requests).toHaveLength(2);
  expect(answers.filter((answer) => answer.error?.uncertain)).toHaveLength(20);
  expect(answers[20]).toMatchObject({ status: 201, error: null });
});

test('a lost envelope of reads is read again', async () => {
  const fake = fakeSend(failing('ECONNRESET'), (request) => ({
    body: { responses: itemsOf(request).map((item) => ({ id: item.id, status: 200 })) },
  }));
  expect((await run(fake, gets(2))).answers.every((answer) => answer.error === null)).toBe(true);
});

test('a dead sign-in stops the rest unsent', async () => {
  const fake = fakeSend({ status: 401, body: {} });
  const { answers } = await run(fake, gets(60));
  expect(fake.requests).toHaveLength(1);
  expect(answers).toHaveLength(60);
  expect(answers.every((answer) => answer.error?.status === 401 && !answer.error.uncertain)).toBe(true);
});

test('links to other hosts are refused before anything is sent', async () => {
  const fake = service(() => ({ status: 200 }));
  const batch = makeGraph(fake.send, { baseUrl }).batch([{ method: 'GET', path: 'https://evil.example/v1.0/me' }]);
  expect(await errorOf(batch)).toMatchObject({ code: 'foreignHost' });
  expect(fake.requests).toHaveLength(0);
});
