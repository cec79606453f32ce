import { chunk, partition } from 'lodash';
import type { ZohoClient, ZohoItem } from '../../../clients/zoho';
import { explainItem } from '../../../clients/zoho';
import { sendable } from '../../../sync/addresses';
import type { PersonName } from '../../../sync/personName';
import { fold } from '../../../sync/likeness';
import type { PeopleModule } from '../../../sync/targets';
import { createCompanies } from '../companies';
import { accounts, meaningsOf } from '../names';
import { findPeople, type Wanted } from './people';

/** Somebody to be created, as nobody in the CRM has the address. */
export interface NewPerson extends Wanted, PersonName {}

/** Made now, there already (somebody was faster, or a reply was lost), or not possible, with the reason. */
export type MadePerson =
  | { readonly is: 'made' | 'there'; readonly ref: string; readonly name: string }
  | { readonly is: 'refused'; readonly message: string; readonly nextStep: string };

export interface Creating {
  readonly module: PeopleModule;
  /** Automations of the CRM that may start. */
  readonly trigger: readonly string[];
}

/** Zoho takes 100 records a call. */
const GROUP = 100;
type Made = ReadonlyMap<string, MadePerson>;

const fullName = ({ firstName, lastName }: NewPerson): string => [firstName, lastName].filter(Boolean).join(' ');

/** Just before they are created: nobody is made twice because a reply was lost or a colleague was faster. */
async function thereAlready(zoho: ZohoClient, people: readonly NewPerson[], module: PeopleModule): Promise<Made> {
  const hits = await findPeople(zoho, module, people);
  return new Map(
    people.flatMap(({ address }): [string, MadePerson][] => {
      const [first, ...others] = hits(address);
      if (!first) return [];
      if (others.length === 0) return [[address, { is: 'there', ref: first.id, name: first.name }]];
      const message = `Meanwhile ${others.length + 1} records in ${module} have the address ${address}.`;
      return [[address, { is: 'refused', message, nextStep: 'Merge them in Zoho CRM; it is tried again by itself.' }]];
    }),
  );
}

function madeOf(person: NewPerson, item: ZohoItem): MadePerson {
  if (item.ok && item.id) return { is: 'made', ref: item.id, name: fullName(person) };
  const { message, nextStep, duplicateOf } = explainItem(item);
  return duplicateOf
    ? { is: 'there', ref: duplicateOf, name: fullName(person) }
    : { is: 'refused', message: `${person.address} could not be created. ${message}`, nextStep };
}

type BodyOf = (person: NewPerson) => Readonly<Record<string, unknown>>;

const basic: BodyOf = ({ written, lastName, firstName }) => ({
  Last_Name: lastName,
  ...(firstName && { First_Name: firstName }),
  Email: sendable(written),
});

const isCompanyMissing = (item: ZohoItem): boolean =>
  item.code === 'MANDATORY_NOT_FOUND' && item.details.api_name === 'Company';

type Insert = (people: readonly NewPerson[], bodyOf: BodyOf) => Promise<readonly ZohoItem[]>;

/** Many orgs demand a company of a lead; who has none is put down under the own name. */
async function insertLeads(people: readonly NewPerson[], insert: Insert): Promise<Made> {
  const withCompany: BodyOf = (person) => ({
    ...basic(person),
    ...(person.companyName && { Company: person.companyName }),
  });
  const pairs = (some: readonly NewPerson[], items: readonly ZohoItem[]) =>
    some.map((person, at) => ({ person, item: items[at] as ZohoItem }));
  const first = pairs(people, await insert(people, withCompany));
  const [lacking, rest] = partition(first, ({ item }) => isCompanyMissing(item));
  const again = lacking.map(({ person }) => person);
  const second =
    again.length > 0 ? await insert(again, (person) => ({ ...basic(person), Company: fullName(person) })) : [];
  return new Map([...rest, ...pairs(again, second)].map(({ person, item }) => [person.address, madeOf(person, item)]));
}

/** Accounts by their name, created where there are none; one that cannot be told is left blank. */
async function accountIds(
  zoho: ZohoClient,
  people: readonly NewPerson[],
  trigger: readonly string[],
): Promise<(name: string | null) => string | null> {
  const names = [
    ...new Map(people.flatMap((one) => (one.companyName ? [[fold(one.companyName), one.companyName]] : []))).values(),
  ];
  const found = new Map<string, { readonly kind: string }>(
    names.length > 0 ? await meaningsOf(zoho, accounts, names) : [],
  );
  const missing = names.filter((name) => found.get(fold(name))?.kind === 'none');
  if (missing.length > 0) (await createCompanies(zoho, missing, trigger)).forEach((one, key) => found.set(key, one));
  return (name) => {
    const meaning = name === null ? undefined : (found.get(fold(name)) as { kind: string; record?: { ref: string } });
    return meaning?.kind === 'one' ? (meaning.record?.ref ?? null) : null;
  };
}

async function insertContacts(
  zoho: ZohoClient,
  people: readonly NewPerson[],
  insert: Insert,
  trigger: readonly string[],
): Promise<Made> {
  const accountOf = await accountIds(zoho, people, trigger);
  const items = await insert(people, (person) => {
    const id = accountOf(person.companyName);
    return { ...basic(person), ...(id && { Account_Name: { id } }) };
  });
  return new Map(people.map((person, at) => [person.address, madeOf(person, items[at] as ZohoItem)]));
}

/**
 * Creates leads or contacts, 100 a call, by their address; whoever is there already is taken instead. Where no answer came it
 * throws ApiError (`uncertain`): the next run looks again, so nobody is made twice.
 */
export async function createPeople(zoho: ZohoClient, people: readonly NewPerson[], o: Creating): Promise<Made> {
  const { module, trigger } = o;
  const all = new Map<string, MadePerson>(people.length > 0 ? await thereAlready(zoho, people, module) : []);
  const insert: Insert = (some, bodyOf) => zoho.records.insert(module, some.map(bodyOf), { trigger });
  const missing = people.filter(({ address }) => !all.has(address));
  for (const group of chunk(missing, GROUP)) {
    const made =
      module === 'Leads' ? await insertLeads(group, insert) : await insertContacts(zoho, group, insert, trigger);
    made.forEach((one, address) => all.set(address, one));
  }
  return all;
}
