import fc from 'fast-check';
import type { Deed, Side, Values } from '../types';
import { spelt, ways } from './spellings';

/** Each has an address of its own; `more` tells its other ones apart. */
export const emailOf = (who: number, more = ''): string =>
  who >= FAMILY ? 'family@example.jp' : `person${who}${more}@example.jp`;
/** From this number on they share one, and have whole first names that nobody would take for each other. */
const FAMILY = 3;
const firstNames = ['Ichiro', 'Naomi'];

const spellingOn = (on: Side) => fc.constantFrom(...(on === 'zoho' ? ['plain', 'upper'] : ['plain', ...ways]));

/** Whole first names of one script that are no forms of each other: nobody is called both. */
const whole = ['Ann', 'Hanako', 'Taro'];
export const areOthers = (one: string, two: string): boolean =>
  one !== two && whole.includes(one) && whole.includes(two);
/** A telephone number in words, which the CRM refuses. */
const refused = '内線 12';
export const isRefused = (phone: string): boolean => phone.startsWith('内線');

const long = 'Office of long names and of even longer departments, second floor';
const values: Readonly<Record<string, readonly (string | null)[]>> = {
  firstName: ['Ann', '花子', 'Bo', 'Hanako', 'Taro', null],
  jobTitle: ['Boss', '部長', 'Clerk', null],
  companyName: ['Acme', 'Contoso', null],
  department: ['Sales', long, null],
  businessPhone: ['+81 3 1234 5678', '03-9999-0000', refused, null],
  mobilePhone: ['+81 90 1111 2222', '+81 90 3333 4444', null],
  businessStreet: ['1 Quay', '丸の内1-1-1\n東ビル 5F', null],
  businessCity: ['Bristol', 'A city with a name of more than thirty letters', null],
  notes: ['a note', 'two\nlines', null],
  birthday: ['1980-02-29', '1975-12-31', null],
};
const short = (name: string, value: string): string => value.slice(0, name === 'department' ? 50 : 30);
/** What a side can hold: nobody types more into Zoho than it takes; there, words within a short copy are edited, too. */
const typed = (side: Side, name: string): readonly (string | null)[] =>
  side === 'zoho'
    ? values[name]!.flatMap((value) => {
        if (value === refused) return [];
        const copy = value && short(name, value);
        return copy && copy !== value ? [copy, copy.replace(/^./, 'X')] : [copy];
      })
    : values[name]!;

const fieldsOn = (side: Side): fc.Arbitrary<Values> =>
  fc.record(Object.fromEntries(Object.keys(values).map((name) => [name, fc.constantFrom(...typed(side, name))])), {
    requiredKeys: [],
  });
const few = (side: Side): fc.Arbitrary<Values> =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(values), 'email'), { minLength: 1, maxLength: 3 })
    .chain((names) =>
      fc.record(
        Object.fromEntries(
          names.map((name) => [
            name,
            name === 'email'
              ? fc.tuple(fc.constantFrom('.a', '.b'), spellingOn(side)).map((parts) => parts.join('|'))
              : fc.constantFrom(...typed(side, name)),
          ]),
        ),
      ),
    );

const plainNames = Object.keys(values).filter((name) => name !== 'firstName');
const plainValue = (name: string) =>
  fc.constantFrom(...typed('zoho', name).filter((value) => value !== null || name !== 'companyName'));
/** So many fields, of those that both sides hold to the letter and that do not tell who it is. */
export const plainFields = (least: number, most: number): fc.Arbitrary<Values> =>
  fc
    .uniqueArray(fc.constantFrom(...plainNames), { minLength: least, maxLength: most })
    .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, plainValue(name)]))));

const made = (n: number, fields: Values, way: string): Values => ({ email: spelt(emailOf(n), way), ...fields });
const who = fc.nat({ max: 2 });
export const side = fc.constantFrom<Side>('outlook', 'zoho');
function withEmail(n: number, fields: Values): Values {
  const [more = '', way = 'plain'] = String(fields.email ?? '').split('|');
  return 'email' in fields ? { ...fields, email: spelt(emailOf(n, more), way) } : fields;
}

export const deedOn = (on: Side): fc.Arbitrary<Deed> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({ who, fields: fieldsOn(on), way: spellingOn(on) })
        .map(({ who: n, fields, way }) => ({ on, what: 'create', who: n, values: made(n, fields, way) })),
    },
    {
      weight: 10,
      arbitrary: fc
        .record({ who, fields: few(on) })
        .map(({ who: n, fields }) => ({ on, what: 'edit', who: n, values: withEmail(n, fields) })),
    },
    { weight: 2, arbitrary: who.map((n) => ({ on, what: 'delete', who: n })) },
    {
      weight: 2,
      arbitrary: fc
        .record({ who, to: fc.constantFrom(...(on === 'zoho' ? ['out', 'in'] : ['out', 'in', 'folder'])) })
        .map(({ who: n, to }) => ({ on, what: 'place', who: n, values: { to } })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ who, value: fc.constantFrom('x', 'y') }).map(({ who: n, value }) => ({
        on,
        what: 'unmapped',
        who: n,
        values: on === 'zoho' ? { Skype_ID: value } : { spouseName: value, officeLocation: value },
      })),
    },
    ...(on === 'outlook'
      ? [
          {
            weight: 1,
            arbitrary: fc
              .record({ who, also: fc.boolean() })
              .map(({ who: n, also }) => ({ on, what: 'unmapped', who: n, values: { also } })),
          },
        ]
      : []),
  );
export const twins = fc
  .record({
    who,
    outlook: fieldsOn('outlook'),
    zoho: fieldsOn('zoho'),
    mine: spellingOn('outlook'),
    theirs: spellingOn('zoho'),
  })
  .map(({ who: n, outlook, zoho, mine, theirs }): Deed => {
    const way = mine === 'idn' ? 'plain' : mine;
    return {
      on: 'both',
      what: 'create',
      who: n,
      values: { outlook: made(n, outlook, way), zoho: made(n, zoho, theirs) },
    };
  });

const ofFamily = ({ on, what, who: n, values: given = {} }: Deed): Deed => {
  const at = n % firstNames.length;
  const named = (fields: Values, more: Values): Values => {
    const { firstName: _name, email: _email, ...rest } = fields;
    return { ...rest, ...more };
  };
  const own = { firstName: firstNames[at], email: emailOf(FAMILY) };
  const isBoth = on === 'both';
  const sides = given as Record<string, Values>;
  const values = isBoth
    ? { outlook: named(sides.outlook ?? {}, own), zoho: named(sides.zoho ?? {}, own) }
    : named(given, what === 'create' ? own : {});
  return { on, what, who: FAMILY + at, values };
};

/** Two persons of one address: what is done to one must never come to the other. */
export const family: fc.Arbitrary<Deed> = fc
  .oneof({ weight: 5, arbitrary: side.chain(deedOn) }, { weight: 1, arbitrary: twins })
  .map(ofFamily);
