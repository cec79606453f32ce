/** Who is who of a company: pairs by address, whatever the order, and everybody is named. */
import fc from 'fast-check';
import { sentence } from '../../reasons';
import { pairPeople, type TakingPart } from '../../engine/people';

type CrmUser = Parameters<typeof pairPeople>[0][number];
type Mailbox = Parameters<typeof pairPeople>[1][number];

const user = (id: string, email: string, alias = ''): CrmUser => ({ id, name: `User ${id}`, email, alias });
const box = (id: string, ...addresses: readonly string[]): Mailbox => ({
  ...{ id, name: `Box ${id}`, addresses },
});
const shown = (users: readonly CrmUser[], mailboxes: readonly Mailbox[], who: TakingPart = 'all') =>
  pairPeople(users, mailboxes, who).map(({ address, mailbox, owner, reason }) => [
    address,
    owner,
    mailbox,
    reason?.code ?? 'takesPart',
  ]);

test('by sign-in name, mail or any other address, in any case and width', () => {
  const users = [user('1', 'Ken.Sato@Example.com'), user('2', 'ｍａｒｙ@example.com'), user('3', 'info@例え.jp')];
  const mailboxes = [box('k', 'ken@corp.example', 'KEN.SATO@EXAMPLE.COM'), box('m', 'mary@example.com')];
  expect(shown(users, [...mailboxes, box('i', 'info@xn--r8jz45g.jp')])).toEqual([
    ['info@xn--r8jz45g.jp', '3', 'i', 'takesPart'],
    ['ken@corp.example', '1', 'k', 'takesPart'],
    ['mary@example.com', '2', 'm', 'takesPart'],
  ]);
});

test('the address of the CRM goes before its alias', () => {
  const users = [
    user('1', 'a@x.example', 'b@x.example'),
    user('2', 'b@x.example'),
    user('3', 'old@x.example', 'c@x.example'),
  ];
  const mailboxes = ['a', 'b', 'c'].map((one) => box(one, `${one}@x.example`));
  expect(shown(users, mailboxes).map(([address, owner]) => [address, owner])).toEqual([
    ['a@x.example', '1'],
    ['b@x.example', '2'],
    ['c@x.example', '3'],
  ]);
});

test('who has no partner, or several, is named with why', () => {
  const users = [
    user('1', 'a@x.example'),
    user('2', 'b@x.example'),
    user('3', 'c@x.example'),
    user('4', 'd@x.example'),
  ];
  const mailboxes = [
    box('bc', 'b@x.example', 'c@x.example'),
    box('d1', 'd@x.example'),
    box('d2', 'other@x.example', 'd@x.example'),
    box('room', 'room@x.example'),
  ];
  expect(shown(users, mailboxes)).toEqual([
    ['a@x.example', '1', '', 'personNoMailbox'],
    ['b@x.example (2)', '2', '', 'personSeveralUsers'],
    ['b@x.example (bc)', '', 'bc', 'personSeveralUsers'],
    ['c@x.example', '3', '', 'personSeveralUsers'],
    ['d@x.example (4)', '4', '', 'personSeveralMailboxes'],
    ['d@x.example (d1)', '', 'd1', 'personSeveralMailboxes'],
    ['other@x.example', '', 'd2', 'personSeveralMailboxes'],
    ['room@x.example', '', 'room', 'personNoUser'],
  ]);
  for (const { reason } of pairPeople(users, mailboxes, 'all'))
    for (const language of ['en', 'ja'] as const) expect(reason && sentence(reason, language)).toMatch(/\S/);
});

test('a list or a group decides who takes part', () => {
  const users = [user('1', 'a@x.example'), user('2', 'b@x.example'), user('3', 'c@x.example')];
  const mailboxes = ['a', 'b'].map((one) => box(one, `${one}@x.example`));
  const listed = { addresses: ['A@x.example', 'c@x.example', 'typo@x.example'] };
  expect(shown(users, mailboxes, listed).map(([address, , , why]) => [address, why])).toEqual([
    ['a@x.example', 'takesPart'],
    ['b@x.example', 'personNotChosen'],
    ['c@x.example', 'personNoMailbox'],
    ['typo@x.example', 'personUnknown'],
  ]);
  expect(shown(users, mailboxes.slice(0, 1), 'group').map(([address, , , why]) => [address, why])).toEqual([
    ['a@x.example', 'takesPart'],
    ['b@x.example', 'personNotChosen'],
    ['c@x.example', 'personNotChosen'],
  ]);
});

const address = fc.constantFrom(
  ...['a', 'b', 'c', 'd', 'e', 'f'].flatMap((one) => [`${one}@x.example`, `${one.toUpperCase()}@X.example`]),
  '',
  'none',
);
const usersArb = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5'), email: address, alias: address }),
  { selector: ({ id }) => id },
);
const boxesArb = fc.uniqueArray(
  fc.record({ id: fc.constantFrom('k', 'l', 'm', 'n', 'o'), addresses: fc.array(address, { maxLength: 3 }) }),
  { selector: ({ id }) => id },
);
const whoArb = fc.oneof(
  fc.constant<TakingPart>('all'),
  fc.constant<TakingPart>('group'),
  fc.record({ addresses: fc.array(address, { maxLength: 4 }) }),
);

test('nobody is named twice, everybody is named, the order does not matter, and a pair has an address in common', () => {
  fc.assert(
    fc.property(usersArb, boxesArb, whoArb, (rawUsers, rawBoxes, who) => {
      const users = rawUsers.map(({ id, email, alias }) => user(id, email, alias));
      const boxes = rawBoxes.map(({ id, addresses }) => box(id, ...addresses));
      const found = pairPeople(users, boxes, who);
      const named = (all: readonly string[]) => all.filter(Boolean).toSorted();
      expect(named(found.map(({ owner }) => owner))).toEqual(users.map(({ id }) => id).toSorted());
      expect(named(found.map(({ mailbox }) => mailbox))).toEqual(boxes.map(({ id }) => id).toSorted());
      expect(new Set(found.map((one) => one.address)).size).toBe(found.length);
      expect(pairPeople(users.toReversed(), boxes.toReversed(), who)).toEqual(found);
      for (const { mailbox, owner, reason } of found) {
        if (reason) continue;
        const theirs = boxes.find(({ id }) => id === mailbox)?.addresses.map((one) => one.toLowerCase());
        const { email = '', alias = '' } = users.find(({ id }) => id === owner) ?? {};
        expect([email, alias].some((one) => one.includes('@') && theirs?.includes(one.toLowerCase()))).toBe(true);
      }
    }),
  );
});
