import { setTimeout as sleep } from 'node:timers/promises';
import { type TriggerHouse } from '../support/triggerHouse';
import { outlook, subscriptions, row, body, secretOf, editContact } from './triggerWorld';

describe('called from outside', () => {
  let node: TriggerHouse;
  let secret: string;
  beforeEach(async () => {
    node = await outlook({ kinds: ['contact', 'event'] });
    await node.create();
    secret = await secretOf();
  });

  const strange: readonly (readonly [string, unknown])[] = [
    ['a wrong clientState', { value: [row('wrong')] }],
    ['none', { value: [row(undefined)] }],
    ['null', { value: [row(null)] }],
    ['an object', { value: [row({ $gt: '' })] }],
    ['a list', { value: [row(['x'])] }],
    ['an empty one', { value: [row('')] }],
    ['a megabyte of one', { value: [row('x'.repeat(1_000_000))] }],
    ['rows that are none', { value: [null, 1, 'x', [], true] }],
    ['a value that is no list', { value: { clientState: 'wrong' } }],
    ['no body', undefined],
    ['a text', 'hello'],
    ['a list in place of a body', [row('wrong')]],
    ['a forged lifecycle event', { value: [row('wrong', { lifecycleEvent: 'subscriptionRemoved' })] }],
    ['names that every object has', { value: [row('wrong', { __proto__: { clientState: 'x' } })], constructor: 1 }],
  ];

  test.each(strange)('%s gets the same answer as everybody and starts nothing', async (_what, given) => {
    expect(await node.call({ body: given })).toEqual({ status: 202, type: '', text: '', items: [] });
  });

  test('a genuine row among forged ones counts, and only for its kind', async () => {
    const { items } = await node.call(body(row('wrong'), null, row(secret, { id: 'n1' }), row('wrong')));
    expect(items.map(({ kinds, reason }) => [kinds, reason])).toEqual([[['contact'], 'notification']]);
  });

  test('of a body with very many rows only the first hundred are looked at', async () => {
    const rows = Array.from({ length: 50_000 }, () => row('wrong'));
    const start = performance.now();
    expect((await node.call(body(...rows, row(secret, { id: 'n2' })))).items).toEqual([]);
    expect(performance.now() - start).toBeLessThan(200);
  });

  test('the answer comes before anything is checked', async () => {
    const called = node.call(body(row(secret, { id: 'n3' })));
    const start = performance.now();
    const { items } = await called;
    expect(items).toHaveLength(1);
    expect(performance.now() - start).toBeGreaterThan(900);
    expect((await node.call(body(row('wrong')))).status).toBe(202);
  });

  test('many at once start one run; a repeated one none', async () => {
    const rows = Array.from({ length: 30 }, (_, n) => row(secret, { id: `burst ${n}` }));
    const called = await Promise.all(rows.map((one) => node.call(body(one))));
    expect(called.flatMap(({ items }) => items)).toHaveLength(1);
    const again = await Promise.all(rows.map((one) => node.call(body(one))));
    expect(again.flatMap(({ items }) => items)).toEqual([]);
  });

  test('rows that nothing tells apart are never taken for repeated', async () => {
    expect((await node.call(body(row(secret)))).items).toHaveLength(1);
    expect((await node.call(body(row(secret)))).items).toHaveLength(1);
  });

  test('ten thousand forged ones are turned away in a few seconds, without a run', async () => {
    const start = performance.now();
    for (let n = 0; n < 10_000; n += 1)
      if ((await node.call(body(row(`guess ${n}`)))).items.length > 0) throw new Error(`${n} was believed`);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  test.each([
    ['as it is', 'Validation: Testing <b>é</b> & more', 200],
    ['not when it is empty', '', 202],
    ['not when it is very long', 'x'.repeat(2000), 202],
    ['not when it is a list', ['x', 'y'], 202],
    ['not when it is an object', { x: '<script>' }, 202],
  ])('the validation token comes back as plain text: %s', async (_when, validationToken, status) => {
    const { type, text, ...rest } = await node.call({ query: { validationToken }, body: {} });
    expect(rest).toEqual({ status, items: [] });
    expect([type, text]).toEqual(status === 200 ? ['text/plain; charset=utf-8', validationToken] : ['', '']);
  });
});

describe('in the editor', () => {
  test('a test subscribes for itself, and the run gets what the webhook heard', async () => {
    const live = await outlook({}, { name: 'Live' });
    await live.create();
    const node = await outlook({}, { name: 'Live', live: false });
    await node.create();
    expect(await subscriptions()).toHaveLength(2);
    await editContact();
    await sleep(1800);
    expect(node.started).toHaveLength(1);
    expect(await node.poll()).toEqual(node.started);
    await node.remove();
    expect((await subscriptions()).map(({ notificationUrl }) => notificationUrl.startsWith(live.base))).toEqual([true]);
  });
});
