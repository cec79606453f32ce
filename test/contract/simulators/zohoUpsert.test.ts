import type { Json } from './zohoHarness';
import { detailsOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe('upserting Zoho records', () => {
  const { service, crm, upsert, contacts } = zohoUnderTest();
  const read = async (id: unknown) => rowsOf(await crm(`/Contacts/${String(id)}`))[0] ?? {};
  const count = () => service.state.records.get('Contacts')?.size ?? 0;

  const results = (rows: Json[]) => rows.map(({ action, duplicate_field }) => [action, duplicate_field]);

  it('finds contacts by Email, whatever its case, and always answers 200', async () => {
    const [id] = contacts({ Last_Name: 'A', Email: 'a@x.example' });
    const answer = await upsert('Contacts', [
      { Last_Name: 'A2', Email: 'A@X.example' },
      { Last_Name: 'B', Email: 'b@x.example' },
    ]);
    expect([answer.status, results(rowsOf(answer))]).toEqual([
      200,
      [
        ['update', 'Email'],
        ['insert', null],
      ],
    ]);
    expect(detailsOf(rowsOf(answer)[0]).id).toBe(id);
    expect(await read(id)).toMatchObject({ Last_Name: 'A2', Email: 'A@X.example' });
  });

  it('does not check Email when other fields are given', async () => {
    contacts({ Last_Name: 'A', Email: 'a@x.example', Phone: '1' });
    const given = { duplicate_check_fields: ['Phone'] };
    const answer = await upsert(
      'Contacts',
      [
        { Last_Name: 'B', Email: 'a@x.example' },
        { Last_Name: 'C', Phone: '1' },
      ],
      given,
    );
    expect(results(rowsOf(answer))).toEqual([
      ['insert', null],
      ['update', 'Phone'],
    ]);
  });

  it('sees earlier records of the same call', async () => {
    const answer = await upsert('Contacts', [
      { Last_Name: 'A', Email: 'a@x.example' },
      { Last_Name: 'A', Email: 'a@x.example' },
    ]);
    expect([results(rowsOf(answer)), count()]).toEqual([
      [
        ['insert', null],
        ['update', 'Email'],
      ],
      1,
    ]);
  });

  it('follows every write: a value that moved is found where it is now', async () => {
    const [a, b] = contacts({ Last_Name: 'A', Email: 'a@x.example' }, { Last_Name: 'B' });
    await upsert('Contacts', [{ Last_Name: 'X', Email: 'x@x.example' }]);
    await crm(`/Contacts/${a}`, { method: 'PUT', body: { data: [{ Email: 'new@x.example' }], trigger: [] } });
    await crm(`/Contacts/${b}`, { method: 'PUT', body: { data: [{ Email: 'a@x.example' }], trigger: [] } });
    await crm(`/Contacts/${a}`, { method: 'DELETE' });
    const answer = await upsert('Contacts', [
      { Last_Name: 'B2', Email: 'a@x.example' },
      { Last_Name: 'N', Email: 'new@x.example' },
    ]);
    expect(results(rowsOf(answer))).toEqual([
      ['update', 'Email'],
      ['insert', null],
    ]);
    expect(detailsOf(rowsOf(answer)[0]).id).toBe(b);
  });
});
