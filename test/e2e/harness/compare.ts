import type { Raw } from './contactRows';
import { agrees, fold, outlookEmails, rows, zohoEmails } from './contactRows';

export interface Excuse {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly reason: string;
}

export interface Problem {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly label: string;
  readonly what: string;
}

export interface World {
  /** Graph contacts, raw, of the default folder with the category Zoho */
  readonly outlook: readonly Raw[];
  /** CRM contacts, raw */
  readonly zoho: readonly Raw[];
  /** names of all CRM accounts, to know which company names can be looked up */
  readonly accounts: readonly string[];
}

export interface Comparison {
  readonly inStep: number;
  /** records that the run's own reviews name as ambiguous, conflicting or parked */
  readonly excused: readonly (Excuse & { readonly label: string })[];
  readonly problems: readonly Problem[];
}

interface Person {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly raw: Raw;
  readonly emails: readonly string[];
  readonly name: string;
  readonly label: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function person(side: Person['side'], raw: Raw, emails: readonly string[], last: unknown, first: unknown): Person {
  const label = `${text(last)} ${text(first)}`.trim();
  return {
    side,
    ref: text(raw.id),
    raw,
    emails: emails.map(fold),
    name: `${fold(text(last))}|${fold(text(first))}`,
    label,
  };
}

/** Zoho cannot hold a contact without a last name: it then bears the first name, else the company, else the e-mail. */
function outlookPerson(raw: Raw): Person {
  const emails = outlookEmails(raw);
  if (text(raw.surname).trim()) return person('outlook', raw, emails, raw.surname, raw.givenName);
  const [last] = [raw.givenName, raw.companyName, emails[0]].filter((value) => text(value).trim());
  return person('outlook', { ...raw, surname: text(last), givenName: '' }, emails, last, '');
}

const zohoPerson = (raw: Raw): Person => person('zoho', raw, zohoEmails(raw), raw.Last_Name, raw.First_Name);

/** Those of the other side that share an address; without any, those of the same name. */
function counterparts(one: Person, others: readonly Person[]): Person[] {
  const byEmail = others.filter((other) => other.emails.some((email) => one.emails.includes(email)));
  if (byEmail.length > 0) return byEmail;
  return others.filter(({ name, emails }) => name === one.name && (emails.length === 0 || one.emails.length === 0));
}

/** A company or manager that the CRM knows not at all, or more than once, cannot be looked up; a person has to say who is meant. */
function isUnknowable(name: string, wanted: string, world: World): boolean {
  const known =
    name === 'company' ? world.accounts : world.zoho.map((raw) => `${text(raw.First_Name)} ${text(raw.Last_Name)}`);
  return wanted !== '' && known.filter((candidate) => fold(candidate) === fold(wanted)).length !== 1;
}

function differences(outlook: Person, zoho: Person, world: World): string[] {
  const differing = rows.filter((row) => !agrees(row, outlook.raw, zoho.raw));
  const real = differing.filter(
    (row) => row.as !== 'lookup' || !isUnknowable(row.name, row.outlook(outlook.raw), world),
  );
  return real.map(
    (row) => `${row.name} differs: "${row.outlook(outlook.raw)}" in Outlook, "${row.zoho(zoho.raw)}" in Zoho`,
  );
}

function judge(one: Person, others: readonly Person[], world: World): string[] {
  const found = counterparts(one, others);
  const [other] = found;
  const place = one.side === 'outlook' ? 'in Zoho CRM' : 'in Outlook';
  if (!other) return [`is missing ${place}`];
  if (found.length > 1) return [`is there ${found.length} times ${place}`];
  return one.side === 'outlook' ? differences(one, other, world) : differences(other, one, world);
}

/**
 * Says whether both sides hold the same people with the same data, from the vendors' raw records alone.
 * Every record must have exactly one counterpart that agrees in all 26 rows, unless the run itself reported it.
 */
export function compareContacts(world: World, excuses: readonly Excuse[]): Comparison {
  const [outlook, zoho] = [world.outlook.map(outlookPerson), world.zoho.map(zohoPerson)];
  const reasons = new Map(excuses.map((excuse) => [`${excuse.side} ${excuse.ref}`, excuse]));
  const everyone = [...outlook, ...zoho];
  const excuseOf = ({ side, ref }: Person): Excuse | undefined => reasons.get(`${side} ${ref}`);
  const problems = everyone
    .filter((one) => !excuseOf(one))
    .flatMap((one) => {
      const others = one.side === 'outlook' ? zoho : outlook;
      return judge(one, others, world).map((what) => ({ side: one.side, ref: one.ref, label: one.label, what }));
    });
  const excused = everyone.flatMap((one) => {
    const excuse = excuseOf(one);
    return excuse ? [{ ...excuse, label: one.label }] : [];
  });
  const wrong = new Set(problems.filter(({ side }) => side === 'outlook').map(({ ref }) => ref));
  const inStep = outlook.filter((one) => !wrong.has(one.ref) && !excuseOf(one)).length;
  return { inStep, excused, problems };
}
