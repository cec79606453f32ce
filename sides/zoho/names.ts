import { chunk } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import { fold } from '../../sync/likeness';
import { MOST_VALUES, within } from './coql';

/** A record that may be what a name means. */
export interface Named {
  readonly ref: string;
  readonly name: string;
}

/** What a name turned out to mean. */
export type Meaning =
  | { readonly kind: 'one'; readonly record: Named }
  | { readonly kind: 'many'; readonly records: readonly Named[] }
  | { readonly kind: 'none' };

/** How a kind of look-up is searched and compared. */
export interface Register {
  readonly module: 'Accounts' | 'Contacts' | 'Deals';
  /** The column that holds the name. */
  readonly column: string;
  /** Spellings under which Zoho might hold the name. */
  readonly spellings: (name: string) => readonly string[];
}

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];

/** ABC → ＡＢＣ, as many write it amid Japanese. */
const wide = (name: string): string =>
  name.replace(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)).replace(/ /g, '\u3000');

const eastAsian = /[\u3040-\u30ff\u3400-\u9fff]/;

/** Zoho finds a name as it is written there; the width of its letters is ours to try. */
function plainSpellings(name: string): readonly string[] {
  const narrow = name.normalize('NFKC').trim();
  return unique([name.trim(), narrow, ...(eastAsian.test(narrow) ? [wide(narrow)] : [])]);
}

/** "Hanako Tanaka" is how Zoho joins a name, "Tanaka Hanako" how many write it. */
const bothOrders = (name: string): readonly string[] => {
  const words = name.normalize('NFKC').trim().split(/\s+/);
  return unique([...plainSpellings(name), words.join(' '), [...words.slice(1), words[0]].join(' ')]);
};

export const accounts: Register = { module: 'Accounts', column: 'Account_Name', spellings: plainSpellings };
export const deals: Register = { module: 'Deals', column: 'Deal_Name', spellings: plainSpellings };
export const people: Register = { module: 'Contacts', column: 'Full_Name', spellings: bothOrders };

async function search(
  zoho: ZohoClient,
  { module, column }: Register,
  names: readonly string[],
): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const part of chunk(names, MOST_VALUES)) {
    const select = `select ${column} from ${module} where ${within(column, part)} order by id asc`;
    for await (const page of zoho.coql({ select }))
      found.push(...page.data.map((row) => ({ ref: String(row.id), name: String(row[column] ?? '') })));
  }
  return found;
}

/** Zoho's comparison is looser than ours; of several that differ only in case or width, the one spelt alike is meant. */
function meaningOf(name: string, found: readonly Named[], { spellings }: Register): Meaning {
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
export async function meaningsOf(
  zoho: ZohoClient,
  register: Register,
  names: readonly string[],
): Promise<ReadonlyMap<string, Meaning>> {
  const found = await search(zoho, register, unique(names.flatMap(register.spellings)));
  return new Map(names.map((name) => [fold(name), meaningOf(name, found, register)]));
}
