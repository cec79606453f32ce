import fc from 'fast-check';
import { fromFields, toFields } from '../../../archive/store/fields';
import { kinds } from '../../../sync/kinds';

const ours = Object.values(kinds).flatMap(({ fields }) => fields.map(({ name }) => name));
const value = fc.oneof(fc.constant(null), fc.string(), fc.integer(), fc.boolean(), fc.array(fc.string()));
const odd = ['constructor', '__proto__', 'prototype', 'toString'];
const anyName = fc.oneof(fc.constantFrom(...ours), fc.constantFrom(...odd), fc.string({ minLength: 1 }));

test('law: what was kept is what was given', () => {
  fc.assert(
    fc.property(fc.dictionary(anyName, value), (fields) => {
      expect(fromFields(toFields(fields))).toEqual(fields);
    }),
  );
});

test('what is no set of fields is kept as it is', () => {
  for (const other of [null, ['a', null], 'text', { outlook: null }])
    expect(fromFields(toFields(other))).toEqual(other);
  expect(toFields(undefined)).toBe('null');
});

test('a blank field of a contact costs one letter', () => {
  const blank = Object.fromEntries(kinds.contact.fields.map(({ name }) => [name, null]));
  expect(toFields(blank)).toBe('{"":"ABCDEFGHIJKLMNOPQRSTUVWXYZ"}');
});

// these letters stand in people's archives: a test that fails here tells of archives that would be read wrongly
test('a letter means what it always meant', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop'];
  const names = letters.map((letter) => Object.keys(fromFields(`{"":"${letter}"}`))[0]);
  expect(names).toMatchInlineSnapshot(`
    [
      "firstName",
      "lastName",
      "email",
      "jobTitle",
      "companyName",
      "department",
      "businessPhone",
      "homePhone",
      "otherPhone",
      "businessFax",
      "mobilePhone",
      "assistantName",
      "assistantPhone",
      "managerName",
      "businessStreet",
      "businessCity",
      "businessState",
      "businessPostalCode",
      "businessCountry",
      "otherStreet",
      "otherCity",
      "otherState",
      "otherPostalCode",
      "otherCountry",
      "notes",
      "birthday",
      "subject",
      "dueDate",
      "status",
      "priority",
      "description",
      "reminder",
      "recurrence",
      "start",
      "end",
      "isAllDay",
      "location",
      "participants",
      "exceptDates",
      "overrides",
      "uid",
      "cancelled",
    ]
  `);
});
