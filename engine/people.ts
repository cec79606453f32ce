import { groupBy, sortBy, uniqBy } from 'lodash';
import { reason, type Reason } from '../reasons';
import { peopleOf, personOfSync, savePeople, type Archive, type PersonFound, type SyncName } from '../archive';
import type { CompanyMailbox as Mailbox } from '../sides/outlook';
import type { CrmUser } from '../sides/zoho';
import { foldAddress } from '../sync/compare';

/** As much of a user of the CRM as it takes. */
type User = Pick<CrmUser, 'id' | 'name' | 'email' | 'alias'>;

/** Who takes part: everybody; whose mailbox is in a group (then no other mailboxes are known); or whom a list names by any address. */
export type TakingPart = 'all' | 'group' | { readonly addresses: readonly string[] };

/** Somebody found, or half of somebody. */
interface Found {
  readonly mailbox: Mailbox | null;
  readonly user: User | null;
  readonly reason: Reason | null;
}

const folded = (addresses: readonly string[]): readonly string[] => [
  ...new Set(addresses.flatMap((one) => foldAddress(one) ?? [])),
];
const ofUser = ({ email, alias }: User): readonly string[] => folded([email, alias]);
const mainOf = ({ id, addresses }: Mailbox): string => folded(addresses)[0] ?? id;

/** Who has an address. */
function holdersOf<T>(all: readonly T[], addressesOf: (one: T) => readonly string[]) {
  const rows = all.flatMap((one) => addressesOf(one).map((address) => ({ address, one })));
  const byAddress = new Map(Object.entries(groupBy(rows, 'address')));
  return (addresses: readonly string[]): readonly T[] => [
    ...new Set(addresses.flatMap((address) => (byAddress.get(address) ?? []).map(({ one }) => one))),
  ];
}

/** Whom these addresses of the users lead to; nobody who has several partners, or whose partner has, is paired. */
function pairBy(addressesOf: (user: User) => readonly string[], users: readonly User[], all: readonly Mailbox[]) {
  const mailboxesWith = holdersOf(all, ({ addresses }) => folded(addresses));
  const usersWith = holdersOf(users, addressesOf);
  const theirs = new Map(users.map((user) => [user, mailboxesWith(addressesOf(user))]));
  const of = new Map(all.map((mailbox) => [mailbox, usersWith(folded(mailbox.addresses))]));
  const isOneToOne = (user: User, mailbox: Mailbox): boolean =>
    theirs.get(user)?.length === 1 && of.get(mailbox)?.length === 1;
  const pairs = users.flatMap((user): Found[] => {
    const [mailbox] = theirs.get(user) ?? [];
    return mailbox && isOneToOne(user, mailbox) ? [{ mailbox, user, reason: null }] : [];
  });
  const unclear = [
    ...users.flatMap((user): Found[] => {
      const found = theirs.get(user) ?? [];
      const [mailbox] = found;
      if (!mailbox || isOneToOne(user, mailbox)) return [];
      return [{ user, mailbox: null, reason: severalFor(found, of.get(mailbox) ?? []) }];
    }),
    ...all.flatMap((mailbox): Found[] => {
      const found = of.get(mailbox) ?? [];
      const [user] = found;
      if (!user || isOneToOne(user, mailbox)) return [];
      return [{ mailbox, user: null, reason: severalFor(theirs.get(user) ?? [], found) }];
    }),
  ];
  return { pairs, unclear };
}

function severalFor(mailboxes: readonly Mailbox[], users: readonly User[]): Reason {
  if (mailboxes.length > 1) return reason('personSeveralMailboxes', { names: mailboxes.map(mainOf).toSorted() });
  return reason('personSeveralUsers', { names: users.map(({ name, email }) => name || email).toSorted() });
}

/** By the address of the CRM first, and who is still alone by the other one. */
function pairAll(users: readonly User[], mailboxes: readonly Mailbox[]): readonly Found[] {
  const found: Found[] = [];
  const alone = () => {
    const [busyUsers, busyBoxes] = [new Set(found.map(({ user }) => user)), new Set(found.map((one) => one.mailbox))];
    return {
      users: users.filter((one) => !busyUsers.has(one)),
      mailboxes: mailboxes.filter((one) => !busyBoxes.has(one)),
    };
  };
  for (const addressesOf of [({ email }: User) => folded([email]), ofUser]) {
    const left = alone();
    const { pairs, unclear } = pairBy(addressesOf, left.users, left.mailboxes);
    found.push(...pairs, ...unclear);
  }
  const left = alone();
  return [
    ...found,
    ...left.users.map((user) => ({ user, mailbox: null, reason: reason('personNoMailbox') })),
    ...left.mailboxes.map((mailbox) => ({ mailbox, user: null, reason: reason('personNoUser') })),
  ];
}

