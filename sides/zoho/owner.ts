import { ApiError } from '../../clients/errors';
import { zohoPath, type ZohoClient } from '../../clients/zoho';
import { reason, type Reason } from '../../reasons';
import { foldAddress } from '../../sync/compare';
import { asArray, asObject, asString } from '../../sync/model';
import { pageOf } from '../choices';
import type { Choices } from '../types';
import type { ZohoRecord } from './values';

/** A user of the org. */
export interface CrmUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** A second address of theirs; '' where it is none. */
  readonly alias: string;
  /** IANA name. */
  readonly timeZone: string | null;
  readonly isActive: boolean;
}

const userOf = (row: ZohoRecord): CrmUser => {
  const parts = [row.first_name, row.last_name].map(asString).filter(Boolean);
  return {
    ...{ id: asString(row.id), name: asString(row.full_name) || parts.join(' '), email: asString(row.email).trim() },
    alias: foldAddress(asString(row.alias)) ?? '',
    timeZone: asString(row.time_zone) || null,
    isActive: asString(row.status) === 'active',
  };
};

const PAGE = 200;

/** Users of the org, page by page (v8 docs: "Get users"). Throws ApiError. */
async function* usersOf(zoho: ZohoClient, type: 'ActiveUsers' | 'AllUsers'): AsyncGenerator<readonly CrmUser[]> {
  for (let page = 1, more = true; more; page += 1) {
    const reply = await zoho.get('/users', { query: { type, page, per_page: PAGE } });
    const rows = asArray<ZohoRecord>(reply?.users);
    more = asObject(reply?.info).more_records === true && rows.length > 0;
    yield rows.map(userOf);
  }
}

/** All who may sign in. Throws ApiError. */
export async function activeUsers(zoho: ZohoClient): Promise<readonly CrmUser[]> {
  const all: CrmUser[] = [];
  for await (const some of usersOf(zoho, 'ActiveUsers')) all.push(...some.filter(({ isActive }) => isActive));
  return all;
}

/** The same, to choose from. */
export async function chooseOwner(zoho: ZohoClient, search?: string, token?: string): Promise<Choices> {
  const all = (await activeUsers(zoho)).map(({ id, name, email }) => ({ name, value: id, description: email }));
  return pageOf(
    all.toSorted((a, b) => a.name.localeCompare(b.name)),
    search,
    token,
  );
}

const refuse = (why: Reason): ApiError =>
  new ApiError({ ...{ side: 'zoho', status: null, code: why.code, radius: 'side' }, reason: why });

/** Throws ApiError for one who left: nothing may be done in their name. */
function requireActive(user: CrmUser): CrmUser {
  if (user.isActive) return user;
  throw refuse(reason('ownerInactive', { name: user.name || user.email || user.id }));
}

async function userById(zoho: ZohoClient, id: string): Promise<CrmUser | null> {
  const reply = await zoho.get(zohoPath`/users/${id}`).catch((error: unknown) => {
    if (error instanceof ApiError && ['INVALID_DATA', 'NOT_FOUND', 'RESOURCE_NOT_FOUND'].includes(error.code))
      return null;
    throw error;
  });
  const [row] = asArray<ZohoRecord>(reply?.users);
  return row ? userOf(row) : null;
}

/** An address may have been given to somebody else since: who is active goes before who left. */
async function userByAddress(zoho: ZohoClient, address: string): Promise<CrmUser | null> {
  const wanted = foldAddress(address);
  let left: CrmUser | null = null;
  for await (const some of usersOf(zoho, 'AllUsers')) {
    const found = some.filter(({ email }) => wanted !== null && foldAddress(email) === wanted);
    const active = found.find(({ isActive }) => isActive);
    if (active) return active;
    left ??= found[0] ?? null;
  }
  return left;
}

async function currentUser(zoho: ZohoClient): Promise<CrmUser | null> {
  const [row] = asArray<ZohoRecord>((await zoho.get('/users', { query: { type: 'CurrentUser' } }))?.users);
  return row?.id ? userOf(row) : null;
}

/** Whose records are meant, and who asks for them; whether that was said. */
export interface Ownership {
  readonly isChosen: boolean;
  readonly owner: CrmUser;
  readonly signedIn: CrmUser;
}

/**
 * The owner that was chosen, by id or e-mail address; '' for whoever signed in. null: Zoho does not say who that is. Throws ApiError
 * for one whom the org does not have, or who left it.
 */
export async function readOwnership(zoho: ZohoClient, chosen: string): Promise<Ownership | null> {
  const signedIn = await currentUser(zoho);
  if (!signedIn) return null;
  const isChosen = chosen !== '';
  if (!isChosen || chosen === signedIn.id) return { owner: signedIn, signedIn, isChosen };
  const owner = await (/^\d+$/.test(chosen) ? userById : userByAddress)(zoho, chosen);
  if (!owner) throw refuse(reason('noSuchOwner', { name: chosen }));
  return { owner: requireActive(owner), signedIn, isChosen };
}

/** What is kept of it: whose records they are, and what that means for what is written. */
export const ownershipFacts = ({ owner, signedIn, isChosen }: Ownership) => ({
  ...{ userId: owner.id, userName: owner.name, timeZone: owner.timeZone },
  ...(isChosen && { owned: { Owner: { id: owner.id } } }),
  ...(signedIn.timeZone && signedIn.timeZone !== owner.timeZone && { writerZone: signedIn.timeZone }),
});

/** Right before something is written in somebody's name. Throws ApiError for one who left. */
export async function requireActiveOwner(zoho: ZohoClient, id: string): Promise<void> {
  const user = await userById(zoho, id);
  if (!user) throw refuse(reason('noSuchOwner', { name: id }));
  requireActive(user);
}
