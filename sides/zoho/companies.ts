import { chunk } from 'lodash';
import { ApiError } from '../../clients/errors';
import type { ZohoClient, ZohoItem } from '../../clients/zoho';
import { explainItem } from '../../clients/zoho';
import { fold } from '../../sync/likeness';
import type { Meaning } from './names';
import { accounts, meaningsOf } from './names';

/** Zoho takes 100 records a call. */
const GROUP = 100;

/** Made, found to be there already, or refused with the reason. */
export type Made = Meaning | { readonly kind: 'refused'; readonly message: string };

function madeOf(name: string, item: ZohoItem): Made {
  if (item.ok && item.id) return { kind: 'one', record: { ref: item.id, name } };
  const { message, duplicateOf } = explainItem(item);
  return duplicateOf ? { kind: 'one', record: { ref: duplicateOf, name } } : { kind: 'refused', message };
}

const isLost = (error: unknown): boolean => error instanceof ApiError && error.uncertain;

/**
 * A lost answer: what was created can be read at once, and nothing is sent twice. One that is not there may still come: written
 * without it, its contacts would count as agreed and never get their company, so they wait for the next run.
 */
async function insertGroup(
  zoho: ZohoClient,
  names: readonly string[],
  trigger: readonly string[],
): Promise<ReadonlyMap<string, Made>> {
  try {
    const records = names.map((name) => ({ Account_Name: name }));
    const items = await zoho.records.insert(accounts.module, records, { trigger });
    return new Map(names.map((name, at) => [fold(name), madeOf(name, items[at] as ZohoItem)]));
  } catch (error) {
    if (!isLost(error)) throw error;
    const found = await meaningsOf(zoho, accounts, names);
    if ([...found.values()].some(({ kind }) => kind === 'none')) throw error;
    return found;
  }
}

/** Creates Accounts that were not found, 100 a call. Keyed by the folded name. Throws ApiError. */
export async function createCompanies(
  zoho: ZohoClient,
  names: readonly string[],
  trigger: readonly string[],
): Promise<ReadonlyMap<string, Made>> {
  const made = new Map<string, Made>();
  for (const part of chunk(names, GROUP)) {
    const group = await insertGroup(zoho, part, trigger);
    group.forEach((meaning, key) => made.set(key, meaning));
  }
  return made;
}
