import { codeOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe('searching Zoho records', () => {
  const { service, crm, insert, update, contacts } = zohoUnderTest();
  const search = (query: Record<string, string>) => crm(`/Contacts/search?${new URLSearchParams(query)}`);
  const names = async (query: Record<string, string>) => {
    const answer = await search(query);
    return answer.status === 204
      ? []
      : rowsOf(answer)
          .map((row) => row.Last_Name)
          .sort();
  };

  it('wants one of its four parameters and answers 204 when nothing is found', async () => {
    expect(codeOf(await search({}))).toBe('EXPECTED_PARAM_MISSING');
    expect((await search({ email: 'a@x.example' })).status).toBe(204);
  });

  it('lags behind writes: a new record is not found at once, a changed one still under its old value', async () => {
    await insert('Contacts', [{ Last_Name: 'A', Email: 'a@x.example' }]);
    const [id] = contacts({ Last_Name: 'B', Email: 'b@x.example' });
    await update(`/Contacts/${id}`, [{ Email: 'c@x.example' }]);
    expect([
      await names({ email: 'a@x.example' }),
      await names({ email: 'b@x.example' }),
      await names({ email: 'c@x.example' }),
    ]).toEqual([[], ['B'], []]);
    service.clock.advance(180_001);
    expect([
      await names({ email: 'a@x.example' }),
      await names({ email: 'b@x.example' }),
      await names({ email: 'c@x.example' }),
    ]).toEqual([['A'], [], ['B']]);
  });

  it('finds by any e-mail field, by phone and by word', async () => {
    contacts(
      { Last_Name: 'A', Secondary_Email: 'Second@x.example' },
      { Last_Name: 'B', Mobile: '+81 90-1111' },
      { Last_Name: 'Carpenter' },
    );
    expect(await names({ email: 'second@X.example' })).toEqual(['A']);
    expect(await names({ phone: '81901111' })).toEqual(['B']);
    expect(await names({ word: 'carp' })).toEqual(['Carpenter']);
  });

  it('takes `equals` on text as "contains these words" and look-alike signs as the same', async () => {
    contacts(
      { Last_Name: 'Lee' },
      { Last_Name: 'Van Lee' },
      { Last_Name: 'Leeds' },
      { Last_Name: 'M', Email: 'a-b@x.example' },
    );
    expect(await names({ criteria: '(Last_Name:equals:lee)' })).toEqual(['Lee', 'Van Lee']);
    expect(await names({ criteria: '(Last_Name:starts_with:Lee)' })).toEqual(['Lee', 'Leeds']);
    expect(await names({ criteria: '(Email:equals:a_b@x.example)' })).toEqual(['M']);
  });

  it('joins conditions by brackets, compares times, and takes escaped signs', async () => {
    contacts(
      { Last_Name: 'A', Mailing_City: 'Kyoto', Modified_Time: '2025-01-01T00:00:00Z' },
      { Last_Name: 'B', Mailing_City: 'Kyoto', Title: 'Boss (acting)' },
      { Last_Name: 'C', Mailing_City: 'Osaka' },
    );
    expect(
      await names({ criteria: '((Mailing_City:equals:Kyoto)and((Last_Name:equals:A)or(Last_Name:equals:C)))' }),
    ).toEqual(['A']);
    expect(await names({ criteria: '(Modified_Time:less_than:2025-06-01T00:00:00+00:00)' })).toEqual(['A']);
    expect(await names({ criteria: '(Last_Name:in:A,C)' })).toEqual(['A', 'C']);
    expect(await names({ criteria: String.raw`(Title:equals:Boss \(acting\))` })).toEqual(['B']);
    expect(codeOf(await search({ criteria: '(Nope:equals:1)' }))).toBe('INVALID_QUERY');
    expect(codeOf(await search({ criteria: '((Last_Name:equals:A)' }))).toBe('INVALID_QUERY');
  });

  it('reaches no further than 2000 records', async () => {
    expect((await search({ word: 'ab', page: '11' })).body).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { limit: '2000' },
    });
  });

  it('counts', async () => {
    contacts({ Last_Name: 'A', Email: 'a@x.example' }, { Last_Name: 'B' });
    expect((await crm('/Contacts/actions/count')).body).toEqual({ count: 2 });
    expect((await crm('/Contacts/actions/count?email=a@x.example')).body).toEqual({ count: 1 });
  });
});
