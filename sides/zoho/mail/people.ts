import { chunk } from 'lodash';
import { ApiError } from '../../../clients/errors';
import type { ZohoClient } from '../../../clients/zoho';
import { foldAddress, spellings, withoutTag } from '../../../sync/addresses';
import type { Hit, PeopleModule } from '../../../sync/targets';
import { MOST_VALUES, within } from '../coql';

type Row = Readonly<Record<string, unknown>>;
const columns = ['Email', 'Secondary_Email'] as const;
type Column = (typeof columns)[number];
/** Rows of one page; up to 200 cost one credit (v8 docs: "COQL limitations"). */
const PAGE = 200;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What an org may have hidden: the second address, and whether a lead has become a contact. */
const more: Readonly<Record<PeopleModule, string>> = { Contacts: '', Leads: ', Converted__s' };

function queryOf(module: PeopleModule, asked: readonly Column[], values: readonly string[]): string {
  const anyOf = asked.map((column) => within(column, values)).join(' or ');
  const where = asked.length > 1 ? `(${anyOf})` : anyOf;
  const names = `Full_Name, Last_Name, First_Name, ${asked.join(', ')}${asked.length > 1 ? more[module] : ''}`;
  return `select ${names} from ${module} where ${where} order by id asc`;
}

async function rowsOf(zoho: ZohoClient, select: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of zoho.coql({ select, limit: PAGE })) rows.push(...(page.data as readonly Row[]));
  return rows;
}

const isUnknownColumn = (error: unknown): boolean => error instanceof ApiError && error.code === 'INVALID_QUERY';

/** Where something is hidden the first address has to do. A converted lead is none any more: its contact is meant. */
async function search(zoho: ZohoClient, module: PeopleModule, values: readonly string[]): Promise<readonly Row[]> {
  const found: Row[] = [];
  let asked: readonly Column[] = columns;
  for (const part of chunk(values, MOST_VALUES)) {
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

const nameOf = (row: Row): string =>
  text(row.Full_Name).trim() || [row.First_Name, row.Last_Name].map(text).filter(Boolean).join(' ') || text(row.Email);

const addressesOf = (row: Row): readonly string[] => columns.flatMap((column) => foldAddress(text(row[column])) ?? []);

/** Who has which address, compared in the one form in which addresses are compared. */
function hitsBy(module: PeopleModule, rows: readonly Row[]): (address: string) => readonly Hit[] {
  const holders = new Map<string, Row[]>();
  for (const row of new Map(rows.map((one) => [String(one.id), one])).values())
    for (const address of new Set(addressesOf(row))) holders.set(address, [...(holders.get(address) ?? []), row]);
  const hits = (address: string, exact: boolean): readonly Hit[] =>
    (holders.get(address) ?? []).map((row) => ({ module, id: String(row.id), name: nameOf(row), exact }));
  return (address) => {
    const exact = hits(address, true);
    const plain = withoutTag(address);
    return exact.length > 0 || plain === address ? exact : hits(plain, false);
  };
}

/** An address to look for; `written` as the mail has it. */
export interface Wanted {
  readonly address: string;
  readonly written: string;
}

/**
 * The records of a module that have these addresses, a hundred addresses a call. Queries see a record at once, the search only
 * after a while. Throws ApiError.
 */
export async function findPeople(
  zoho: ZohoClient,
  module: PeopleModule,
  wanted: readonly Wanted[],
): Promise<(address: string) => readonly Hit[]> {
  const values = [...new Set(wanted.flatMap(({ address, written }) => [...spellings(address), ...spellings(written)]))];
  return hitsBy(module, values.length > 0 ? await search(zoho, module, values) : []);
}
