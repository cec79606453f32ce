import { randomUUID } from 'node:crypto';
import { reason, type Reason } from '../../reasons';
import { kinds } from '../../sync/kinds';
import type { NeverPair } from '../../sync/match';
import { sides, type KindName } from '../../sync/model';
import type { ReviewDetails, ReviewRecord, ReviewAnswer } from '../../sync/review/review';
import { fold } from '../../sync/compare';
import { rulesFromAnswer, ruleReason, type KeptRule } from '../../sync/review/standingRule';
import { loadLinks } from '../store/draft';
import { alone } from '../store/atWork';
import { chunks, fromJson, toJson } from '../store/rows';
import type { Archive, RefOn } from '../store/types';
import type { Rule, SyncName } from './types';
import { equal, type Db, type Tables } from '../store/tables';

interface Made {
  readonly sync: string;
  readonly kind: KindName;
  readonly by: string;
  readonly now: number;
}

const refKey = ({ side, ref }: RefOn): string => `${side}:${ref}`;

interface Said {
  readonly sync: string;
  readonly review: string;
  readonly by: string;
  readonly now: number;
}

const membersOf = (details: ReviewDetails): readonly (RefOn & ReviewRecord)[] =>
  sides.flatMap((side) => {
    if (details.is === 'pair') return [{ ...details[side], side }];
    return details.is === 'candidates' ? details[side].map((one) => ({ ...one, side })) : [];
  });

const labelsOf = (members: readonly ReviewRecord[]): readonly string[] => [
  ...new Set(members.map(({ label }) => label)),
];

/** What a row of never_pair says. */
export const neverPairReason = (labels: string): Reason =>
  reason('neverPaired', { labels: fromJson<readonly string[]>(labels) });

/** Every two of these, but those that are linked with each other. */
async function everyTwo(trx: Db, sync: string, members: readonly RefOn[]) {
  const partners = new Set<string>();
  for (const side of sides) {
    const refs = members.filter((one) => one.side === side).map(({ ref }) => ref);
    for (const { refs: both } of await loadLinks(trx, sync, side, refs)) partners.add(`${both.outlook} ${both.zoho}`);
  }
  const linked = (a: RefOn, b: RefOn): boolean =>
    a.side !== b.side && partners.has(a.side === 'outlook' ? `${a.ref} ${b.ref}` : `${b.ref} ${a.ref}`);
  return members.flatMap((a, at) =>
    members.slice(at + 1).flatMap((b) => (linked(a, b) ? [] : [[refKey(a), refKey(b)].sort() as [string, string]])),
  );
}

