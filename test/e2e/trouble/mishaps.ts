import assert from 'node:assert/strict';
import type { Fault } from '../../../simulators/common/faults';
import { contactsOf } from '../harness/lab';
import { failureOf } from '../harness/rest';
import type { Trouble } from '../harness/room';
import { runOnce } from '../harness/steps';

/** Something that goes wrong once on the way, while a run reads or writes. */
interface Mishap {
  readonly title: string;
  readonly side: 'zoho' | 'graph';
  readonly fault: Fault;
  /** what the user reads, next step included; null where the run gets over it by itself */
  readonly says: RegExp | null;
  /** how long the run has to wait before it asks again, in milliseconds */
  readonly pause?: number;
}

const creates = { method: 'POST', path: '/Contacts$' };
const coql = { path: '/coql$' };
const batch = { path: '/\\$batch$', body: '"POST"' };
const delta = { path: '/delta' };
const broken =
  /was not what (Zoho CRM|Microsoft Graph) sends .* check whether a proxy or firewall .* The next run tries again/;
const cutOff =
  /The connection to (Zoho CRM|Microsoft) \(127\.0\.0\.1:\d+\) broke before an answer came\. The next run tries again by itself/;

const slowDown = (match: Fault['match'], retryAfter?: string): Fault => ({
  kind: 'status',
  status: 429,
  match,
  ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
});

const mishaps: readonly Mishap[] = [
  {
    title: 'Zoho breaks off in the middle of a list',
    side: 'zoho',
    fault: { kind: 'badJson', match: coql },
    says: broken,
  },
  {
    title: 'Zoho breaks off its answer after it created a contact',
    side: 'zoho',
    fault: { kind: 'badJsonAfter', match: creates },
    says: broken,
  },
  {
    title: 'the line to Zoho breaks after it created a contact',
    side: 'zoho',
    fault: { kind: 'dropAfter', match: creates },
    says: cutOff,
  },
  {
    title: 'Microsoft breaks off in the middle of a list',
    side: 'graph',
    fault: { kind: 'badJson', match: delta },
    says: broken,
  },
  {
    title: 'Microsoft breaks off its answer after it created a contact',
    side: 'graph',
    fault: { kind: 'badJsonAfter', match: batch },
    says: broken,
  },
  {
    title: 'the line to Microsoft breaks after it created a contact',
    side: 'graph',
    fault: { kind: 'dropAfter', match: batch },
    says: cutOff,
  },
  {
    title: 'Microsoft has forgotten how far the folder was read (410)',
    side: 'graph',
    fault: { kind: 'status', status: 410, match: delta },
    says: null,
  },
  {
    title: 'Microsoft wants a pause of 2.128 seconds',
    side: 'graph',
    fault: slowDown(delta, '2.128'),
    says: null,
    pause: 2128,
  },
  {
    title: 'Microsoft wants a pause in words that nobody understands',
    side: 'graph',
    fault: slowDown(batch, '-1; soon'),
    says: null,
  },
  {
    title: 'Zoho wants a pause and does not say how long',
    side: 'zoho',
    fault: slowDown(creates),
    says: null,
    pause: 500,
  },
];

const troubleOf = ({ title, side, fault, says, pause = 0 }: Mishap): Trouble => ({
  title: `${title}: ${says ? 'the user is told' : 'the run goes on'}, and everybody arrives once`,
  run: async ({ lab, meetSomebody, assertArrived, heals }) => {
    const emails = await meetSomebody();
    const { faults, log } = lab.simulators[side];
    faults.add(fault);
    const failure = failureOf(await runOnce(lab, contactsOf(lab)));
    assert.deepEqual(faults.list(), [], 'it did not happen');
    if (says) assert.match(failure ?? '', says);
    else assert.equal(failure, undefined);
    const struck = log.list().findLastIndex((request) => request.fault !== undefined);
    const [hit, next] = log.list().slice(struck);
    if (!says) assert.ok(Date.parse(next?.at ?? '') - Date.parse(hit?.at ?? '') >= pause, `asked again at ${next?.at}`);
    await heals();
    await assertArrived(emails);
  },
});

export const mishapTroubles: readonly Trouble[] = mishaps.map(troubleOf);
