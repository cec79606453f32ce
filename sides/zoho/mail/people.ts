import { chunk, partition } from 'lodash';
import { ApiError } from '../../../clients/errors';
import { type ZohoClient, type ZohoResult, explainResult } from '../../../clients/zoho';
import { reason, type Reason } from '../../../reasons';
import { fold, foldAddress, sendableAddress } from '../../../sync/compare';
import { addressSpellings, withoutTag } from '../../../sync/mail/addresses';
import type { PersonName } from '../../../sync/mail/personName';
import type { AddressHit, PeopleModule } from '../../../sync/mail/targets';
import { createCompanies, accountNames, matchNames, type Making } from '../names';
import { MAX_IN_LIST, inList } from '../values';
import { asString } from '../../../sync/model';

type Row = Readonly<Record<string, unknown>>;
const addressColumns = ['Email', 'Secondary_Email'] as const;
type Column = (typeof addressColumns)[number];
/** Rows of one page; up to 200 cost one credit (v8 docs: "COQL limitations"). */
const PAGE = 200;

/** What an org may have hidden: the second address, and whether a lead has become a contact. */
const moreColumns: Readonly<Record<PeopleModule, string>> = { Contacts: '', Leads: ', Converted__s' };

function queryOf(module: PeopleModule, asked: readonly Column[], values: readonly string[]): string {
  const anyOf = asked.map((column) => inList(column, values)).join(' or ');
  const where = asked.length > 1 ? `(${anyOf})` : anyOf;
  const names = `Full_Name, Last_Name, First_Name, ${asked.join(', ')}${asked.length > 1 ? moreColumns[module] : ''}`;
  return `select ${names} from ${module} where ${where} order by id asc`;
}

async function rowsOf(zoho: ZohoClient, select: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of zoho.coql({ select, limit: PAGE })) rows.push(...(page.data as readonly Row[]));
  return rows;
}

const isUnknownColumn = (error: unknown): boolean => error instanceof ApiError && error.code === 'INVALID_QUERY';

/** Where something is hidden the first address has to do. A converted lead is none any more: its contact is meant. */
async function searchPeople(zoho: ZohoClient, module: PeopleModule, values: readonly string[]) {
  const found: Row[] = [];
  let asked: readonly Column[] = addressColumns;
  for (const part of chunk(values, MAX_IN_LIST)) {
    try {
      found.push(...(await rowsOf(zoho, queryOf(module, asked, part))));
    } catch (error) {
      if (!isUnknownColumn(error) || asked.length === 1) throw error;
      asked = ['Email'];
      found.push(...(await rowsOf(zoho, queryOf(module, asked, part))));
    }
  }
  return found.filter(({ Converted__s: converted }) => converted !== true);
}

const personName = (row: Row): string =>
  asString(row.Full_Name).trim() ||
  [row.First_Name, row.Last_Name].map(asString).filter(Boolean).join(' ') ||
  asString(row.Email);

const addressesOf = (row: Row) => addressColumns.flatMap((column) => foldAddress(asString(row[column])) ?? []);

/** Who has which address, compared in the one form in which addresses are compared. */
function hitsBy(module: PeopleModule, rows: readonly Row[]): (address: string) => readonly AddressHit[] {
  const holders = new Map<string, Row[]>();
  for (const row of new Map(rows.map((one) => [String(one.id), one])).values())
    for (const address of new Set(addressesOf(row))) holders.set(address, [...(holders.get(address) ?? []), row]);
  const hits = (address: string, exact: boolean): readonly AddressHit[] =>
    (holders.get(address) ?? []).map((row) => ({ module, id: String(row.id), name: personName(row), exact }));
  return (address) => {
    const exact = hits(address, true);
    const plain = withoutTag(address);
    return exact.length > 0 || plain === address ? exact : hits(plain, false);
  };
}

/** An address to look for; `written` as the mail has it. */
export interface WantedAddress {
  readonly address: string;
  readonly written: string;
}

/** The records with these addresses, a hundred a call. Unlike the search, queries see one at once. Throws ApiError. */
export async function findPeople(
  zoho: ZohoClient,
  module: PeopleModule,
  wanted: readonly WantedAddress[],
): Promise<(address: string) => readonly AddressHit[]> {
  const values = [
    ...new Set(wanted.flatMap(({ address, written }) => [...addressSpellings(address), ...addressSpellings(written)])),
  ];
  return hitsBy(module, values.length > 0 ? await searchPeople(zoho, module, values) : []);
}

/** Somebody to be created, as nobody in the CRM has the address. */
export interface NewPerson extends WantedAddress, PersonName {}

/** Made now, there already (somebody was faster, or a reply was lost), or not possible, with the reason. */
export type MadePerson =
  | { readonly is: 'made' | 'there'; readonly ref: string; readonly name: string }
  | { readonly is: 'refused'; readonly reason: Reason };

export interface Creating extends Making {
  readonly module: PeopleModule;
}

/** Zoho takes 100 records a call. */
const GROUP = 100;
type MadePeople = ReadonlyMap<string, MadePerson>;