/** Remembers that the records of a review are different things; of a linked pair, the link goes with the next cycle. */
export async function neverPair(trx: Db, details: ReviewDetails, { sync, review, by, now }: Said): Promise<void> {
  const members = membersOf(details).filter(({ state }) => state !== 'deleted');
  const two = details.is === 'pair' ? [members.map(refKey).sort() as string[]] : await everyTwo(trx, sync, members);
  const row = { sync, review, labels: toJson(labelsOf(members)), made_at: now, made_by: by };
  const rows = two.map(([a = '', b = '']): Tables['never_pair'] => ({ ...row, a, b }));
  for (const some of chunks(rows, 50))
    await trx
      .insertInto('never_pair')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Who is never to be paired with whom; null for nobody. What a record is linked with counts as the same thing as the record. */
export async function neverPairIn(a: Archive, sync: string): Promise<NeverPair | null> {
  const rows = await a.db.selectFrom('never_pair').select(['a', 'b']).where('sync', '=', sync).execute();
  if (rows.length === 0) return null;
  const thing = await thingsOf(a, sync, [...new Set(rows.flatMap((row) => [row.a, row.b]))]);
  const pairs = new Set(rows.flatMap((row) => [`${thing(row.a)} ${thing(row.b)}`, `${thing(row.b)} ${thing(row.a)}`]));
  return (one, two) => pairs.has(`${thing(refKey(one))} ${thing(refKey(two))}`);
}

/** One name for a record and its partner. */
async function thingsOf(a: Archive, sync: string, names: readonly string[]): Promise<(name: string) => string> {
  const things = new Map<string, string>();
  for (const side of sides) {
    const prefix = `${side}:`;
    const refs = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    for (const { id, refs: both } of await loadLinks(a.db, sync, side, refs))
      for (const end of sides) things.set(refKey({ side: end, ref: both[end] }), id);
  }
  return (name) => things.get(name) ?? name;
}

/** Of these links, those whose two records a person said are different things: the link has to go. */
export async function linksToUnlink(a: Archive, sync: string, links: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await a.db.selectFrom('never_pair').select(['a', 'b']).where('sync', '=', sync).execute();
  if (rows.length === 0) return new Set();
  const said = new Set(rows.map((row) => `${row.a} ${row.b}`));
  const found = await loadLinks(a.db, sync, 'id', links);
  return new Set(found.flatMap(({ id, refs }) => (said.has(`outlook:${refs.outlook} zoho:${refs.zoho}`) ? [id] : [])));
}

/** What is kept apart, one rule a review. */
async function neverPairRules(a: Archive, sync: string): Promise<readonly Rule[]> {
  const rows = await a.db
    .selectFrom('never_pair')
    .select(['review', 'labels', 'made_at', 'made_by'])
    .distinct()
    .where('sync', '=', sync)
    .orderBy('made_at')
    .execute();
  return rows.map(({ review, labels, made_at, made_by }) => ({
    id: review,
    sync,
    words: neverPairReason(labels),
    what: { topic: 'ambiguous', answer: { neverPair: true } },
    madeAt: made_at,
    madeBy: made_by,
    revokedAt: null,
  }));
}

const toRule = (kind: KindName, row: Tables['rule'], what: KeptRule = fromJson(row.what)): Rule => ({
  id: row.id,
  sync: row.sync,
  words: ruleReason(kinds[kind], what),
  what,
  madeAt: row.made_at,
  madeBy: row.made_by,
  revokedAt: row.revoked_at,
});

/** Takes down what an answer means from now on. An older rule about the same makes room. */
export async function makeRules(
  trx: Db,
  { sync, kind, by, now }: Made,
  details: ReviewDetails,
  answer: ReviewAnswer,
): Promise<readonly Rule[]> {
  const rules = rulesFromAnswer(kinds[kind], details, answer).map((what): Rule => {
    const words = ruleReason(kinds[kind], what);
    return { id: randomUUID(), sync, words, what, madeAt: now, madeBy: by, revokedAt: null };
  });
  for (const rule of rules) await replaceRule(trx, kind, rule);
  return rules;
}

function ruleSubject({ what }: Rule): string {
  if ('happened' in what) return `${what.happened} ${what.field ?? ''}`;
  return 'which' in what ? `${what.field} ${fold(what.name)}` : '';
}

async function replaceRule(trx: Db, kind: KindName, rule: Rule): Promise<void> {
  const known = await trx
    .selectFrom('rule')
    .selectAll()
    .where('sync', '=', rule.sync)
    .where('revoked_at', 'is', null)
    .execute();
  for (const old of known.map((row) => toRule(kind, row)).filter((one) => ruleSubject(one) === ruleSubject(rule)))
    await revoke(trx, old.id, rule.madeBy, rule.madeAt);
  const { id, sync, what, madeAt, madeBy } = rule;
  const row = { id, sync, what: JSON.stringify(what), made_at: madeAt, made_by: madeBy };
  await trx
    .insertInto('rule')
    .values({ ...row, revoked_at: null, revoked_by: null })
    .execute();
}

async function revoke(trx: Db, id: string, by: string, now: number): Promise<boolean> {
  const inForce = trx.updateTable('rule').where('id', '=', id).where('revoked_at', 'is', null);
  return (await inForce.set({ revoked_at: now, revoked_by: by }).returning('id').execute()).length > 0;
}

/** What holds from now on, as people said it: rules about conflicts, and who is never to be paired; oldest first. */
export async function rulesOf(a: Archive, sync: string): Promise<readonly Rule[]> {
  const rows = await a.db
    .selectFrom('rule')
    .selectAll()
    .where('sync', '=', sync)
    .where('revoked_at', 'is', null)
    .execute();
  const kind = await kindOf(a, sync);
  const said = kind ? rows.map((row) => toRule(kind, row)) : [];
  return [...said, ...(await neverPairRules(a, sync))].sort((one, two) => one.madeAt - two.madeAt);
}

/** Which record of the CRM a name means where several go by it, as people said it: its ref, by field and name. */
export async function namesMeant(a: Archive, sync: string) {
  const said = (await rulesOf(a, sync)).flatMap(({ what }) => ('which' in what ? [what] : []));
  const refs = new Map(said.map(({ field, name, answer }) => [`${field} ${fold(name)}`, answer.choose]));
  return (field: string, name: string): string | undefined => refs.get(`${field} ${fold(name)}`);
}

/** The records of a review that was answered with "never pair these" may be paired again. */
export async function allowPairing(trx: Db, sync: string, review: string): Promise<boolean> {
  const rows = await trx.deleteFrom('never_pair').where(equal({ sync, review })).returning('a').execute();
  return rows.length > 0;
}

/** Takes the rules of one answer back, given when; those that they replaced hold again. */
export async function takeBackRules(trx: Db, sync: string, madeAt: number, by: string, now: number): Promise<void> {
  const made = await trx
    .selectFrom('rule')
    .select('id')
    .where(equal({ sync, made_at: madeAt }))
    .execute();
  if (made.length === 0) return;
  const inForce = { revoked_at: null, revoked_by: null };
  await trx
    .updateTable('rule')
    .set(inForce)
    .where(equal({ sync, revoked_at: madeAt }))
    .execute();
  for (const { id } of made) await revoke(trx, id, by, now);
}

/** Takes a rule back; what was decided by it stays decided. False: there is none of that id in force. */
export const revokeRule = (a: Archive, sync: string, id: string, by: string, now: number): Promise<boolean> =>
  alone(a, sync, async (trx) => {
    const rule = await trx.selectFrom('rule').select('id').where(equal({ sync, id })).executeTakeFirst();
    if (!rule) return allowPairing(trx, sync, id);
    return revoke(trx, id, by, now);
  });

/** The syncs of this archive, by name. */
export const syncNames = (a: Archive): Promise<readonly SyncName[]> =>
  a.db.selectFrom('sync').select(['name', 'kind', 'workflow', 'person']).orderBy('name').execute();

/** What a sync keeps in step; null where this archive has none of that name. */
const kindOf = async (a: Archive, sync: string): Promise<KindName | null> =>
  (await syncNames(a)).find(({ name }) => name === sync)?.kind ?? null;
