import type { Crowd } from './crowd';
import { COMPANIES, crowd } from './crowd';
import type { Person } from './person';
import { toOutlook, toZoho } from './person';
import { dealsWith } from './deals';
import { demoLeads } from './leads';
import { demoMails } from './mails';
import { meetings } from './meetings';
import { demoTasks } from './tasks';
import type { World } from './world';

type Vendor = Record<string, unknown>;

/** One family of the demo's people: what they show, and how they stand on each side. */
interface Family {
  readonly count: number;
  readonly make: (
    crowd: Crowd,
    index: number,
  ) => { readonly outlook: readonly Vendor[]; readonly zoho: readonly Vendor[] };
}

const TWICE_KNOWN = 'Nippon Trading';
const COLLEAGUES = ['hanako.yamada@example.com', 'ken.sato@example.com', 'mary.jones@example.com'];

const both = (person: Person, inOutlook: Partial<Person> = {}, inZoho: Partial<Person> = {}, more: Vendor = {}) => ({
  outlook: [toOutlook({ ...person, ...inOutlook })],
  zoho: [toZoho({ ...person, ...inZoho }, more)],
});
const outlookOnly = (person: Person, more: Vendor = {}) => ({ outlook: [toOutlook(person, more)], zoho: [] });
const zohoOnly = (person: Person, more: Vendor = {}) => ({ outlook: [], zoho: [toZoho(person, more)] });

const owner = (index: number): Vendor => ({ Owner: { email: COLLEAGUES[index % COLLEAGUES.length] } });
const [email, wide] = [
  (person: Person): string => person.emails[0] ?? '',
  (text: string): string => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
];
const long = (person: Person, parts: Partial<Person>): Person => ({ ...person, ...parts });
const repeated = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);
const longStreet = repeated('Building 7, Floor 12, Room 1204, Industrial Estate North, ', 320);
const longTitle = repeated('Deputy Head of International Purchasing and Supplier Development ', 140).trim();

/** Known on both sides by the same address. */
const SHARED: Readonly<Record<string, Family>> = {
  alike: { count: 70, make: (c, i) => both(c.person(i), {}, {}, owner(i)) },
  blanksInZoho: {
    count: 30,
    make: (c, i) => both(c.person(i), c.office(), { phone: undefined, title: undefined }, owner(i)),
  },
  blanksInOutlook: {
    count: 25,
    make: (c, i) => both(c.person(i), { mobile: undefined, department: undefined, notes: undefined }),
  },
  conflicting: {
    count: 20,
    make: (c, i) => both(c.person(i), { title: c.title(), mobile: c.phone() }, { title: c.title(), mobile: c.phone() }),
  },
  otherCase: {
    count: 8,
    make: (c, i) => {
      const person = c.person(i);
      return both(person, { emails: [email(person).replace(/\b[a-z]/g, (letter) => letter.toUpperCase())] });
    },
  },
  fullWidth: {
    count: 3,
    make: (c, i) => {
      const person = c.person(i);
      return both(person, { emails: [wide(email(person))] });
    },
  },
  plusAddress: {
    count: 4,
    make: (c, i) => {
      const person = c.person(i);
      return both({ ...person, emails: [email(person).replace('@', '+crm@')] });
    },
  },
  secondAddress: {
    count: 6,
    make: (c, i) => {
      const person = c.person(i);
      const work = email(person).replace('@', '@work.');
      return both(person, { emails: [work, email(person)] }, { emails: [work] }, { Secondary_Email: email(person) });
    },
  },
  withoutEmail: { count: 10, make: (c, i) => both({ ...c.person(i), emails: [] }) },
  cutInZoho: {
    count: 3,
    make: (c, i) => {
      const person = long(c.person(i), { title: longTitle, address: { ...c.address(), street: longStreet } });
      const cut = {
        title: longTitle.slice(0, 100),
        address: person.address && { ...person.address, street: longStreet.slice(0, 250) },
      };
      return both(person, {}, cut);
    },
  },
};

