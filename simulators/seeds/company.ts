import { DateTime } from 'luxon';
import { sentMail } from './mails';
import { IN_SCOPE, outlookContact, zohoContact, type World } from './world';

type Vendor = Record<string, unknown>;

const NAMES = [
  ['花子', '山田'],
  ['Ann', 'Baker'],
  ['Ken', 'Sato'],
  ['Mary', 'Jones'],
  ['太郎', '田中'],
  ['Bob', 'Carter'],
] as const;

/** Person by number, from 0 on: the first is the administrator who signs in to the CRM. */
const personOf = (index: number) => {
  const [first, last] = NAMES[index % NAMES.length] ?? NAMES[0];
  const mail = `person${index}@contoso.example`;
  return { first, last: index < NAMES.length ? last : `${last} ${index}`, mail, ...addressesOf(index, mail) };
};

/** Some are known in the CRM by an older address of theirs. */
const addressesOf = (index: number, mail: string) => {
  const former = `person${index}@contoso-old.example`;
  return { inCrm: index % 3 === 2 ? former : mail, aliases: index % 3 === 2 ? [former] : [] };
};

const customer = (index: number, n: number) => ({
  given: ['Alice', 'Hanako', 'Karl', 'Olga'][n % 4] ?? 'Alice',
  surname: `Customer ${index}-${n}`,
  email: `customer${index}-${n}@partner.example`,
});

function contactsOf(index: number): { readonly outlook: Vendor[]; readonly zoho: Vendor[] } {
  const inOutlook = (n: number, more: Vendor = {}): Vendor => {
    const { given, surname, email } = customer(index, n);
    return outlookContact(given, surname, [email], { jobTitle: `Buyer ${n}`, ...more });
  };
  const inZoho = (n: number): Vendor => {
    const { given, surname, email } = customer(index, n);
    return zohoContact(given, surname, email, { Phone: `+81 3 ${1000 + index} ${1000 + n}` });
  };
  return {
    outlook: [inOutlook(0), inOutlook(1, { companyName: 'North Ltd' }), inOutlook(2)],
    zoho: [inZoho(2), inZoho(3), inZoho(4)],
  };
}

const tasksOf = (index: number): { readonly outlook: Vendor[]; readonly zoho: Vendor[] } => ({
  outlook: ['Call back', 'Send the offer'].map((title) => ({ title: `${title} ${index}`, categories: [IN_SCOPE] })),
  zoho: [{ Subject: `Prepare the visit ${index}`, Status: 'Not Started', Priority: 'High' }],
});

const ZONE = 'Tokyo Standard Time';

/** On one of the next days, each at another hour. */
function timesOf(index: number, n: number): { readonly start: DateTime; readonly end: DateTime } {
  const day = DateTime.now()
    .setZone('Asia/Tokyo')
    .startOf('day')
    .plus({ days: 1 + ((index * 3 + n) % 40) });
  const start = day.set({ hour: 9 + n });
  return { start, end: start.plus({ minutes: 45 }) };
}

function meetingsOf(index: number): { readonly outlook: Vendor[]; readonly zoho: Vendor[] } {
  const wall = (time: DateTime): Vendor => ({ dateTime: time.toFormat("yyyy-MM-dd'T'HH:mm:ss"), timeZone: ZONE });
  const inOutlook = (n: number): Vendor => {
    const { start, end } = timesOf(index, n);
    return { subject: `商談 ${index}-${n}`, categories: [IN_SCOPE], start: wall(start), end: wall(end) };
  };
  const { start, end } = timesOf(index, 4);
  const text = (time: DateTime): string => time.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
  const inZoho = { Event_Title: `Site visit ${index}`, Start_DateTime: text(start), End_DateTime: text(end) };
  return { outlook: [inOutlook(0), inOutlook(1)], zoho: [{ ...inZoho, All_day: false }] };
}

const mailsOf = (index: number): Vendor[] => [
  sentMail(
    index % 5,
    `Offer ${index}`,
    { to: [customer(index, 3).email] },
    { internetMessageId: `<offer-${index}@contoso.example>` },
  ),
];

/**
 * A company of so many people, each with a mailbox and a user of the CRM: contacts, tasks, meetings and sent mail of their own on
 * both sides, a few of them the same. Somebody besides has a mailbox and no user, and somebody a user and no mailbox.
 */
export function company(size: number): World {
  const people = Array.from({ length: size }, (_, index) => ({ index, ...personOf(index) }));
  const owned = (index: number, rows: readonly Vendor[]) =>
    rows.map((row) => ({ ...row, Owner: { email: personOf(index).inCrm } }));
  const crm = (of: (index: number) => readonly Vendor[]) => people.flatMap(({ index }) => owned(index, of(index)));
  const mailboxOf = ({ index, first, last, mail, aliases }: (typeof people)[number]) => ({
    mailbox: { displayName: `${first} ${last}`, mail, aliases, timeZone: ZONE },
    categories: [{ displayName: IN_SCOPE }],
    contacts: contactsOf(index).outlook,
    lists: [{ displayName: 'Tasks', tasks: tasksOf(index).outlook }],
    calendars: [{ name: 'Calendar', events: meetingsOf(index).outlook }],
    mails: mailsOf(index),
  });
  const userOf = ({ first, last, inCrm }: (typeof people)[number]) => ({
    ...{ first_name: first, last_name: last, email: inCrm, time_zone: 'Asia/Tokyo' },
  });
  const [home, ...others] = people.map(mailboxOf);
  const reception = { mailbox: { displayName: 'Reception', mail: 'reception@contoso.example' } };
  return {
    zoho: {
      users: [...people.map(userOf), { first_name: 'No', last_name: 'Mailbox', email: 'no.mailbox@contoso.example' }],
      records: {
        Accounts: [{ Account_Name: 'North Ltd' }],
        Contacts: crm((index) => contactsOf(index).zoho),
        Tasks: crm((index) => tasksOf(index).zoho),
        Events: crm((index) => meetingsOf(index).zoho),
      },
    },
    graph: { ...home, mailboxes: [...others, reception] } as World['graph'],
  };
}
