import { randomUUID } from 'node:crypto';
import { kinds } from '../sync/kinds';
import type { KindName } from '../sync/model';
import type { ReviewAnswer, ReviewDetails } from '../sync/review';
import { rulesFrom, ruleWords } from '../sync/rule';
import { apartRules } from './apart';
import type { Db } from './rows';
import { fromText } from './rows';
import type { RuleRow } from './reviewTables';
import type { Archive, Rule, SyncName } from './types';

const toRule = (row: RuleRow): Rule => ({
  id: row.id,
  sync: row.sync,
  words: row.words,
  what: fromText(row.what),
  madeAt: row.made_at,
  madeBy: row.made_by,
  revokedAt: row.revoked_at,
});

interface Made {
  readonly sync: string;
  readonly kind: KindName;
  readonly by: string;
  readonly now: number;
}

/** Takes down what an answer means from now on. An older rule about the same makes room. */
export async function makeRules(
  trx: Db,
  { sync, kind, by, now }: Made,
  details: ReviewDetails,
  answer: ReviewAnswer,
): Promise<readonly Rule[]> {
  const rules = rulesFrom(kinds[kind], details, answer).map((what): Rule => {
    const words = ruleWords(kinds[kind], what);
    return { id: randomUUID(), sync, words, what, madeAt: now, madeBy: by, revokedAt: null };
  });
  for (const rule of rules) await replaceRule(trx, rule);
  return rules;
}

const about = ({ what }: Rule): string => ('happened' in what ? `${what.happened} ${what.field ?? ''}` : '');

async function replaceRule(trx: Db, rule: Rule): Promise<void> {
  const known = await trx
    .selectFrom('rule')
    .selectAll()
    .where('sync', '=', rule.sync)
    .where('revoked_at', 'is', null)
    .execute();
  for (const old of known.map(toRule).filter((one) => about(one) === about(rule)))
    await revoke(trx, old.id, rule.madeBy, rule.madeAt);
  const { id, sync, words, what, madeAt, madeBy } = rule;
  const row = { id, sync, words, what: JSON.stringify(what), made_at: madeAt, made_by: madeBy };
  await trx
    .insertInto('rule')
    .values({ ...row, revoked_at: null, revoked_by: null })
    .execute();
}

const revoke = (trx: Db, id: string, by: string, now: number) =>
  trx
    .updateTable('rule')
    .set({ revoked_at: now, revoked_by: by })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();

/** What holds from now on, as people said it: rules about conflicts, and who is never to be paired; oldest first. */
export async function rulesOf(a: Archive, sync: string): Promise<readonly Rule[]> {
  const rows = await a.db
    .selectFrom('rule')
    .selectAll()
    .where('sync', '=', sync)
    .where('revoked_at', 'is', null)
    .execute();
  return [...rows.map(toRule), ...(await apartRules(a, sync))].sort((one, two) => one.madeAt - two.madeAt);
}

/** The records of a review that was answered with "never pair these" may be paired again. */
async function bringTogether(trx: Db, sync: string, review: string): Promise<boolean> {
  const rows = await trx.deleteFrom('apart').where('sync', '=', sync).where('review', '=', review).executeTakeFirst();
  return rows.numDeletedRows > 0n;
}

/** Takes a rule back; what was decided by it stays decided. False: there is none of that id in force. */
export const revokeRule = (a: Archive, sync: string, id: string, by: string, now: number): Promise<boolean> =>
  a.db.transaction().execute(async (trx) => {
    const rule = await trx
      .selectFrom('rule')
      .select('id')
      .where('sync', '=', sync)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!rule) return bringTogether(trx, sync, id);
    return (await revoke(trx, id, by, now)).numUpdatedRows > 0n;
  });

/** The syncs of this archive, by name. */
export const syncNames = (a: Archive): Promise<readonly SyncName[]> =>
  a.db.selectFrom('sync').select(['name', 'kind']).orderBy('name').execute();

/** What a sync keeps in step; null where this archive has none of that name. */
export const kindOf = async (a: Archive, sync: string): Promise<KindName | null> =>
  (await syncNames(a)).find(({ name }) => name === sync)?.kind ?? null;
