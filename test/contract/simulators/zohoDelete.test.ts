import { codeOf, codesOf, infoOf, rowsOf, zohoUnderTest } from './zohoHarness';

const DAY = 86_400_000;

describe('deleting Zoho records', () => {
  const { service, crm, call, contacts } = zohoUnderTest();
  const deleted = (query = '', headers: Record<string, string> = {}) => crm(`/Contacts/deleted${query}`, { headers });
  const remove = (query: string) => crm(`/Contacts${query}`, { method: 'DELETE' });
  const laterOn = (ms: number) => {
    service.state.tokens = service.state.tokens.map((token) => ({ ...token, expires: Infinity }));
    service.clock.advance(ms);
  };

  it('answers per id and lists what went to the recycle bin', async () => {
    const [a, b] = contacts({ Last_Name: 'A', First_Name: 'X' }, { Last_Name: 'B', $locked: true });
    const answer = await remove(`?ids=${a},${b},5545974000000999999&wf_trigger=false`);
    expect([answer.status, codesOf(answer)]).toEqual([207, ['SUCCESS', 'RECORD_LOCKED', 'INVALID_DATA']]);
    expect(rowsOf(answer)[0]).toMatchObject({ message: 'record deleted', details: { id: a } });
    expect(rowsOf(await deleted())).toEqual([
      {
        ...{ id: a, display_name: 'X A', type: 'recycle', deleted_time: expect.stringMatching(/\+09:00$/) },
        ...{ deleted_by: expect.objectContaining({ name: 'Hanako Yamada' }), created_by: expect.anything() },
      },
    ]);
    expect((await crm(`/Contacts/${a}`)).status).toBe(204);
    expect(service.state.workflowRuns).toBe(0);
  });

  it('wants ids, and starts workflows unless told not to', async () => {
    const [a] = contacts({ Last_Name: 'A' });
    expect((await remove('')).body).toMatchObject({ code: 'REQUIRED_PARAM_MISSING', details: { param_name: 'ids' } });
    expect((await remove(`/${a}`)).status).toBe(200);
    expect(service.state.workflowRuns).toBe(1);
    expect((await remove(`/${a}`)).status).toBe(400);
  });

  it('lists by type and since a time; nothing is 204', async () => {
    expect((await deleted()).status).toBe(204);
    for (const id of contacts({ Last_Name: 'A' })) await remove(`/${id}`);
    await remove(`/${contacts({ Last_Name: 'B' })[0]}`);
    expect(infoOf(await deleted('?type=recycle'))).toMatchObject({ count: 2, more_records: false });
    expect((await deleted('?type=permanent')).status).toBe(204);
    expect((await deleted('?type=other')).body).toMatchObject({
      code: 'PATTERN_NOT_MATCHED',
      details: { param_name: 'type' },
    });
    expect((await deleted('', { 'If-Modified-Since': '2099-01-01T00:00:00Z' })).status).toBe(204);
    expect(codeOf(await deleted('?per_page=0'))).toBe('INVALID_DATA');
  });

  it('blanks the names of what is purged', async () => {
    const [a] = contacts({ Last_Name: 'A' });
    await remove(`/${a}`);
    await call('/_simulator/purge', { body: { module: 'Contacts' } });
    expect(rowsOf(await deleted())).toEqual([
      expect.objectContaining({ id: a, type: 'permanent', display_name: null, deleted_by: null, created_by: null }),
    ]);
  });

  it('empties the bin after 60 days and forgets after 120', async () => {
    await remove(`/${contacts({ Last_Name: 'A' })[0]}`);
    laterOn(61 * DAY);
    expect(rowsOf(await deleted())[0]).toMatchObject({ type: 'permanent' });
    laterOn(60 * DAY);
    expect((await deleted()).status).toBe(204);
  });

  it('lets a person take a record back out of the bin', async () => {
    const [a] = contacts({ Last_Name: 'A' });
    await remove(`/${a}`);
    await call('/_simulator/restore', { body: { module: 'Contacts', ids: [a] } });
    expect(rowsOf(await crm(`/Contacts/${a}`))[0]).toMatchObject({ Last_Name: 'A' });
    expect((await deleted()).status).toBe(204);
  });
});
