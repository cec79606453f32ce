/**
 * A field is a lens: where one side shows only part of what the other holds, an edit of the part goes into the whole. Over every
 * field of a kind, in both directions, by the product's own reading, deciding and writing: nothing edited, nothing written; what
 * was edited shows up; what the other side cannot show survives the edit.
 */
import fc from 'fast-check';
import { sameValue } from '../../sync/compare';
import { isBlank, isSideOnly } from '../../sync/kinds';
import { sides, type Fields, type Side, type Value } from '../../sync/model';
import { created, cycle, lengthOf, type LensKind, type Linked } from '../support/lens';
import { contactLens, taskLens } from '../support/lensKinds';

const RUNS = Number(process.env.RUNS ?? 60);
const kinds = { contacts: contactLens, tasks: taskLens };

const fieldsOf = (of: LensKind, side: Side, linked: Linked): Fields => of[side].read(linked[side]).fields;
const text = (value: Value | undefined): string =>
  typeof value === 'string' ? value.replace(/\r\n?/g, '\n').normalize('NFC').trim() : '';

function expectQuiet(of: LensKind, linked: Linked): void {
  const { decision } = cycle(of, linked);
  expect({ writes: decision.writes, clashes: decision.clashes }).toEqual({ writes: [], clashes: [] });
}

/** Both as a person sees them, a field that only one side has a word for apart. */
function expectAlike(of: LensKind, linked: Linked, name: string): void {
  const field = of.kind.fields.find((one) => one.name === name)!;
  const [outlook, zoho] = [fieldsOf(of, 'outlook', linked)[name], fieldsOf(of, 'zoho', linked)[name]];
  if (isSideOnly(outlook) || isSideOnly(zoho)) return;
  const nearest = field.nearestChoice?.outlook?.[String(zoho)];
  const length = lengthOf(of, name);
  const isCut = text(outlook).length > length && text(zoho) !== '' && text(outlook).startsWith(text(zoho));
  const standsIn = of.kind.forZoho({}, {}, null)[name] ?? of.kind.defaults?.zoho?.[name];
  if (isBlank(outlook) && zoho === standsIn) return;
  if (isCut || nearest === outlook || (isBlank(outlook) && isBlank(zoho))) return;
  expect([name, sameValue(field.type, outlook, zoho), outlook, zoho]).toEqual([name, true, outlook, zoho]);
}

/** One full name on both sides, wherever each keeps its parts; what only stands in for a name is none. */
function expectNames(of: LensKind, linked: Linked): void {
  const of2 = (side: Side) => {
    const { firstName, lastName } = fieldsOf(of, side, linked);
    return [firstName, lastName]
      .filter((part) => !isBlank(part))
      .map(text)
      .join(' ');
  };
  const [outlook, zoho] = [of2('outlook'), of2('zoho')];
  const { firstName, lastName } = fieldsOf(of, 'outlook', linked);
  if (isBlank(firstName) && isBlank(lastName)) return;
  if (text(firstName).length > 40 || text(lastName).length > 80) return;
  if (isBlank(lastName) && zoho.startsWith(`${outlook} `)) return;
  expect(zoho).toBe(outlook);
}

const inOneLens = (of: LensKind, name: string): readonly string[] =>
  of.together.find((names) => names.includes(name)) ?? [name];

function expectOnlyThisMoved(of: LensKind, before: Linked, after: Linked, name: string): void {
  const mayMove = inOneLens(of, name);
  for (const side of sides) {
    const [was, is] = [fieldsOf(of, side, before), fieldsOf(of, side, after)];
    const moved = of.kind.fields.filter((one) => !sameValue(one.type, was[one.name], is[one.name]));
    expect(moved.map((one) => one.name).filter((one) => !mayMove.includes(one))).toEqual([]);
    const shown = JSON.stringify(after[side]).toLowerCase();
    const gone = of[side]
      .hidden(before[side])
      .filter((one) => !shown.includes(JSON.stringify(one).slice(1, -1).toLowerCase()));
    expect(gone).toEqual([]);
  }
}

/** What of Outlook's text the CRM's copy never showed. */
function unseenTail(of: LensKind, linked: Linked, name: string): string {
  const length = lengthOf(of, name);
  const [whole, copy] = [text(fieldsOf(of, 'outlook', linked)[name]), text(fieldsOf(of, 'zoho', linked)[name])];
  return whole.length > length && copy !== '' && whole.startsWith(copy) ? whole.slice(copy.length) : '';
}

interface Edited {
  readonly before: Linked;
  readonly side: Side;
  readonly name: string;
  readonly value: string | null;
}

