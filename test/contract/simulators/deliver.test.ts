import type { Answer } from '../../../simulators/common/deliver';
import { deliver, postOnce } from '../../../simulators/common/deliver';
import { receiver } from './graph/receiver';

const hook = receiver();
let url = '';

beforeAll(async () => {
  url = await hook.start();
});
beforeEach(() => hook.reset());
afterAll(() => hook.stop());

const letter = () => ({ url, headers: { 'content-type': 'application/json' }, body: '{"a":1}' });

/** A delivery with its tries noted. */
function noted(
  more: { timeoutMs?: number; waits?: readonly number[]; isWanted?: () => boolean; signal?: AbortSignal } = {},
) {
  const tries: [number, number][] = [];
  const onTry = (attempt: number, { status }: Answer) => void tries.push([attempt, status]);
  return { tries, delivery: { timeoutMs: 100, waits: [10, 10], isWanted: () => true, onTry, ...more } };
}

describe('delivering to a subscriber', () => {
  it('tells what came back, and never throws', async () => {
    hook.react(() => ({ status: 201, type: 'text/plain; charset=utf-8', text: 'taken' }));
    expect(await postOnce(letter(), 1000)).toEqual({ status: 201, type: 'text/plain', text: 'taken' });
    expect(hook.received[0]?.body).toEqual({ a: 1 });
    expect(await postOnce({ ...letter(), url: 'http://127.0.0.1:1' }, 1000)).toMatchObject({ status: 0 });
    hook.react(() => ({ status: 200, afterMs: 500 }));
    expect(await postOnce(letter(), 50)).toMatchObject({ status: 0, error: expect.stringMatching(/time/i) });
  });

  it('tries until it is taken', async () => {
    const answers = [500, 302, 204];
    hook.react(() => ({ status: answers.shift() ?? 500 }));
    // on a busy machine an answer may take longer than the 100 ms of the others
    const { tries, delivery } = noted({ timeoutMs: 5_000 });
    expect(await deliver(letter(), delivery)).toBe('delivered');
    expect(tries).toEqual([
      [1, 500],
      [2, 302],
      [3, 204],
    ]);
  });

  it('gives up with the last try, when nobody wants it, and at a signal', async () => {
    hook.react(() => ({ status: 500 }));
    const whole = noted();
    expect(await deliver(letter(), whole.delivery)).toBe('dropped');
    expect(whole.tries).toHaveLength(3);
    const unwanted = noted({ isWanted: () => false });
    expect(await deliver(letter(), unwanted.delivery)).toBe('dropped');
    expect(unwanted.tries).toEqual([]);
    const stop = new AbortController();
    const stopped = noted({ waits: [60_000], signal: stop.signal });
    const end = deliver(letter(), stopped.delivery);
    await hook.posts(4);
    stop.abort();
    expect(await end).toBe('dropped');
    expect(stopped.tries.length).toBeLessThan(2);
  });
});
