import type { Apart } from '../sync/match';
import { sides } from '../sync/model';
import type { ReviewDetails, Shown } from '../sync/review';
import { linksBy, chunks } from './rows';
import type { Db } from './rows';
import type { Archive, RefOn, Rule } from './types';
import type { ApartTable } from './reviewTables';

const nameOf = ({ side, ref }: RefOn): string => `${side}:${ref}`;

interface Said {
  readonly sync: string;
  readonly review: string;
  readonly by: string;
  readonly now: number;
}

const membersOf = (details: ReviewDetails): readonly (RefOn & Shown)[] =>
  sides.flatMap((side) => {
    if (details.is === 'pair') return [{ ...details[side], side }];
    return details.is === 'candidates' ? details[side].map((one) => ({ ...one, side })) : [];
  });

const wordsOf = (members: readonly Shown[]): string =>
  `Never pair these: ${[...new Set(members.map(({ label }) => label))].join(', ')}`;

/** Every two of these, but those that are linked with each other. */
async function everyTwo(
  trx: Db,
  sync: string,
  members: readonly RefOn[],
): Promise<readonly (readonly [string, string])[]> {
  const partners = new Set<string>();
  for (const side of sides) {
    const refs = members.filter((one) => one.side === side).map(({ ref }) => ref);
    for (const { refs: both } of await linksBy(trx, sync, side, refs)) partners.add(`${both.outlook} ${both.zoho}`);
  }
  const linked = (a: RefOn, b: RefOn): boolean =>
    a.side !== b.side && partners.has(a.side === 'outlook' ? `${a.ref} ${b.ref}` : `${b.ref} ${a.ref}`);
  return members.flatMap((a, at) =>
    members.slice(at + 1).flatMap((b) => (linked(a, b) ? [] : [[nameOf(a), nameOf(b)].sort() as [string, string]])),
  );
}

/** Remembers that the records of a review are different things; of a linked pair, the link goes with the next cycle. */
export async function keepApart(trx: Db, details: ReviewDetails, { sync, review, by, now }: Said): Promise<void> {
  const members = membersOf(details).filter(({ state }) => state !== 'deleted');
  const two = details.is === 'pair' ? [members.map(nameOf).sort() as string[]] : await everyTwo(trx, sync, members);
  const row = { sync, review, words: wordsOf(members), made_at: now, made_by: by };
  const rows = two.map(([a = '', b = '']): ApartTable => ({ ...row, a, b }));
  for (const some of chunks(rows, 50))
    await trx
      .insertInto('apart')
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
}

/** Who is never to be paired with whom; null for nobody. What a record is linked with counts as the same thing as the record. */
export async function apartIn(a: Archive, sync: string): Promise<Apart | null> {
  const rows = await a.db.selectFrom('apart').select(['a', 'b']).where('sync', '=', sync).execute();
  if (rows.length === 0) return null;
  const thing = await thingsOf(a, sync, [...new Set(rows.flatMap((row) => [row.a, row.b]))]);
  const pairs = new Set(rows.flatMap((row) => [`${thing(row.a)} ${thing(row.b)}`, `${thing(row.b)} ${thing(row.a)}`]));
  return (one, two) => pairs.has(`${thing(nameOf(one))} ${thing(nameOf(two))}`);
}

/** One name for a record and its partner. */
async function thingsOf(a: Archive, sync: string, names: readonly string[]): Promise<(name: string) => string> {
  const things = new Map<string, string>();
  for (const side of sides) {
    const prefix = `${side}:`;
    const refs = names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    for (const { id, refs: both } of await linksBy(a.db, sync, side, refs))
      for (const end of sides) things.set(nameOf({ side: end, ref: both[end] }), id);
  }
  return (name) => things.get(name) ?? name;
}

/** Of these links, those whose two records a person said are different things: the link has to go. */
export async function linkedApart(a: Archive, sync: string, links: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await a.db.selectFrom('apart').select(['a', 'b']).where('sync', '=', sync).execute();
  if (rows.length === 0) return new Set();
  const said = new Set(rows.map((row) => `${row.a} ${row.b}`));
  const found = await linksBy(a.db, sync, 'id', links);
  return new Set(found.flatMap(({ id, refs }) => (said.has(`outlook:${refs.outlook} zoho:${refs.zoho}`) ? [id] : [])));
}

/** What is kept apart, one rule a review. */
export async function apartRules(a: Archive, sync: string): Promise<readonly Rule[]> {
  const rows = await a.db
    .selectFrom('apart')
    .select(['review', 'words', 'made_at', 'made_by'])
    .distinct()
    .where('sync', '=', sync)
    .orderBy('made_at')
    .execute();
  return rows.map(({ review, words, made_at, made_by }) => ({
    id: review,
    sync,
    words,
    what: { topic: 'ambiguous', answer: { apart: true } },
    madeAt: made_at,
    madeBy: made_by,
    revokedAt: null,
  }));
}