/** Known to one side, so that the other is to get them. */
const ONE_SIDED: Readonly<Record<string, Family>> = {
  plain: { count: 48, make: (c, i) => outlookOnly(c.person(i)) },
  office: { count: 10, make: (c, i) => outlookOnly({ ...c.person(i), ...c.office(), otherAddress: c.address() }) },
  newCompany: { count: 6, make: (c, i) => outlookOnly({ ...c.person(i), company: `Start-up ${i % 3} GmbH` }) },
  companyKnownTwice: { count: 2, make: (c, i) => outlookOnly({ ...c.person(i), company: TWICE_KNOWN }) },
  tooLong: {
    count: 4,
    make: (c, i) =>
      outlookOnly(
        long(c.person(i), {
          ...{ title: longTitle, address: { ...c.address(), street: longStreet } },
          notes: i % 2 ? repeated('A long story of visits, calls and offers. ', 33_000) : undefined,
        }),
      ),
  },
  nameless: {
    count: 2,
    make: (c, i) => outlookOnly({ ...c.person(i), given: null, surname: '', company: COMPANIES[i % 3] }),
  },
  withoutEmail: { count: 5, make: (c, i) => outlookOnly({ ...c.person(i), emails: [] }) },
  threeAddresses: {
    count: 3,
    make: (c, i) => {
      const person = c.person(i);
      return outlookOnly({
        ...person,
        emails: [email(person), ...['home.', 'club.'].map((at) => email(person).replace('@', `@${at}`))],
      });
    },
  },
  inZoho: { count: 70, make: (c, i) => zohoOnly(c.person(i), { Lead_Source: 'Partner', ...owner(i) }) },
  inZohoWithOffice: { count: 8, make: (c, i) => zohoOnly({ ...c.person(i), ...c.office() }) },
  inZohoWithoutEmail: { count: 4, make: (c, i) => zohoOnly({ ...c.person(i), emails: [] }) },
};

/** Nobody can say by rule who is who here; and Outlook contacts that are nobody's business. */
const SPECIAL: Readonly<Record<string, Family>> = {
  twiceInOutlook: {
    count: 2,
    make: (c, i) => {
      const person = c.person(i);
      return {
        outlook: [toOutlook(person), toOutlook({ ...person, given: `${person.given} B.` })],
        zoho: [toZoho(person)],
      };
    },
  },
  twiceInZoho: {
    count: 2,
    make: (c, i) => {
      const person = c.person(i);
      return { outlook: [toOutlook(person)], zoho: [toZoho(person), toZoho({ ...person, title: 'Director' })] };
    },
  },
  outOfScope: { count: 15, make: (c, i) => outlookOnly(c.person(i), { categories: i % 2 ? ['Family'] : [] }) },
};

/** Somebody's manager is another contact that Zoho knows. */
function withManagers(outlook: Vendor[], zoho: Vendor[]): void {
  const boss = zoho[0];
  if (!boss) return;
  const name = `${String(boss.First_Name)} ${String(boss.Last_Name)}`;
  for (const index of [4, 8, 12]) {
    Object.assign(outlook[index] ?? {}, { manager: name });
    Object.assign(zoho[index] ?? {}, { Reporting_To: { name } });
  }
}

/** A few hundred people on each side, always the same: shared, one-sided, conflicting, ambiguous, Japanese, over-long. */
export function demo(): World {
  const people = crowd(20_260_101);
  const families = Object.values({ ...SHARED, ...prefixed(ONE_SIDED), ...SPECIAL });
  const made = families.flatMap(({ count, make }) => Array.from({ length: count }, (_, index) => make(people, index)));
  const [outlook, zoho] = [made.flatMap((one) => one.outlook), made.flatMap((one) => one.zoho)];
  withManagers(outlook, zoho);
  const Accounts = [...COMPANIES, TWICE_KNOWN, TWICE_KNOWN].map((Account_Name) => ({ Account_Name }));
  const calendar = meetings(24);
  const tasks = demoTasks();
  const Leads = demoLeads(people, zoho[12]);
  const Deals = dealsWith(zoho, 12);
  return {
    zoho: { records: { Accounts, Contacts: zoho, Leads, Events: calendar.zoho, Tasks: tasks.zoho, Deals } },
    graph: {
      mailbox: { timeZone: 'Tokyo Standard Time' },
      categories: [{ displayName: 'Zoho' }, { displayName: 'Family' }],
      contacts: outlook,
      lists: [{ displayName: 'Tasks', tasks: tasks.outlook }],
      calendars: [{ name: 'Calendar', events: calendar.outlook }],
      mails: demoMails(zoho, Leads),
    },
  };
}

/** Both tables have a family of people without e-mail. */
function prefixed(families: Readonly<Record<string, Family>>): Record<string, Family> {
  return Object.fromEntries(Object.entries(families).map(([name, family]) => [`oneSided ${name}`, family]));
}