const addressesOf = ({ user, mailbox }: Found): readonly string[] =>
  folded([...(mailbox?.addresses ?? []), ...(user ? ofUser(user) : [])]);

/** Whoever was not chosen takes no part, whatever else there is to be said of them. */
function chosenOf(found: readonly Found[], who: TakingPart): readonly Found[] {
  if (who === 'all') return found;
  const notChosen = reason('personNotChosen');
  if (who === 'group') return found.map((one) => (one.mailbox || !isAlone(one) ? one : { ...one, reason: notChosen }));
  const wanted = new Set(folded(who.addresses));
  return found.map((one) =>
    addressesOf(one).some((address) => wanted.has(address)) ? one : { ...one, reason: notChosen },
  );
}
const isAlone = ({ reason: why }: Found): boolean => why?.code === 'personNoMailbox';

/** Addresses of the list that nobody has. */
function strangersIn(found: readonly Found[], who: TakingPart): readonly PersonFound[] {
  if (typeof who === 'string') return [];
  const known = new Set(found.flatMap(addressesOf));
  const strangers = folded(who.addresses).filter((address) => !known.has(address));
  const unknown = { name: '', mailbox: '', owner: '', reason: reason('personUnknown') };
  return strangers.map((address) => ({ address, ...unknown }));
}

/** By what somebody is known: the main address of their mailbox, else that of the CRM. */
const addressOf = ({ mailbox, user }: Found): string =>
  (mailbox && mainOf(mailbox)) ?? (user && (ofUser(user)[0] ?? user.id)) ?? '';

/** Two halves of nobody may have one address: both are named, each by what is only theirs. */
function named(found: readonly Found[]): readonly PersonFound[] {
  const count = new Map(Object.entries(groupBy(found, addressOf)).map(([address, some]) => [address, some.length]));
  return found.map((one) => {
    const { user, mailbox, reason: why } = one;
    const address = addressOf(one);
    const isOnly = count.get(address) === 1;
    return {
      address: isOnly ? address : `${address} (${[mailbox?.id, user?.id].filter(Boolean).join(', ')})`,
      name: user?.name || mailbox?.name || '',
      ...{ mailbox: mailbox?.id ?? '', owner: user?.id ?? '', reason: why },
    };
  });
}

/**
 * Who is who: CRM users and the mailboxes that have their address. Everybody is named once, paired or with why not, in the order of
 * their addresses, in whatever order they come.
 */
export function pairPeople(
  users: readonly User[],
  mailboxes: readonly Mailbox[],
  who: TakingPart,
): readonly PersonFound[] {
  const found = chosenOf(pairAll(uniqBy(users, 'id'), uniqBy(mailboxes, 'id')), who);
  return sortBy([...named(found), ...strangersIn(found, who)], 'address', 'owner', 'mailbox');
}

/** Somebody whose address was changed is still who they were: their syncs go by the first one. */
function asKnown(found: readonly PersonFound[], known: readonly PersonFound[]): readonly PersonFound[] {
  const keyOf = ({ mailbox, owner }: PersonFound): string => `${mailbox} ${owner}`;
  const before = new Map(
    known.filter(({ mailbox, owner }) => mailbox && owner).map((one) => [keyOf(one), one.address]),
  );
  const kept = new Set(found.flatMap((one) => before.get(keyOf(one)) ?? []));
  const addressFor = (one: PersonFound): string =>
    before.get(keyOf(one)) ?? (kept.has(one.address) ? `${one.address} (${one.mailbox || one.owner})` : one.address);
  return sortBy(
    found.map((one) => ({ ...one, address: addressFor(one) })),
    'address',
  );
}

/** Rooms, printers and colleagues without a place in the CRM are nobody whom the archive has to know. */
const isOfInterest = ({ owner, reason: why }: PersonFound, who: TakingPart): boolean =>
  owner !== '' || (who !== 'all' && why?.code !== 'personNotChosen');

/**
 * Who is who, taken down in the archive: the syncs of whoever takes no part any more are paused. Answers everybody, those without a
 * partner with why. `now` in ms.
 */
export async function findPeople(
  archive: Archive,
  all: { readonly users: readonly User[]; readonly mailboxes: readonly Mailbox[]; readonly who: TakingPart },
  now: number,
): Promise<readonly PersonFound[]> {
  const { users, mailboxes, who } = all;
  const found = asKnown(pairPeople(users, mailboxes, who), await peopleOf(archive));
  await savePeople(
    archive,
    found.filter((one) => isOfInterest(one, who)),
    now,
  );
  return found;
}

/** What a workflow that serves many people has to be told to run one sync: whose it is, and what it keeps in step. */
export async function runOfSync(archive: Archive, { name: sync, kind }: Pick<SyncName, 'name' | 'kind'>) {
  const person = await personOfSync(archive, sync);
  return person && { sync, kind, person: person.address, mailbox: person.mailbox, owner: person.owner };
}
