import { makeService } from '../../../simulators/common/service';
import { INNER_HEADER } from '../../../simulators/common/faultHooks';

interface Counter {
  count: number;
}

function counter() {
  const service = makeService<Counter>({
    name: 'counter',
    reset: () => ({ count: 0 }),
    seed: (state, seed) => Object.assign(state, seed),
    dump: (state) => state,
    limits: { quota: false },
  });
  service.app.post('/Count', async (request) => {
    request.credits = 1;
    return { count: (service.state.count += 1) };
  });
  service.app.get('/count', async () => ({ count: service.state.count }));
  return service;
}

describe('what every simulator shares', () => {
  const service = counter();
  let base = '';
  const post = (path: string, body: unknown) =>
    fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer hush' },
      body: JSON.stringify(body),
    });
  const count = (init?: RequestInit) => fetch(`${base}/count`, { method: 'POST', ...init });

  beforeAll(async () => {
    base = await service.start();
  });
  afterAll(() => service.stop());
  beforeEach(() => service.reset());

  it('fails before the handler, as often as asked', async () => {
    service.faults.add({ kind: 'failBefore', count: 2, match: { method: 'POST', path: '^/count' } });
    expect((await count()).status).toBe(500);
    expect((await count()).status).toBe(500);
    expect((await count()).status).toBe(200);
    expect(service.state.count).toBe(1);
  });

  it('fails after the handler has done its work', async () => {
    service.faults.add({ kind: 'failAfter' });
    expect((await count()).status).toBe(500);
    expect(service.state.count).toBe(1);
  });

  it.each([
    ['drop', 0],
    ['dropAfter', 1],
  ])('%s cuts the line', async (kind, done) => {
    service.faults.add({ kind });
    await expect(count()).rejects.toThrow();
    expect(service.state.count).toBe(done);
    expect(service.log.list().at(-1)).toMatchObject({ status: 0, fault: kind });
  });

  it.each([
    ['timeout', 0],
    ['timeoutAfter', 1],
  ])('%s never answers', async (kind, done) => {
    service.faults.add({ kind });
    await expect(count({ signal: AbortSignal.timeout(150) })).rejects.toThrow(/timeout/i);
    expect(service.state.count).toBe(done);
  });

  it('answers a status with odd headers, and lets requests pass first', async () => {
    service.faults.add({
      kind: 'status',
      status: 429,
      headers: { 'Retry-After': '2.128' },
      body: { slow: 1 },
      skip: 1,
    });
    expect((await count()).status).toBe(200);
    const answer = await count();
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '2.128']);
    expect(await answer.json()).toEqual({ slow: 1 });
  });

  it.each([
    ['badJson', 0],
    ['badJsonAfter', 1],
  ])('%s breaks the reply', async (kind, done) => {
    service.faults.add({ kind });
    await expect((await count()).json()).rejects.toThrow();
    expect(service.state.count).toBe(done);
  });

  it('strikes one request of a batch, and answers silence with 504 there', async () => {
    service.faults.add({ kind: 'timeoutAfter' });
    const answer = await count({ headers: { [INNER_HEADER]: '1' } });
    expect(answer.status).toBe(504);
    expect(service.state.count).toBe(1);
    expect(service.log.list()[0]).toMatchObject({ inner: true, status: 504 });
  });

  it('logs status, credits and body, never secrets', async () => {
    await post('/count?refresh_token=hush&a=1', { client_secret: 'hush', name: 'Ann' });
    const [entry] = service.log.list();
    expect(entry).toMatchObject({ method: 'POST', path: '/count', status: 200, credits: 1, body: { name: 'Ann' } });
    expect(JSON.stringify(entry)).not.toContain('hush');
  });

  it('moves its clock', async () => {
    await post('/_simulator/clock', { set: '2030-01-01T00:00:00Z' });
    const { now } = (await (await post('/_simulator/clock', { advance: 3_600_000 })).json()) as { now: string };
    expect(now).toMatch(/^2030-01-01T01:00:0/);
  });

  it('resets state, faults, limits and log by the admin routes', async () => {
    await post('/_simulator/limits', { quota: 5 });
    await post('/_simulator/faults', [{ kind: 'drop' }]);
    await post('/_simulator/reset', { count: 7 });
    expect(service.limits).toEqual({ quota: false });
    expect(service.faults.list()).toEqual([]);
    expect(await (await fetch(`${base}/_simulator/state`)).json()).toEqual({ count: 7 });
    expect(await (await fetch(`${base}/_simulator/requests`)).json()).toEqual([]);
  });
});
