import { chunk, maxBy, partition } from 'lodash';
import { ApiError, isUncertain } from '../../clients/errors';
import { type ZohoClient, type ZohoResult, explainResult } from '../../clients/zoho';
import type { Reason } from '../../reasons';
import { fold } from '../../sync/compare';
import { asObject, stringOrNull, type NamedRecord } from '../../sync/model';
import type { Namesake } from '../../sync/review/review';
import type { Owned } from './module';
import { MAX_IN_LIST, inList, isRefusedQuery, quoted, recordLink, type ZohoRecord } from './values';

/** What a name turned out to mean. */
export type NameMatch =
  | { readonly kind: 'one'; readonly record: NamedRecord }
  | { readonly kind: 'many'; readonly records: readonly NamedRecord[] }
  | { readonly kind: 'none' };

/** How a kind of look-up is searched and compared. */
export interface NameColumn {
  readonly module: 'Accounts' | 'Contacts' | 'Deals';
  /** The column that holds the name. */
  readonly column: string;
  /** Spellings under which Zoho might hold the name. */
  readonly spellings: (name: string) => readonly string[];
  /** The columns that tell apart those of one name. */
  readonly about?: { readonly place: string; readonly email?: string };
}

const distinct = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** ABC → ＡＢＣ, as many write it amid Japanese. */
const fullWidth = (name: string): string =>
  name.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).replace(/ /g, '\u3000');

const eastAsian = /[\u3040-\u30ff\u3400-\u9fff]/;

/** Zoho finds a name as it is written there; the width of its letters is ours to try. */
function plainSpellings(name: string): readonly string[] {
  const narrow = name.normalize('NFKC').trim();
  return distinct([name.trim(), narrow, ...(eastAsian.test(narrow) ? [fullWidth(narrow)] : [])]);
}

/** "Hanako Tanaka" is how Zoho joins a name, "Tanaka Hanako" how many write it. */
const bothOrders = (name: string): readonly string[] => {
  const words = name.normalize('NFKC').trim().split(/\s+/);
  return distinct([...plainSpellings(name), words.join(' '), [...words.slice(1), words[0]].join(' ')]);
};

export const accountNames: NameColumn = {
  ...{ module: 'Accounts', column: 'Account_Name', spellings: plainSpellings },
  about: { place: 'Billing_City' },
};
export const dealNames: NameColumn = { module: 'Deals', column: 'Deal_Name', spellings: plainSpellings };
export const contactNames: NameColumn = {
  ...{ module: 'Contacts', column: 'Full_Name', spellings: bothOrders },
  about: { place: 'Account_Name', email: 'Email' },
};

/** A module that this user may not see tells nothing, and stops nothing. */
export async function ifAllowed<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return otherwise;
    throw error;
  }
}

/** What a backslash means in a query is documented nowhere: the longest part without one is asked for, and compared here. */
function conditions(column: string, names: readonly string[]): readonly string[] {
  const [odd, plain] = partition(names, (name) => name.includes('\\'));
  const parts = odd.map((name) => maxBy(name.split('\\'), 'length') ?? '').filter(Boolean);
  return [
    ...chunk(plain, MAX_IN_LIST).map((some) => inList(column, some)),
    ...distinct(parts).map((part) => `${column} like ${quoted(`%${part}%`)}`),
  ];
}

async function namesWhere(zoho: ZohoClient, { module, column }: NameColumn, wheres: readonly string[]) {
  const found: NamedRecord[] = [];
  for (const where of wheres) {
    const select = `select ${column} from ${module} where ${where} order by id asc`;
    for await (const page of zoho.coql({ select }))
      found.push(...page.data.map((row) => ({ ref: String(row.id), name: String(row[column] ?? '') })));
  }
  return found;
}

/** What of a whole name may be the last name, whichever comes first. */
function lastNames(name: string): readonly string[] {
  const words = name.split(/\s+/);
  return words.flatMap((_, at) => [words.slice(at).join(' '), words.slice(0, at).join(' ')]).filter(Boolean);
}

/** Zoho puts Full_Name together; whether a query may ask for it is documented nowhere. */
async function searchNames(zoho: ZohoClient, register: NameColumn, names: readonly string[]) {
  try {
    return await namesWhere(zoho, register, conditions(register.column, names));
  } catch (error) {
    if (register.column !== 'Full_Name' || !isRefusedQuery(error)) throw error;
    return await namesWhere(zoho, register, conditions('Last_Name', distinct(names.flatMap(lastNames))));
  }
}