function expectLaws(of: LensKind, { before, side, name, value }: Edited): void {
  const edited = { ...before, [side]: of[side].typed(before[side], name, value) };
  const tail = side === 'zoho' ? unseenTail(of, before, name) : '';
  const { decision, after } = cycle(of, edited);
  if (decision.clashes.length > 0) {
    expect([side, tail !== '', decision.writes]).toEqual(['zoho', true, []]);
    return;
  }
  if (inOneLens(of, name).includes('lastName')) expectNames(of, after);
  if (!inOneLens(of, name).includes('lastName') || !['firstName', 'lastName'].includes(name)) {
    const lookup = ['companyName', 'managerName'].includes(name) && isBlank(value);
    const movedUp =
      side === 'zoho' &&
      isBlank(value) &&
      of.outlook.hidden(before.outlook).includes(text(fieldsOf(of, 'outlook', after)[name]));
    if (!lookup && !movedUp && tail === '') expectAlike(of, after, name);
  }
  if (tail !== '') {
    const shown = text(fieldsOf(of, 'outlook', after)[name]);
    expect([shown.endsWith(tail), shown.startsWith(text(fieldsOf(of, 'zoho', edited)[name]))]).toEqual([true, true]);
  }
  expectOnlyThisMoved(of, edited, after, name);
  expectQuiet(of, after);
}

/** Outlook has several of these, and the CRM shows the first. */
describe.each([
  ['email', 'emailAddresses'],
  ['businessPhone', 'businessPhones'],
  ['homePhone', 'homePhones'],
])('%s: the first of %s', (name, property) => {
  const listOf = ({ outlook }: Linked): readonly string[] =>
    (outlook[property] as readonly (string | { readonly address: string })[]).map((one) =>
      typeof one === 'string' ? one : one.address,
    );
  const typed = (linked: Linked, value: string | null): Linked => ({
    ...linked,
    zoho: contactLens.zoho.typed(linked.zoho, name, value),
  });
  const there = name === 'email' ? ['a@example.jp', 'b@example.jp', 'c@example.jp'] : ['03 1111', '03 2222'];
  const news =
    name === 'email' ? ['new@example.jp', 'B@Example.jp', 'a@example.jp'] : ['090 9999', '032222', '03-1111'];
  const linkedArb = fc
    .tuple(contactLens.outlook.rows, fc.shuffledSubarray(there, { minLength: 1 }))
    .map(([row, all]) => {
      const entries = name === 'email' ? all.map((address) => ({ address, name: address })) : all;
      return created(contactLens, 'outlook', { ...row, [property]: entries });
    });
  const isSame = (a: string, b: string): boolean => sameValue(name === 'email' ? 'email' : 'phone', a, b);

  test('cleared in the CRM it goes, and nothing else does; what is put in there afterwards stands beside the others', () => {
    fc.assert(
      fc.property(linkedArb, fc.constantFrom(...news), (linked, value) => {
        const [, ...rest] = listOf(linked);
        const cleared = cycle(contactLens, typed(linked, null)).after;
        expect(listOf(cleared)).toEqual(rest);
        expectQuiet(contactLens, cleared);
        const { after } = cycle(contactLens, typed(cleared, value));
        const [first, ...others] = listOf(after);
        expect([isSame(first!, value), others]).toEqual([true, rest.filter((one) => !isSame(one, value))]);
        expectQuiet(contactLens, after);
        const replaced = cycle(contactLens, typed(after, name === 'email' ? 'x@example.jp' : '0 123')).after;
        expect(listOf(replaced).slice(1)).toEqual(listOf(after).slice(1));
      }),
      { numRuns: RUNS },
    );
  });
});

describe.each(Object.entries(kinds))('%s', (_name, of) => {
  const linkedArb = fc.constantFrom(...sides).chain((from) => of[from].rows.map((row) => created(of, from, row)));
  const names = of.kind.fields.map(({ name }) => name).filter((name) => !['recurrence', 'displayName'].includes(name));

  test('nothing edited, nothing written: neither at once nor ever after', () => {
    fc.assert(
      fc.property(linkedArb, (linked) => {
        expectQuiet(of, linked);
        for (const { name } of of.kind.fields)
          if (!inOneLens(of, name).includes('lastName')) expectAlike(of, linked, name);
      }),
      { numRuns: RUNS, endOnFailure: Boolean(process.env.FAST) },
    );
  });

  test.each(names)('%s: what was edited shows up, and what the other side cannot show survives', (name) => {
    const editArb = fc.tuple(linkedArb, fc.constantFrom(...sides)).chain(([before, side]) => {
      const now = fieldsOf(of, side, before)[name];
      const values = of.values(side, name, typeof now === 'string' ? now : null);
      return values.map((value): Edited => ({ before, side, name, value }));
    });
    fc.assert(
      fc.property(editArb, (edited) => expectLaws(of, edited)),
      { numRuns: RUNS, endOnFailure: Boolean(process.env.FAST) },
    );
  });
});
