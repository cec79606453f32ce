import { codeOf, detailsOf, rowsOf, zohoUnderTest } from './zohoHarness';

describe('finding and making the people a mail went to', () => {
  const { service, crm, coql, insert, update, upsert } = zohoUnderTest();
  const address = (index: number): string => `p${index}@x.example`;
  const list = (count: number): string => Array.from({ length: count }, (_, at) => `'${address(at)}'`).join(',');
  const both = (count: number) => `Email in (${list(count)}) or Secondary_Email in (${list(count)})`;

  it('COQL takes 100 addresses a list, for leads and contacts, in both address fields', async () => {
    const people = Array.from({ length: 120 }, (_, at) => ({
      Last_Name: `P${at}`,
      ...(at % 2
        ? { Email: address(at).toUpperCase() }
        : { Email: `other${at}@x.example`, Secondary_Email: address(at) }),
    }));
    service.seed({ records: { Leads: people, Contacts: people } });
    service.log.clear();
    for (const module of ['Leads', 'Contacts']) {
      const answer = await coql(`select id, Email, Secondary_Email, Last_Name from ${module} where ${both(100)}`);
      expect(rowsOf(answer)).toHaveLength(100);
      const more = await coql(`select id from ${module} where ${both(101)}`);
      expect([more.status, codeOf(more)]).toEqual([400, 'LIMIT_EXCEEDED']);
    }
    expect(service.log.list().map(({ credits }) => credits)).toEqual([1, 1, 1, 1]);
  });

  it('COQL tells converted leads, or hides them where the org does', async () => {
    service.seed({ records: { Leads: [{ Last_Name: 'Here' }, { Last_Name: 'Gone', Converted__s: true }] } });
    const query = 'select Last_Name, Converted__s from Leads where id is not null';
    const shown = async () => rowsOf(await coql(query)).map((row) => [row.Last_Name, row.Converted__s]);
    expect(await shown()).toEqual([
      ['Here', false],
      ['Gone', true],
    ]);
    expect(rowsOf(await coql(`select Last_Name from Leads where Converted__s = 'false'`))).toHaveLength(1);
    service.limits.coqlHidesConverted = true;
    expect(await shown()).toEqual([['Here', false]]);
  });

  it('a new lead needs a last name and a company; an old one without a company can be changed', async () => {
    const answer = await insert('Leads', [{ Last_Name: 'L', Company: 'C' }, { Last_Name: 'L' }, { Company: 'C' }]);
    expect([answer.status, rowsOf(answer).map((row) => detailsOf(row).json_path)]).toEqual([
      207,
      [undefined, '$.data[1].Company', '$.data[2].Last_Name'],
    ]);
    const upserted = await upsert('Leads', [{ Last_Name: 'L', Email: 'l@x.example' }]);
    expect(rowsOf(upserted)).toMatchObject([{ code: 'MANDATORY_NOT_FOUND' }]);
    service.seed({ records: { Leads: [{ Last_Name: 'Old' }] } });
    const id = [...(service.state.records.get('Leads')?.keys() ?? [])].at(-1) ?? '';
    expect((await update(`/Leads/${id}`, [{ Phone: '1' }])).status).toBe(200);
    const emptied = await update(`/Leads/${id}`, [{ Company: null }]);
    expect(rowsOf(emptied)).toMatchObject([{ code: 'MANDATORY_NOT_FOUND' }]);
  });

  it('COQL finds the open deals of contacts', async () => {
    const deal = (Deal_Name: string, Stage: string) => ({ Deal_Name, Stage, Contact_Name: { name: 'Ann Ames' } });
    service.seed({ records: { Contacts: [{ First_Name: 'Ann', Last_Name: 'Ames' }] } });
    service.seed({ records: { Deals: [deal('Open', 'Qualification'), deal('Shut', 'Closed Won')] } });
    const [id = ''] = service.state.records.get('Contacts')?.keys() ?? [];
    const closed = "Stage not in ('Closed Won','Closed Lost','Closed Lost to Competition')";
    const answer = await coql(
      `select Deal_Name, Contact_Name from Deals where Contact_Name in ('${id}') and ${closed}`,
    );
    expect(rowsOf(answer)).toMatchObject([{ Deal_Name: 'Open', Contact_Name: { id, name: 'Ann Ames' } }]);
  });

  it('takes a case of a contact', async () => {
    service.seed({ records: { Contacts: [{ Last_Name: 'Ames' }] } });
    const [id = ''] = service.state.records.get('Contacts')?.keys() ?? [];
    const made = await insert('Cases', [
      { Subject: 'S', Status: 'New', Case_Origin: 'Email', Email: 'a@x.example', Related_To: { id }, Description: 'D' },
      { Subject: 'S', Status: 'New', Case_Origin: 'Email', Email: 'no address' },
      { Subject: 'S', Status: 'New', Case_Origin: 'Email', Related_To: { id: '5545974000000999999' } },
    ]);
    expect(rowsOf(made).map(({ code }) => code)).toEqual(['SUCCESS', 'INVALID_DATA', 'INVALID_DATA']);
    const kept = await crm(`/Cases/${String(detailsOf(rowsOf(made)[0]).id)}`);
    expect(rowsOf(kept)).toMatchObject([
      { Case_Origin: 'Email', Related_To: { id, name: 'Ames' }, Email: 'a@x.example' },
    ]);
  });
});
