import { anyReason } from '../../support/anyReason';
import { commitAgreed, finishCycle, park, pendingRecords, setDirection } from '../../../archive';
import { decide, decideNew } from '../../../sync/decide';
import { benchOfEachTest, ingest, linked, pairOf, rec, rules, sato, sync, t0 } from '../support';

const b = benchOfEachTest();

const oneWay = { ...rules, policy: { ...rules.policy, direction: 'toZoho' as const } };
const waiting = async () => (await pendingRecords(b.a, sync, 'zoho', 10, t0)).map(({ record }) => record.ref);

/** A contact that only Zoho has, while nothing may be written to Outlook. */
async function skipped(): Promise<void> {
  await setDirection(b.a, b.cycle, 'toZoho', t0);
  const record = rec('z9', sato);
  await ingest(b, 'zoho', [record]);
  await commitAgreed(b.a, b.cycle, [decideNew('zoho', record, oneWay)], t0);
}

test('what the direction forbids is left alone', async () => {
  await skipped();
  expect(await waiting()).toEqual([]);
  await setDirection(b.a, b.cycle, 'toZoho', t0);
  expect(await waiting()).toEqual([]);
});

test('when the user opens the other direction, it is looked at again', async () => {
  await skipped();
  await setDirection(b.a, b.cycle, 'both', t0);
  expect(await waiting()).toEqual(['z9']);
});

test('pairs that are in step stay so', async () => {
  await linked(b, { outlook: 'o1', zoho: 'z1' });
  await setDirection(b.a, b.cycle, 'toZoho', t0);
  await setDirection(b.a, b.cycle, 'both', t0);
  expect(await waiting()).toEqual([]);
});

test('what was refused is tried again as soon as the direction is another, and no sooner', async () => {
  const refs = { outlook: 'o1', zoho: 'z1' };
  const link = await linked(b, refs);
  await setDirection(b.a, b.cycle, 'both', t0);
  await ingest(b, 'zoho', [rec('z1', { ...sato, jobTitle: 'Head' })]);
  await park(b.a, b.cycle, decide(await pairOf(b, link), rules), anyReason('m n'), t0);
  expect(await waiting()).toEqual([]);
  await setDirection(b.a, b.cycle, 'both', t0);
  expect(await waiting()).toEqual([]);
  await setDirection(b.a, b.cycle, 'toOutlook', t0);
  expect(await waiting()).toEqual(['z1']);
  const { parkedRecords } = await finishCycle(b.a, b.cycle, t0);
  expect(parkedRecords.map(({ nextTry, tries }) => [nextTry, tries])).toEqual([
    [t0, 1],
    [t0, 1],
  ]);
});

test('what cannot be read is not tried in another direction either', async () => {
  await setDirection(b.a, b.cycle, 'toZoho', t0);
  await ingest(b, 'zoho', [{ ...rec('z9', sato), unreadable: anyReason('odd') }]);
  await setDirection(b.a, b.cycle, 'both', t0);
  expect(await waiting()).toEqual([]);
});
