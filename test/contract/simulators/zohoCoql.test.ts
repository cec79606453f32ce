import { codeOf, infoOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe('COQL', () => {
  const { service, coql, contacts, insert } = zohoUnderTest();
  const names = async (rest: string) => {
    const answer = await coql(`select Last_Name from Contacts ${rest}`);
    return answer.status === 204 ? [] : rowsOf(answer).map((row) => row.Last_Name);
  };
  beforeEach(() => {
    contacts(
      {
        Last_Name: 'Ames',
        Email: 'a@x.example',
        Account_Name: { name: 'North' },
        Modified_Time: '2025-01-01T00:00:00.700Z',
      },
      { Last_Name: 'Bond', Email: 'b@x.example', Modified_Time: '2025-01-02T00:00:00Z', Email_Opt_Out: true },
      { Last_Name: "O'Hara", Modified_Time: '2025-01-03T00:00:00Z', Owner: { email: 'ken.sato@example.com' } },
    );
  });

  it('answers rows with id, lookups with name, and joined columns', async () => {
    const answer = await coql(
      'select Last_Name, Account_Name, Account_Name.Account_Name as Company from Contacts where Account_Name is not null',
    );
    expect(rowsOf(answer)).toEqual([
      {
        Last_Name: 'Ames',
        Account_Name: { id: expect.any(String), name: 'North' },
        Company: 'North',
        id: expect.any(String),
      },
    ]);
    expect(infoOf(answer)).toEqual({ count: 1, more_records: false });
  });

  it.each([
    ["where Email = 'A@X.example'", ['Ames']],
    ["where Email != 'a@x.example'", ['Bond', "O'Hara"]],
    ['where Email is null', ["O'Hara"]],
    ["where Email in ('a@x.example','b@x.example')", ['Ames', 'Bond']],
    ["where Last_Name not in ('Ames')", ['Bond', "O'Hara"]],
    ["where Last_Name like '%on%'", ['Bond']],
    ["where Last_Name like 'o%'", ["O'Hara"]],
    ["where Last_Name not like '%a%'", ['Bond']],
    ["where Last_Name = 'O''Hara'", ["O'Hara"]],
    ["where Email_Opt_Out = 'true'", ['Bond']],
    ["where Modified_Time >= '2025-01-02T09:00:00+09:00'", ['Bond', "O'Hara"]],
    ["where Modified_Time = '2025-01-01T00:00:00+00:00'", ['Ames']],
    ["where Modified_Time between '2025-01-01T00:00:00+00:00' and '2025-01-02T00:00:00+00:00'", ['Ames', 'Bond']],
    ["where Owner = '5545974000000001002'", ["O'Hara"]],
    ["where Account_Name.Account_Name = 'North'", ['Ames']],
    ["where (Email is not null and Last_Name != 'Ames') or Last_Name = 'Ames'", ['Ames', 'Bond']],
    ['where id is not null order by Modified_Time desc limit 2', ["O'Hara", 'Bond']],
    ['where id is not null order by Last_Name asc limit 1, 1', ['Bond']],
    ['where id is not null limit 1 offset 2', ["O'Hara"]],
    ["where Email = 'nobody@x.example'", []],
  ])('%s', async (rest, expected) => {
    expect(await names(rest)).toEqual(expected);
  });

  it('answers 204 when nothing matches, and says whether there is more', async () => {
    expect(await coql("select id from Contacts where Last_Name = 'Nobody'")).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect(infoOf(await coql('select id from Contacts where id is not null limit 2'))).toEqual({
      count: 2,
      more_records: true,
    });
  });

  it.each([
    ['select Last_Name from Contacts', 'SYNTAX_ERROR'],
    ['select * from Contacts where id is not null', 'SYNTAX_ERROR'],
    ["select id from Contacts where Email = 'a' and Phone = '1' and Fax = '2'", 'SYNTAX_ERROR'],
    ["select id from Contacts where Email = 'a", 'SYNTAX_ERROR'],
    ['select Nope from Contacts where id is not null', 'INVALID_QUERY'],
    ["select id from Contacts where Nope = '1'", 'INVALID_QUERY'],
    ["select id from Contacts where Description = 'x'", 'INVALID_QUERY'],
    ["select id from Contacts where Modified_Time > 'yesterday'", 'INVALID_QUERY'],
    ['select id from Nothing where id is not null', 'INVALID_MODULE'],
    ['select id from Contacts where id is not null limit 2001', 'LIMIT_EXCEEDED'],
    ['select id from Contacts where id is not null limit 200 offset 99900', 'LIMIT_EXCEEDED'],
  ])('refuses %s', async (query, code) => {
    const answer = await coql(query);
    expect([answer.status, codeOf(answer)]).toEqual([400, code]);
  });

  it('reads the database itself: a new record is there at once', async () => {
    await insert('Contacts', [{ Last_Name: 'New' }]);
    expect(await names("where Last_Name = 'New'")).toEqual(['New']);
  });

  it('pages with a keyset, as big pulls do', async () => {
    const page =
      "where Modified_Time > '2025-01-01T00:00:00+00:00' or (Modified_Time = '2025-01-01T00:00:00+00:00' and id > '1') order by Modified_Time asc, id asc";
    expect(await names(page)).toEqual(['Ames', 'Bond', "O'Hara"]);
  });

  it('costs one to three credits by its limit', async () => {
    service.log.clear();
    for (const limit of [200, 1000, 2000]) await coql(`select id from Contacts where id is not null limit ${limit}`);
    expect(service.log.list().map(({ credits }) => credits)).toEqual([1, 2, 3]);
  });
});
