import fc from 'fast-check';
import { toNeutral, fieldMap } from '../../../../sides/outlook/contact/record';
import { toPatch } from '../../../../sides/outlook/contact/write';
import { kinds } from '../../../../sync/kinds';
import { sameValue } from '../../../../sync/compare';
import type { Fields } from '../../../../sync/model';

type Json = Record<string, unknown>;
type Mark = { id: string; value: string };

/** What Graph does with a PATCH: named properties are replaced whole, extended ones one by one, '' takes one away. */
function apply(contact: Json, { singleValueExtendedProperties: sent = [], ...body }: Json): Json {
  const marks = new Map((contact.singleValueExtendedProperties as Mark[]).map((mark) => [mark.id, mark]));
  for (const mark of sent as Mark[]) marks.set(mark.id, mark);
  return { ...contact, ...body, singleValueExtendedProperties: [...marks.values()].filter(({ value }) => value) };
}

const word = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('田中', '花子', 'Ångström', '𠮷野', 'a\nb'),
);
const text = word.filter((value) => value.trim() !== '');
const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const day = date.map((at) => at.toISOString().slice(0, 10));
const address = text.map((value) => `${value.replace(/\s/g, '_')}@x.example`);
const opt = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const lines = (max: number) => fc.array(text, { maxLength: max });
const postal = fc.record(
  { street: text, city: text, state: text, postalCode: text, countryOrRegion: text },
  { requiredKeys: [] },
);

const contact = fc.record({
  ...{ givenName: opt(text), surname: opt(text), middleName: opt(text), displayName: text, personalNotes: text },
  ...{ nickName: opt(text), yomiSurname: opt(text), title: opt(text), spouseName: opt(text), homeAddress: postal },
  ...{ categories: lines(3), imAddresses: lines(2), businessPhones: lines(2), homePhones: lines(2) },
  emailAddresses: fc.uniqueArray(fc.record({ name: text, address }), {
    maxLength: 3,
    selector: (one) => one.address.toLowerCase(),
  }),
  ...{ businessAddress: postal, otherAddress: postal, companyName: opt(text), jobTitle: opt(text) },
  birthday: opt(day.map((value) => `${value}T11:59:00Z`)),
  singleValueExtendedProperties: fc.constantFrom<Mark[]>(
    [],
    [{ id: 'String 0x3A24', value: '1' }],
    [{ id: 'String {00020329-0000-0000-C000-000000000046} Name Theirs', value: 'x' }],
  ),
});

const valueOf = (field: string) => opt(field === 'birthday' ? day : field === 'email' ? address : text);
const patch = fc.record(Object.fromEntries(Object.keys(fieldMap).map((name) => [name, valueOf(name)])), {
  requiredKeys: [],
});

const first = new Set(['email', 'businessPhone', 'homePhone']);
const ours = new Set([
  ...Object.values(fieldMap).map((place) => ('property' in place ? place.property : 'singleValueExtendedProperties')),
  'displayName',
]);

test('after a patch the contact shows it, and nothing else has changed', () => {
  fc.assert(
    fc.property(contact, patch, (before, fields) => {
      const { extra, fields: old } = toNeutral(before);
      const after = apply(before, toPatch({ fields: fields as Fields, extra }));
      const { fields: now } = toNeutral(after);
      for (const { name, type } of kinds.contact.fields) {
        const cleared = first.has(name) && fields[name] === null;
        const wanted = name in fields ? fields[name] : old[name];
        if (!cleared) expect([name, sameValue(type, now[name], wanted)]).toEqual([name, true]);
      }
      for (const [name, value] of Object.entries(before)) if (!ours.has(name)) expect(after[name]).toEqual(value);
    }),
  );
});

test('no further address, phone or foreign extended property is ever lost', () => {
  fc.assert(
    fc.property(contact, patch, (before, fields) => {
      const after = apply(
        before,
        toPatch({ fields: fields as Fields, extra: toNeutral(before).extra }),
      ) as typeof before;
      const rest = before.emailAddresses.slice(1).map(({ address: one }) => one.toLowerCase());
      const left = after.emailAddresses.map(({ address: one }) => one.toLowerCase());
      expect(rest.filter((one) => !left.includes(one))).toEqual([]);
      expect(after.emailAddresses.length).toBeLessThanOrEqual(3);
      expect(after.businessPhones).toEqual(expect.arrayContaining(before.businessPhones.slice(1)));
      const foreign = before.singleValueExtendedProperties.filter(({ id }) => id.includes('Theirs'));
      expect(after.singleValueExtendedProperties).toEqual(expect.arrayContaining(foreign));
    }),
  );
});
