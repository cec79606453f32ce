import fc from 'fast-check';
import type { Fault } from '../../simulators/common/faults';
import type { HistoryKind, Mishap, Side } from './types';

/** Waits that services ask for, odd ones too: none, fractions, a date, words, the past, more than anybody waits. */
const waits = fc.constantFrom<Readonly<Record<string, string>>>(
  ...[{}, { 'retry-after': '1' }, { 'retry-after': '2.128' }, { 'retry-after': '0' }, { 'retry-after': 'soon' }],
  ...[{ 'retry-after': '-5' }, { 'retry-after': '900' }, { 'retry-after': 'Tue, 03 Mar 2026 02:00:10 GMT' }],
);
const kind = (name: string, status?: number) => fc.constant<Fault>(status ? { kind: name, status } : { kind: name });

/** What may strike any request. */
const anywhere: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom(500, 502, 503, 504).map((status): Fault => ({ kind: 'failBefore', status })),
  fc.constantFrom(500, 503, 504).map((status): Fault => ({ kind: 'failAfter', status })),
  ...['timeout', 'timeoutAfter', 'drop', 'dropAfter', 'badJson', 'badJsonAfter'].map((name) => kind(name)),
  waits.map((headers): Fault => ({ kind: 'status', status: 429, headers: { ...headers } })),
  kind('status', 401),
);

/** The items of a batch, one of them or several: the envelope itself is well. */
const inside: fc.Arbitrary<Fault> = fc
  .record({ fault: anywhere, skip: fc.nat({ max: 3 }), count: fc.integer({ min: 1, max: 3 }) })
  .map(({ fault, skip, count }): Fault => ({ ...fault, skip, count, match: { path: '/me/' } }));

const resync = { error: { code: 'SyncStateNotFound', message: 'The sync state generation is not found.' } };
const feedOf = (side: Side, list: string): fc.Arbitrary<Fault> => {
  const page = fc
    .constantFrom('emptyPage', 'duplicatePage')
    .map((name): Fault => ({ kind: name, match: { path: list } }));
  const lost: Fault = { kind: 'status', status: 410, match: { path: 'delta' }, body: resync };
  const refused: Fault = { kind: 'refuseItem', match: { method: 'PUT' } };
  return side === 'outlook' ? fc.oneof(page, fc.constant(lost), inside, inside) : fc.oneof(page, fc.constant(refused));
};

const mishapOn = (side: Side, { lists }: HistoryKind): fc.Arbitrary<Mishap> =>
  fc.record({
    side: fc.constant(side),
    at: fc.integer({ min: 1, max: 8 }),
    fault: fc.oneof({ weight: 3, arbitrary: anywhere }, { weight: 2, arbitrary: feedOf(side, lists[side]) }),
  });

/** What goes wrong during one run. */
export const mishapsOf = (history: HistoryKind): fc.Arbitrary<readonly Mishap[]> =>
  fc.array(fc.oneof(mishapOn('outlook', history), mishapOn('zoho', history)), { maxLength: 3, size: 'max' });