/** Zoho's comparison is looser than ours; of several that differ only in case or width, the one spelt alike is meant. */
function matchName(name: string, found: readonly NamedRecord[], { spellings }: NameColumn): NameMatch {
  const wanted = new Set(spellings(name).map(fold));
  const candidates = [...new Map(found.map((record) => [record.ref, record])).values()].filter(({ name: n }) =>
    wanted.has(fold(n)),
  );
  const exact = candidates.filter((record) => record.name === name);
  const [record, ...others] = exact.length === 1 ? exact : candidates;
  if (!record) return { kind: 'none' };
  return others.length === 0 ? { kind: 'one', record } : { kind: 'many', records: candidates };
}

/** What each of these names means, in as few queries as Zoho allows (100 spellings each). Keyed by the folded name. */
export async function matchNames(
  zoho: ZohoClient,
  register: NameColumn,
  names: readonly string[],
): Promise<ReadonlyMap<string, NameMatch>> {
  const found = await searchNames(zoho, register, distinct(names.flatMap(register.spellings)));
  return new Map(names.map((name) => [fold(name), matchName(name, found, register)]));
}

/** A plain value, or the name of the record or user that a look-up shows. */
const shownText = (value: unknown): string | null =>
  stringOrNull(typeof value === 'object' ? asObject(value).name : value);

/** Records of names that several go by with what tells them apart, by ref, 100 a request; what the user may not see is blank. Throws ApiError. */
export async function namesakesOf(
  zoho: ZohoClient,
  { module, about }: NameColumn,
  records: readonly NamedRecord[],
  web: string,
): Promise<ReadonlyMap<string, Namesake>> {
  const columns = about ? [about.place, ...(about.email ? [about.email] : []), 'Owner'] : [];
  const refs = records.map(({ ref }) => ref);
  const rows = about && refs.length > 0 ? await ifAllowed(() => zoho.byIds(module, refs, columns), []) : [];
  const byRef = new Map(rows.map((row): [string, ZohoRecord] => [String(row.id), row]));
  const shown = (ref: string, column: string | undefined) => (column ? shownText(byRef.get(ref)?.[column]) : null);
  const told = ({ ref, name }: NamedRecord): Namesake => ({
    ...{ ref, name, link: recordLink(web, module, ref), owner: shown(ref, 'Owner') },
    ...{ place: shown(ref, about?.place), email: shown(ref, about?.email) },
  });
  return new Map(records.map((one) => [one.ref, told(one)]));
}

/** How records are made besides those that are synced. */
export interface Making {
  /** Automations of the CRM that may start. */
  readonly trigger: readonly string[];
  readonly owned?: Owned;
}

/** Zoho takes 100 records a call. */
const GROUP = 100;

/** Made, found to be there already, or refused with the reason. */
export type MadeCompany = NameMatch | { readonly kind: 'refused'; readonly reason: Reason };

function madeCompany(name: string, item: ZohoResult): MadeCompany {
  if (item.ok && item.id) return { kind: 'one', record: { ref: item.id, name } };
  const { reason, duplicateOf } = explainResult(item);
  return duplicateOf ? { kind: 'one', record: { ref: duplicateOf, name } } : { kind: 'refused', reason };
}

/**
 * A lost answer: what was created can be read at once, and nothing is sent twice. One that is not there may still come: written
 * without it, its contacts would count as agreed and never get their company, so they wait for the next run.
 */
async function insertGroup(zoho: ZohoClient, names: readonly string[], { trigger, owned }: Making) {
  try {
    const records = names.map((name) => ({ Account_Name: name, ...owned }));
    const items = await zoho.records.insert(accountNames.module, records, { trigger });
    return new Map(names.map((name, at) => [fold(name), madeCompany(name, items[at] as ZohoResult)]));
  } catch (error) {
    if (!isUncertain(error)) throw error;
    const found = await matchNames(zoho, accountNames, names);
    if ([...found.values()].some(({ kind }) => kind === 'none')) throw error;
    return found;
  }
}

/** Creates Accounts that were not found, 100 a call. Keyed by the folded name. Throws ApiError. */
export async function createCompanies(
  zoho: ZohoClient,
  names: readonly string[],
  how: Making,
): Promise<ReadonlyMap<string, MadeCompany>> {
  const made = new Map<string, MadeCompany>();
  for (const part of chunk(names, GROUP)) {
    const group = await insertGroup(zoho, part, how);
    group.forEach((meaning, key) => made.set(key, meaning));
  }
  return made;
}
