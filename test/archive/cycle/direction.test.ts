import { commitAgreed, setDirection, pendingRecords } from '../../../archive';
import { decideNew } from '../../../sync/decide';
import { benchOfEachTest, ingest, linked, rec, rules, sato, sync, t0 } from '../support';

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
