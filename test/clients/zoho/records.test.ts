import { headerOf, type HttpRequest } from '../../../clients/http';
import { insertCalls, makeZoho, type ZohoOptions } from '../../../clients/zoho';
import { errorOf, failing, fakeClock, fakeSend, type FakeSend } from '../support';

const apiDomain = 'https://www.zohoapis.eu';
const client = (fake: FakeSend, more: Partial<ZohoOptions> = {}) =>
  makeZoho(fake.send, { apiDomain, allowedDomains: [apiDomain], clock: fakeClock(), ...more });
const first = (fake: FakeSend): HttpRequest => fake.requests[0] as HttpRequest;
const good = (id: string) => ({
  code: 'SUCCESS',
  status: 'success',
  message: 'record added',
  details: { id, Modified_Time: '2026-01-01T00:00:00+09:00' },
});
const bad = (code: string, details: object = {}) => ({ code, status: 'error', message: 'x', details });

describe('records', () => {
  const records = [{ Last_Name: 'a' }, { Last_Name: 'b' }];
  test('insert: no automation starts, results in order, a refused record is no error', async () => {
    for (const status of [200, 201, 202, 207, 400]) {
      const fake = fakeSend({ status, body: { data: [good('1'), bad('INVALID_DATA')] } });
      const items = await client(fake).records.insert('Contacts', records);
      expect(items).toMatchObject([
        { ok: true, id: '1', modifiedAt: '2026-01-01T00:00:00+09:00' },
        { ok: false, code: 'INVALID_DATA' },
      ]);
      expect(first(fake)).toMatchObject({
        method: 'POST',
        url: `${apiDomain}/crm/v8/Contacts`,
        body: { data: records, trigger: [] },
      });
    }
  });

  test('a record that recurs goes alone, and one result stands for its occurrences', async () => {
    const weekly = { Subject: 'a', Recurring_Activity: { RRULE: 'FREQ=WEEKLY;COUNT=2' } };
    expect(insertCalls([weekly, ...records], (one) => one)).toEqual([records, [weekly]]);
    const fake = fakeSend({ status: 201, body: { data: [good('1'), good('2')] } });
    expect(await client(fake).records.insert('Tasks', [weekly])).toMatchObject([{ ok: true, occurrences: ['1', '2'] }]);
    await expect(client(fake).records.insert('Tasks', [weekly, ...records])).rejects.toThrow(RangeError);
    const some = fakeSend({ status: 207, body: { data: [good('1'), bad('INVALID_DATA')] } });
    expect(await client(some).records.insert('Tasks', [weekly])).toMatchObject([{ ok: false, code: 'noResult' }]);
  });

  test.each([1, 3])('%i results for two records say nothing of either', async (count) => {
    const fake = fakeSend({ status: 201, body: { data: ['1', '2', '3'].slice(0, count).map(good) } });
    const items = await client(fake).records.insert('Contacts', records);
    expect(items.map(({ code }) => code)).toEqual(['noResult', 'noResult']);
  });

  test('update: by id even if the order differs; If-Unmodified-Since; 412 is a result', async () => {
    const fake = fakeSend({ status: 207, body: { data: [good('2'), good('1')] } });
    const items = await client(fake).records.update('Contacts', [{ id: '1' }, { id: '2' }]);
    expect(items.map((item) => item.id)).toEqual(['1', '2']);
    const moved = fakeSend({ status: 412, body: { data: [bad('ALREADY_MODIFIED', { id: '1' })] } });
    expect(
      await client(moved).records.update('Contacts', [{ id: '1' }], { unmodifiedSince: '2026-01-01T00:00:00+00:00' }),
    ).toMatchObject([{ code: 'ALREADY_MODIFIED' }]);
    expect(headerOf(first(moved).headers, 'if-unmodified-since')).toBe('2026-01-01T00:00:00+00:00');
  });

  test('upsert and remove', async () => {
    const upsert = fakeSend({ body: { data: [{ ...good('1'), action: 'update', duplicate_field: 'Email' }] } });
    expect(await client(upsert).records.upsert('Contacts', [{}], ['Email'], { trigger: ['workflow'] })).toMatchObject([
      { action: 'update', duplicateField: 'Email' },
    ]);
    expect(first(upsert)).toMatchObject({
      url: `${apiDomain}/crm/v8/Contacts/upsert`,
      body: { duplicate_check_fields: ['Email'], trigger: ['workflow'] },
    });
    const remove = fakeSend({ body: { data: [good('1'), good('2')] } });
    await client(remove).records.remove('Contacts', ['1', '2']);
    expect(first(remove)).toMatchObject({
      method: 'DELETE',
      url: `${apiDomain}/crm/v8/Contacts?ids=1,2&wf_trigger=false`,
    });
  });

  test('a result that is missing is told as such; an id tells whose the others are', async () => {
    const fake = fakeSend({ status: 200, body: { data: [good('2')] } });
    const items = await client(fake).records.update('Contacts', [{ id: '1' }, { id: '2' }]);
    expect(items.map((item) => item.code)).toEqual(['noResult', 'SUCCESS']);
  });

  test('nothing to write sends nothing; more than 100 is a bug', async () => {
    const fake = fakeSend();
    expect(await client(fake).records.insert('Contacts', [])).toEqual([]);
    await expect(client(fake).records.update('Contacts', Array(101).fill({ id: '1' }))).rejects.toThrow(RangeError);
    expect(fake.requests).toHaveLength(0);
  });

  test('a request refused as a whole is an error', async () => {
    const body = { code: 'INVALID_MODULE', status: 'error', message: 'x', details: {} };
    expect(await errorOf(client(fakeSend({ status: 400, body })).records.insert('Nope', records))).toMatchObject({
      code: 'INVALID_MODULE',
      radius: 'kind',
    });
    expect(
      await errorOf(client(fakeSend({ status: 200, body: {} })).records.insert('Contacts', records)),
    ).toMatchObject({ code: 'brokenReply', uncertain: true });
  });

  test('a lost reply is uncertain and the write is not sent again', async () => {
    for (const step of [failing('ECONNRESET'), { status: 500, body: '<html>' }, { status: 503, body: undefined }]) {
      const fake = fakeSend(step);
      expect(await errorOf(client(fake).records.insert('Contacts', records))).toMatchObject({
        uncertain: true,
        radius: 'side',
      });
      expect(fake.requests).toHaveLength(1);
    }
  });
});
