import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, graphPost } from '../harness/triggers';
import { until } from '../harness/until';
import { bob, lab, people, atRest, inZoho, timed, address } from './house';

/** Calls of those whom nobody asked, or asked twice. */
export function strangersTests(): void {
  const forged = (clientState: unknown, more: object = {}) =>
    JSON.stringify({
      value: [{ clientState, subscriptionId: 'x', changeType: 'updated', resource: 'me/contacts', ...more }],
    });

  test('forged, malformed and oversized calls start nothing, learn nothing and hold nobody up', async () => {
    const known = await atRest();
    const url = await address();
    const strange: readonly (readonly [string, string?])[] = [
      [forged('guess')],
      [forged(null)],
      [forged({ $ne: null })],
      [forged('x'.repeat(1_000_000))],
      [JSON.stringify({ value: Array.from({ length: 20_000 }, () => ({ clientState: 'guess' })) })],
      [JSON.stringify({ value: 'everything' })],
      ['[]'],
      ['null'],
      ['{"value":[null,1,"x",[]]}'],
      ['not json at all', 'text/plain'],
      ['{"value":['],
      ['', 'text/plain'],
      [forged('guess', { lifecycleEvent: 'subscriptionRemoved' })],
    ];
    for (const [body, type] of strange) {
      const start = Date.now();
      const answer = await call(url, body, type);
      const text = await answer.text();
      assert.ok([202, 422].includes(answer.status), `${answer.status} to ${body.slice(0, 60)}`);
      if (answer.status === 202) assert.equal(text, '');
      assert.ok(Date.now() - start < 3000, `${Date.now() - start} ms for ${body.slice(0, 60)}`);
    }
    const other = await call(url, JSON.stringify({ token: 'guess', module: 'Contacts', ids: ['1'], server_time: 1 }));
    assert.equal(other.status, 202);
    assert.equal((await fetch(url)).status, 404);
    assert.equal(await atRest(), known);
  });

  test('a validation token comes back as plain text and nothing else does', async () => {
    const url = await address();
    const token = 'Validation: <script>alert(1)</script> & "ü" 100%+1';
    const answer = await fetch(`${url}&validationToken=${encodeURIComponent(token)}`, { method: 'POST' });
    assert.equal(await answer.text(), token);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    const long = await fetch(`${url}&validationToken=${'x'.repeat(5000)}`, { method: 'POST' });
    assert.deepEqual([long.status, await long.text()], [202, '']);
  });

  test('the same notification sent again and again starts one run', async () => {
    await atRest();
    await people.editOutlook(bob, { department: 'Replayed' });
    await until('the edit to be in Zoho CRM', inZoho('Replayed'));
    const known = await atRest();
    const { deliveries } = await graphPost(lab);
    const last = deliveries.filter(({ kind }) => kind === 'change').at(-1);
    assert.ok(last);
    const url = await address();
    for (let n = 0; n < 20; n += 1) await call(url, JSON.stringify({ value: last.value }));
    assert.equal(await atRest(), known);
  });

  test('an edit gets through a flood of forged notifications, which start nothing', async () => {
    const known = await atRest();
    const url = await address();
    const end = Date.now() + 20_000;
    const answers: number[] = [];
    const worker = async () => {
      while (Date.now() < end) answers.push((await call(url, forged(`guess ${answers.length}`))).status);
    };
    const flood = Promise.all([worker(), worker()]);
    await people.editOutlook(bob, { department: 'In the Flood' });
    const took = await timed('the edit to be in Zoho CRM', inZoho('In the Flood'));
    await flood;
    assert.deepEqual([...new Set(answers)], [202]);
    assert.ok(took < 10_000, `${took} ms, with ${answers.length} forged ones in 20 s`);
    const more = (await atRest()) - known;
    assert.ok(more >= 1 && more <= 3, `${more} runs`);
  });
}
