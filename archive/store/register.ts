import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { bigint, equal, text, type Db, type RowOf } from './tables';

/**
 * What all archives of one n8n have to know of each other, although nobody may read another's: which sync works on which place
 * until when. Only hashes and times are in it.
 */
export const registerTables = {
  claim: {
    columns: { place: text(), sync: text(), holder: text(), started_at: bigint, until: bigint },
    primary: ['place', 'sync'],
    indexes: ['holder'],
  },
  /** API credits that an org (a hash) had left when it last told. */
  credit: { columns: { org: text(), credits: bigint, told_at: bigint }, primary: ['org'] },
} as const;

export type RegisterTables = {
  claim: RowOf<(typeof registerTables)['claim']['columns']>;
  credit: RowOf<(typeof registerTables)['credit']['columns']>;
};
export type Claim = RegisterTables['claim'];

/** A cycle, as far as the register has to know it. */
interface Working {
  readonly id: string;
  readonly sync: string;
}

/** An archive, as far as the register has to know it. */
interface Registered {
  readonly name: string;
  readonly register: Kysely<RegisterTables>;
  readonly ahead: number;
}

/** One name for these texts that tells nobody what they are. */
export const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** By what the register knows a sync of this archive. */
export const syncHash = ({ name }: Registered, sync: string): string => hashOf(name, sync);

/** A claim holds so long after it was last renewed, in ms: as long as a lease. */
const claimMs = 120_000;
/** A sync that has not run for so long, in ms, is gone. */
const forgottenMs = 90 * 24 * 3_600_000;

/** Is somebody at work? One that ends much later than a whole claim from now was made while the clock was wrong. */
export const isLive = ({ until }: Claim, now: number): boolean => until > now && until <= now + 2 * claimMs;

/** When the claims of a cycle were last renewed by this process. */
const renewed = new Map<string, number>();
const renewEvery = claimMs / 4;
const mostRemembered = 1_000;

function remember(id: string, now: number): void {
  if (renewed.size >= mostRemembered) renewed.clear();
  renewed.set(id, now);
}

/** Where a cycle is at work (a hash), and since when, in ms. */
interface At {
  readonly place: string;
  readonly startedAt: number;
}

/** Says that this cycle is at work there. */
export async function claimPlace(a: Registered, { id, sync }: Working, { place, startedAt }: At, now: number) {
  const { register } = a;
  const own = { holder: hashOf(id), started_at: startedAt, until: now + a.ahead + claimMs };
  remember(id, now);
  await register
    .insertInto('claim')
    .values({ place, sync: syncHash(a, sync), ...own })
    .onConflict((conflict) => conflict.columns(['place', 'sync']).doUpdateSet(own))
    .execute();
  await register
    .deleteFrom('claim')
    .where('started_at', '<', now - forgottenMs)
    .execute();
}

/** What others say of the same place. Looks only once this cycle has said that it is there: of two at once, one at least sees the other. */
export async function claimsBeside(a: Registered, cycle: Working, at: At, now: number): Promise<readonly Claim[]> {
  const look = () => a.register.selectFrom('claim').selectAll().where('place', '=', at.place).execute();
  const isOwn = ({ sync }: Claim): boolean => sync === syncHash(a, cycle.sync);
  const all = await look();
  if (all.find(isOwn)?.holder === hashOf(cycle.id)) return all.filter((one) => !isOwn(one));
  await claimPlace(a, cycle, at, now);
  return (await look()).filter((one) => !isOwn(one));
}

/** Keeps a cycle's claims alive while it works; once in half a minute is enough. */
export async function renewClaims(
  { register, ahead }: Registered,
  { id }: Pick<Working, 'id'>,
  now: number,
): Promise<void> {
  if (Math.abs(now - (renewed.get(id) ?? 0)) < renewEvery) return;
  remember(id, now);
  await register
    .updateTable('claim')
    .set({ until: now + ahead + claimMs })
    .where('holder', '=', hashOf(id))
    .execute();
}

/** The cycle is over: others may work on its place. */
export async function releaseClaims({ register }: Registered, { id }: Pick<Working, 'id'>): Promise<void> {
  renewed.delete(id);
  await register
    .updateTable('claim')
    .set({ until: 0 })
    .where(equal({ holder: hashOf(id) }))
    .execute();
}

interface RegisteredWithDb extends Registered {
  readonly db: Db;
}

/** The org whose credits a sync spends; unknown until it has read the CRM once. */
async function orgOf({ db }: RegisteredWithDb, sync: string): Promise<string | null> {
  const rows = db
    .selectFrom('profile')
    .select('account')
    .where(equal({ sync, side: 'zoho' }));
  return (await rows.executeTakeFirst())?.account ?? null;
}

/** Takes down how many API credits the org of a sync has left. */
export async function keepCredits(a: RegisteredWithDb, sync: string, left: number, now: number): Promise<void> {
  const org = await orgOf(a, sync);
  if (org === null) return;
  const row = { credits: left, told_at: now };
  await a.register
    .insertInto('credit')
    .values({ org: hashOf(org), ...row })
    .onConflict((conflict) => conflict.column('org').doUpdateSet(row))
    .execute();
}

/** The credits it had left when it last told, not before `since`; null where it has not told. */
export async function keptCredits(a: RegisteredWithDb, sync: string, since: number): Promise<number | null> {
  const org = await orgOf(a, sync);
  if (org === null) return null;
  const rows = a.register.selectFrom('credit').select('credits').where('org', '=', hashOf(org));
  return (await rows.where('told_at', '>=', since).executeTakeFirst())?.credits ?? null;
}
