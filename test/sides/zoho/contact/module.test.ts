import fc from 'fast-check';
import { toNeutral, toPatch, fieldMapOf } from '../../../../sides/zoho/contact/module';
import { sameValue } from '../../../../sync/compare';
import { kinds } from '../../../../sync/kinds';
import type { Fields, Value } from '../../../../sync/model';
import { fieldsInScenarios } from '../../../scenario/tables';

const places = fieldMapOf(() => true);
const lookups = { Account_Name: { id: '1', name: 'North' }, Reporting_To: { id: '2', name: 'Ann Bee' } };
const rows: readonly (readonly [field: string, api: string])[] = [
  ['firstName', 'First_Name'],
  ['lastName', 'Last_Name'],
  ['email', 'Email'],
  ['jobTitle', 'Title'],
  ['department', 'Department'],
  ['businessPhone', 'Phone'],
  ['homePhone', 'Home_Phone'],
  ['otherPhone', 'Other_Phone'],
  ['businessFax', 'Fax'],
  ['mobilePhone', 'Mobile'],
  ['assistantName', 'Assistant'],
  ['assistantPhone', 'Asst_Phone'],
  ['businessStreet', 'Mailing_Street'],
  ['businessCity', 'Mailing_City'],
  ['businessState', 'Mailing_State'],
  ['businessPostalCode', 'Mailing_Zip'],
  ['businessCountry', 'Mailing_Country'],
  ['otherStreet', 'Other_Street'],
  ['otherCity', 'Other_City'],
  ['otherState', 'Other_State'],
  ['otherPostalCode', 'Other_Zip'],
  ['otherCountry', 'Other_Country'],
  ['notes', 'Description'],
  ['birthday', 'Date_of_Birth'],
];

test('every field has its place, and a row here or in a scenario', () => {
  expect(Object.keys(places).sort()).toEqual(kinds.contact.fields.map(({ name }) => name).sort());
  const proved = new Set([...rows.map(([field]) => field), 'companyName', 'managerName', ...fieldsInScenarios]);
  expect(Object.keys(places).filter((field) => !proved.has(field))).toEqual([]);
});

test.each(rows)('%s is %s in Zoho, both ways; blank is null', (field, api) => {
  expect(toNeutral({ [api]: '値' }, places).fields[field]).toBe('値');
  expect(toPatch({ [field]: '値' }, places, {})).toEqual({ [api]: '値' });
  expect(toPatch({ [field]: null }, places, {})).toEqual({ [api]: null });
  expect(toPatch({ [field]: '' }, places, {})).toEqual({ [api]: null });
});

test('look-ups are read by name, written by id, and never blanked', () => {
  expect(toNeutral(lookups, places).fields).toMatchObject({ companyName: 'North', managerName: 'Ann Bee' });
  const patch = { companyName: 'North', managerName: 'Ann Bee' };
  expect(toPatch(patch, places, { companyName: '1', managerName: '2' })).toEqual({
    Account_Name: { id: '1' },
    Reporting_To: { id: '2' },
  });
  expect(toPatch(patch, places, {})).toEqual({});
  expect(toPatch({ companyName: null, managerName: null }, places, {})).toEqual({});
});

test('the second address is an alias', () => {
  expect(toNeutral({ Email: 'a@x', Secondary_Email: 'b@x' }, places).aliases).toEqual(['b@x']);
});

const orgs: readonly (readonly [string, readonly string[], unknown])[] = [
  ['both', ['Reporting_To', 'Reports_To'], { api: 'Reporting_To', kind: 'contact' }],
  ['the text', ['Reports_To'], { api: 'Reports_To', kind: 'plain' }],
  ['neither', [], undefined],
];
test.each(orgs)('an org with %s of the manager fields', (_, has, place) => {
  expect(fieldMapOf((api) => has.includes(api)).managerName).toEqual(place);
});

test('a field the org lacks is neither read nor written', () => {
  const few = fieldMapOf((api) => api === 'Last_Name');
  expect(toNeutral({ Last_Name: 'Bee', Fax: '1' }, few).fields).toEqual({ lastName: 'Bee' });
  expect(toPatch({ lastName: 'Bee', businessFax: '1' }, few, {})).toEqual({ Last_Name: 'Bee' });
});

test('lines end with \\n alone', () => {
  expect(toPatch({ notes: 'a\r\nb\rc' }, places, {})).toEqual({ Description: 'a\nb\nc' });
});

test('after a patch the record shows it, and nothing else has changed', () => {
  const value = fc.option(
    fc.string({ minLength: 1 }).filter((text) => !text.includes('\r')),
    { nil: null },
  );
  const patch = fc.record(Object.fromEntries(rows.map(([field]) => [field, value])), { requiredKeys: [] });
  const record = fc.dictionary(
    fc.constantFrom('Twitter', 'Email', 'Title', 'My_Field', 'Phone'),
    fc.string({ minLength: 1 }),
  );
  fc.assert(
    fc.property(record, patch, (before, fields) => {
      const body = toPatch(fields as Fields, places, {});
      const after: Record<string, unknown> = { ...before, ...body };
      const shown = toNeutral(after, places).fields;
      for (const [name, sent] of Object.entries(fields))
        if (places[name]?.spelling) expect(sameValue(places[name].spelling, shown[name], sent as Value)).toBe(true);
        else expect(shown[name]).toEqual(sent);
      const mapped = new Set(Object.keys(fields).map((name) => places[name]?.api));
      for (const [name, old] of Object.entries(before)) if (!mapped.has(name)) expect(after[name]).toBe(old);
    }),
  );
});
