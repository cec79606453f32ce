import type { Fault } from '../../../simulators/common/faults';

/** Something that goes wrong once on the way, while a run reads or writes. */
export interface Mishap {
  readonly title: string;
  readonly side: 'zoho' | 'graph';
  readonly fault: Fault;
  /** what the user reads, next step included; null where the run gets over it by itself */
  readonly says: RegExp | null;
}

const creates = { method: 'POST', path: '/Contacts$' };
const coql = { path: '/coql$' };
const batch = { path: '/\\$batch$', body: '"POST"' };
const delta = { path: '/delta' };

export const mishaps: readonly Mishap[] = [
  {
    title: 'Zoho breaks off in the middle of a list',
    side: 'zoho',
    fault: { kind: 'badJson', match: coql },
    says: /Zoho CRM.*(not|no).*JSON|broken|cannot be read|not understood.*/i,
  },
  {
    title: 'Zoho breaks off its answer after it created contacts',
    side: 'zoho',
    fault: { kind: 'badJsonAfter', match: creates },
    says: /Zoho CRM/,
  },
  {
    title: 'the line to Zoho breaks after it created contacts',
    side: 'zoho',
    fault: { kind: 'dropAfter', match: creates },
    says: /The connection to Zoho CRM \(127\.0\.0\.1:\d+\) broke before an answer came\. The next run tries again by itself/,
  },
  {
    title: 'Microsoft breaks off in the middle of a list',
    side: 'graph',
    fault: { kind: 'badJson', match: delta },
    says: /Microsoft/,
  },
  {
    title: 'Microsoft breaks off its answer after it created contacts',
    side: 'graph',
    fault: { kind: 'badJsonAfter', match: batch },
    says: /Microsoft/,
  },
  {
    title: 'the line to Microsoft breaks after it created contacts',
    side: 'graph',
    fault: { kind: 'dropAfter', match: batch },
    says: /The connection to Microsoft \(127\.0\.0\.1:\d+\) broke before an answer came\. The next run tries again by itself/,
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
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '2.128' }, match: delta },
    says: null,
  },
  {
    title: 'Microsoft wants a pause in words that nobody understands',
    side: 'graph',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '-1; soon' }, match: batch },
    says: null,
  },
  {
    title: 'Zoho wants a pause and does not say how long',
    side: 'zoho',
    fault: { kind: 'status', status: 429, match: creates },
    says: null,
  },
];
