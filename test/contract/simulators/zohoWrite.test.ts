import { zohoConnection } from '../../../simulators/zoho';
import { codeOf, codesOf, detailsOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe('writing Zoho records', () => {
  const { service, place, crm, insert, update, contacts } = zohoUnderTest();
  const read = async (id: unknown) => rowsOf(await crm(`/Contacts/${String(id)}`))[0] ?? {};
  const count = () => service.state.records.get('Contacts')?.size ?? 0;

  it('inserts with 201 and answers an item for each record, in order', async () => {
    const answer = await insert('Contacts', [{ Last_Name: 'A', First_Name: 'X' }, { Last_Name: 'B' }]);
    expect(answer.status).toBe(201);
    const [first] = rowsOf(answer);
    expect(first).toMatchObject({
      ...{ code: 'SUCCESS', status: 'success', message: 'record added' },
      details: { Created_By: { name: 'Hanako Yamada' }, Modified_Time: expect.stringMatching(/\+09:00$/) },
    });
    expect(await read(detailsOf(first).id)).toMatchObject({ Last_Name: 'A', Full_Name: 'X A' });
  });

  it.each([true, false])('one name that the module does not know refuses the whole record: %s', async (refuses) => {
    service.limits.refuseUnknownFields = refuses as never;
    const answer = await insert('Contacts', [{ Last_Name: 'A' }, { Last_Name: 'B', Unknown_Key: 1 }]);
    expect([answer.status, count()]).toEqual(refuses ? [207, 1] : [201, 2]);
    if (!refuses) return expect(await read(detailsOf(rowsOf(answer)[1]).id)).not.toHaveProperty('Unknown_Key');
    expect(rowsOf(answer)[1]).toMatchObject({ code: 'INVALID_DATA', details: { api_name: 'Unknown_Key' } });
  });

  it('answers 207 when some items fail and 400 when all do, and keeps the good ones', async () => {
    const mixed = await insert('Contacts', [{ Last_Name: 'A' }, { First_Name: 'B' }]);
    expect([mixed.status, codesOf(mixed), count()]).toEqual([207, ['SUCCESS', 'MANDATORY_NOT_FOUND'], 1]);
    expect(detailsOf(rowsOf(mixed)[1])).toEqual({ api_name: 'Last_Name', json_path: '$.data[1].Last_Name' });
    const all = await insert('Contacts', [{ First_Name: 'B' }]);
    expect([all.status, codesOf(all)]).toEqual([400, ['MANDATORY_NOT_FOUND']]);
  });

  it("reads JSON of no declared type, as Zoho's own SDK sends it", async () => {
    const body = Buffer.from(JSON.stringify({ data: [{ Last_Name: 'A' }], trigger: [] }));
    const headers = { authorization: `Zoho-oauthtoken ${zohoConnection('').accessToken}` };
    expect((await fetch(`${place.base}/crm/v8/Contacts`, { method: 'POST', body, headers })).status).toBe(201);
  });

  it('refuses the whole request when the body is no list of 1 to 100', async () => {
    const tooMany = await insert(
      'Contacts',
      Array.from({ length: 101 }, () => ({ Last_Name: 'A' })),
    );
    expect(tooMany.body).toMatchObject({ code: 'LIMIT_EXCEEDED', details: { maximum_length: 100, api_name: 'data' } });
    const details = { expected_data_type: 'jsonobject' };
    expect((await crm('/Contacts', { body: {} })).body).toMatchObject({
      code: 'INVALID_DATA',
      details,
      message: 'body',
    });
    expect(codeOf(await crm('/Contacts', { body: { data: 'x' } }))).toBe('INVALID_DATA');
    expect(codeOf(await insert('Nothing', [{ Last_Name: 'A' }]))).toBe('INVALID_MODULE');
    expect(count()).toBe(0);
  });

  it.each([
    ['a text too long', { Title: 'x'.repeat(101) }, { maximum_length: 100, api_name: 'Title' }],
    ['an e-mail that is none', { Email: 'nobody' }, { expected_data_type: 'email' }],
    ['an e-mail in full width', { Email: 'ａ@b.example' }, { expected_data_type: 'email' }],
    ['a phone with full-width digits', { Phone: '０３' }, { expected_data_type: 'phone' }],
    ['a date that is none', { Date_of_Birth: '2020-02-30' }, { expected_data_type: 'date' }],
    ['a lookup that is text', { Account_Name: 'North' }, { expected_data_type: 'jsonobject' }],
    ['a number where text belongs', { Title: 5 }, { expected_data_type: 'text' }],
    ['a lookup to nowhere', { Account_Name: { id: '5545974000000999999' } }, { api_name: 'Account_Name' }],
    ['an unknown owner', { Owner: { id: '5545974000000999999' } }, { api_name: 'Owner' }],
  ])('refuses %s and says which field', async (_what, wrong, details) => {
    const answer = await insert('Contacts', [{ Last_Name: 'A', ...wrong }]);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['INVALID_DATA']]);
    const [field] = Object.keys(wrong);
    const told = detailsOf(rowsOf(answer)[0]);
    expect(told).toMatchObject({ api_name: field, ...details });
    // of a telephone number no path is told
    expect(told.json_path).toBe(field === 'Phone' ? undefined : `$.data[0].${field}`);
  });

  it('counts characters, not UTF-16 units or bytes', async () => {
    expect((await insert('Contacts', [{ Last_Name: 'A', Title: '𠮷'.repeat(100) }])).status).toBe(201);
  });

  it('stores picklist values that nobody defined, and ignores read-only fields', async () => {
    const answer = await insert('Contacts', [
      { Last_Name: 'A', Lead_Source: 'Typo', Modified_Time: '2000-01-01T00:00:00Z' },
    ]);
    const record = await read(detailsOf(rowsOf(answer)[0]).id);
    expect(record.Lead_Source).toBe('Typo');
    expect(record.Modified_Time).not.toMatch(/^2000/);
  });

  it('changes only what is sent; null clears', async () => {
    const [id] = contacts({ Last_Name: 'A', Title: 'T', Phone: '1', Twitter: 'kept' });
    const answer = await update(`/Contacts/${id}`, [{ Title: null, Phone: '2' }]);
    expect([answer.status, rowsOf(answer)[0]?.message]).toEqual([200, 'record updated']);
    expect(await read(id)).toMatchObject({ Title: null, Phone: '2', Twitter: 'kept' });
    expect(codesOf(await update(`/Contacts/${id}`, [{ Last_Name: null }]))).toEqual(['MANDATORY_NOT_FOUND']);
  });

  it('updates many by id in one call', async () => {
    const [a, b] = contacts({ Last_Name: 'A' }, { Last_Name: 'B', $locked: true });
    const answer = await update('/Contacts', [
      { id: a, Title: 'T' },
      { id: b, Title: 'T' },
      { Title: 'T' },
      { id: '5545974000000999999' },
    ]);
    expect([answer.status, codesOf(answer)]).toEqual([
      207,
      ['SUCCESS', 'RECORD_LOCKED', 'MANDATORY_NOT_FOUND', 'INVALID_DATA'],
    ]);
  });

  it('refuses with 412 what changed since If-Unmodified-Since', async () => {
    const [id] = contacts({ Last_Name: 'A', Modified_Time: '2025-01-01T00:00:10.700Z' });
    const since = (time: string) =>
      update(`/Contacts/${id}`, [{ Title: 'T' }], { headers: { 'If-Unmodified-Since': time } });
    const stale = await since('2025-01-01T00:00:09+00:00');
    expect([stale.status, codesOf(stale)]).toEqual([412, ['ALREADY_MODIFIED']]);
    expect(detailsOf(rowsOf(stale)[0])).toMatchObject({ id, Modified_Time: '2025-01-01T09:00:10+09:00' });
    expect((await since('2025-01-01T09:00:10+09:00')).status).toBe(200);
  });

  it('runs all workflows unless `trigger` is an empty list', async () => {
    await insert('Contacts', [{ Last_Name: 'A' }]);
    expect(service.state.workflowRuns).toBe(0);
    await crm('/Contacts', { body: { data: [{ Last_Name: 'B' }, { Last_Name: 'C' }] } });
    expect(service.state.workflowRuns).toBe(2);
    await insert('Contacts', [{ Last_Name: 'D' }], { trigger: ['workflow'] });
    expect(service.state.workflowRuns).toBe(3);
  });

  it('checks only fields marked unique on insert, and names the record that is there', async () => {
    const [id] = contacts({ Last_Name: 'A', Email: 'a@x.example' });
    expect((await insert('Contacts', [{ Last_Name: 'B', Email: 'a@x.example' }])).status).toBe(201);
    service.limits.uniqueContactEmail = true;
    const answer = await insert('Contacts', [{ Last_Name: 'C', Email: 'a@x.example' }]);
    expect(codesOf(answer)).toEqual(['DUPLICATE_DATA']);
    const details = detailsOf(rowsOf(answer)[0]);
    expect(details).toMatchObject({
      api_name: 'Email',
      json_path: '$.data[0].Email',
      duplicate_record: { module: { api_name: 'Contacts' } },
    });
    expect([...(service.state.records.get('Contacts')?.keys() ?? [])]).toContain(details.id);
    expect(id).toBeDefined();
  });

  it('moves Modified_Time and Modified_By with each write, in whole seconds', async () => {
    const [id] = contacts({
      Last_Name: 'A',
      Modified_Time: '2025-01-01T00:00:00Z',
      Owner: { email: 'ken.sato@example.com' },
    });
    service.clock.set('2027-05-05T05:05:05.500Z');
    service.state.tokens = service.state.tokens.map((token) => ({ ...token, expires: Infinity }));
    await update(`/Contacts/${id}`, [{ Title: 'T' }]);
    expect(await read(id)).toMatchObject({
      ...{ Modified_Time: '2027-05-05T14:05:05+09:00', Created_Time: '2025-01-01T09:00:00+09:00' },
      ...{ Modified_By: { name: 'Hanako Yamada' }, Owner: { name: 'Ken Sato' } },
    });
  });
});