const fullName = ({ firstName, lastName }: NewPerson): string => [firstName, lastName].filter(Boolean).join(' ');

/** Just before they are created: nobody is made twice because a reply was lost or a colleague was faster. */
async function thereAlready(zoho: ZohoClient, people: readonly NewPerson[], module: PeopleModule): Promise<MadePeople> {
  const hits = await findPeople(zoho, module, people);
  return new Map(
    people.flatMap(({ address }): [string, MadePerson][] => {
      const [first, ...others] = hits(address);
      if (!first) return [];
      if (others.length === 0) return [[address, { is: 'there', ref: first.id, name: first.name }]];
      const why = reason('severalHaveAddress', { count: others.length + 1, module, address });
      return [[address, { is: 'refused', reason: why }]];
    }),
  );
}

function madePerson(person: NewPerson, item: ZohoResult): MadePerson {
  if (item.ok && item.id) return { is: 'made', ref: item.id, name: fullName(person) };
  const { reason: why, duplicateOf } = explainResult(item);
  if (duplicateOf) return { is: 'there', ref: duplicateOf, name: fullName(person) };
  return { is: 'refused', reason: reason('personNotCreated', { address: person.address, why }) };
}

type BodyOf = (person: NewPerson) => Readonly<Record<string, unknown>>;

const basicBody: BodyOf = ({ written, lastName, firstName }) => ({
  Last_Name: lastName,
  ...(firstName && { First_Name: firstName }),
  Email: sendableAddress(written),
});

const isCompanyMissing = (item: ZohoResult): boolean =>
  item.code === 'MANDATORY_NOT_FOUND' && item.details.api_name === 'Company';

type Insert = (people: readonly NewPerson[], bodyOf: BodyOf) => Promise<readonly ZohoResult[]>;

/** Many orgs demand a company of a lead; who has none is put down under the own name. */
async function insertLeads(people: readonly NewPerson[], insert: Insert): Promise<MadePeople> {
  const withCompany: BodyOf = (person) => ({
    ...basicBody(person),
    ...(person.companyName && { Company: person.companyName }),
  });
  const pairs = (some: readonly NewPerson[], items: readonly ZohoResult[]) =>
    some.map((person, at) => ({ person, item: items[at] as ZohoResult }));
  const first = pairs(people, await insert(people, withCompany));
  const [lacking, rest] = partition(first, ({ item }) => isCompanyMissing(item));
  const again = lacking.map(({ person }) => person);
  const second =
    again.length > 0 ? await insert(again, (person) => ({ ...basicBody(person), Company: fullName(person) })) : [];
  return new Map(
    [...rest, ...pairs(again, second)].map(({ person, item }) => [person.address, madePerson(person, item)]),
  );
}

/** Accounts by their name, created where there are none; one that cannot be told is left blank. */
async function accountIds(
  zoho: ZohoClient,
  people: readonly NewPerson[],
  how: Making,
): Promise<(name: string | null) => string | null> {
  const names = [
    ...new Map(people.flatMap((one) => (one.companyName ? [[fold(one.companyName), one.companyName]] : []))).values(),
  ];
  const found = new Map<string, { readonly kind: string }>(
    names.length > 0 ? await matchNames(zoho, accountNames, names) : [],
  );
  const missing = names.filter((name) => found.get(fold(name))?.kind === 'none');
  if (missing.length > 0) (await createCompanies(zoho, missing, how)).forEach((one, key) => found.set(key, one));
  return (name) => {
    const meaning = name === null ? undefined : (found.get(fold(name)) as { kind: string; record?: { ref: string } });
    return meaning?.kind === 'one' ? (meaning.record?.ref ?? null) : null;
  };
}

async function insertContacts(
  zoho: ZohoClient,
  people: readonly NewPerson[],
  insert: Insert,
  how: Making,
): Promise<MadePeople> {
  const accountOf = await accountIds(zoho, people, how);
  const items = await insert(people, (person) => {
    const id = accountOf(person.companyName);
    return { ...basicBody(person), ...(id && { Account_Name: { id } }) };
  });
  return new Map(people.map((person, at) => [person.address, madePerson(person, items[at] as ZohoResult)]));
}

/**
 * Creates leads or contacts, 100 a call, by their address; whoever is there already is taken instead. Where no answer came it
 * throws ApiError (`uncertain`): the next run looks again, so nobody is made twice.
 */
export async function createPeople(zoho: ZohoClient, people: readonly NewPerson[], o: Creating): Promise<MadePeople> {
  const { module, trigger, owned } = o;
  const all = new Map<string, MadePerson>(people.length > 0 ? await thereAlready(zoho, people, module) : []);
  const insert: Insert = (some, bodyOf) =>
    zoho.records.insert(
      module,
      some.map((person) => ({ ...bodyOf(person), ...owned })),
      { trigger },
    );
  const missing = people.filter(({ address }) => !all.has(address));
  for (const group of chunk(missing, GROUP)) {
    const made = module === 'Leads' ? await insertLeads(group, insert) : await insertContacts(zoho, group, insert, o);
    made.forEach((one, address) => all.set(address, one));
  }
  return all;
}
