import { randomUUID } from 'node:crypto';
import { editedFields } from '../sync/detect';
import { kinds } from '../sync/kinds';
import type { Base, BySide, Decision, Side } from '../sync/model';
import { other, sides } from '../sync/model';
import { into, statusInLink } from './judge';
import type { At } from './journal';
import type { Db, Link, Stored } from './rows';
import { linksBy, recordOf, toText } from './rows';
import { dropRecords, saveRecords } from './save';
import type { RecordStatus } from './types';

export const noBase: Base = { outlook: {}, zoho: {} };

/** The base with the fields both sides have agreed on since. */
export const agreeing = (base: Base, ...news: readonly Base[]): Base => {
  const of = (side: Side) => Object.assign({}, base[side], ...news.map((one) => one[side])) as Base[Side];
  return { outlook: of('outlook'), zoho: of('zoho') };
};

/** Who has a claim on two refs. taken: at least one of them belongs to another link. */
export type Claim =
  { readonly is: 'free' } | { readonly is: 'ours'; readonly link: Link } | { readonly is: 'taken'; readonly by: Link };

/** May these two refs be linked? `id`: the link the decision was made on, which may get a new ref on one side. */
export async function claim(trx: Db, sync: string, id: string | null, refs: BySide<string>): Promise<Claim> {
  const holders = [
    ...(await linksBy(trx, sync, 'outlook', [refs.outlook])),
    ...(await linksBy(trx, sync, 'zoho', [refs.zoho])),
  ];
  const same = ({ refs: r }: Link): boolean => r.outlook === refs.outlook && r.zoho === refs.zoho;
  const rival = holders.find((link) => link.id !== id && !same(link));
  if (rival) return { is: 'taken', by: rival };
  const ours = holders[0] ?? (id === null ? undefined : (await linksBy(trx, sync, 'id', [id]))[0]);
  return ours ? { is: 'ours', link: ours } : { is: 'free' };
}

const toColumns = ({ refs, state, base }: Omit<Link, 'id'>) => ({
  ...refs,
  state,
  base_outlook: toText(base.outlook),
  base_zoho: toText(base.zoho),
});

export async function makeLink(trx: Db, { cycle, now }: At, refs: BySide<string>, base: Base): Promise<Link> {
  const link: Link = { id: randomUUID(), refs, state: 'live', base };
  const row = { id: link.id, sync: cycle.sync, ...toColumns(link), linked_at: now };
  await trx.insertInto('link').values(row).execute();
  return link;
}

export async function saveLink(trx: Db, link: Link): Promise<void> {
  await trx.updateTable('link').set(toColumns(link)).where('id', '=', link.id).execute();
}

export async function dropLink(trx: Db, id: string): Promise<void> {
  await trx.deleteFrom('link').where('id', '=', id).execute();
}

export async function recordsOfLink(trx: Db, sync: string, { refs }: Link): Promise<BySide<Stored | null>> {
  const of = (side: Side) => recordOf(trx, sync, { side, ref: refs[side] });
  return { outlook: await of('outlook'), zoho: await of('zoho') };
}

/** The fields of a decision that a person has to decide. */
export const openFields = ({ clashes }: Decision): readonly string[] =>
  clashes.filter(({ winner }) => winner === null).map(({ field }) => field);

/** After a commit nothing but agreement was added: who waited for a next try or a person, and still differs, goes on waiting. */
const waiting: readonly RecordStatus[] = ['parked', 'review'];

function afterCommit(record: Stored, status: RecordStatus, onlyOpenLeft: boolean, now: number): Stored {
  if (status !== 'pending') return into(record, status, now);
  if (waiting.includes(record.status)) return record;
  return into(record, onlyOpenLeft ? 'review' : 'pending', now);
}

/** Reviews that a person answered while this cycle was at work: their records go on with the next one, and do not wait again. */
async function answeredAmong(trx: Db, reviews: readonly string[]): Promise<ReadonlySet<string>> {
  if (reviews.length === 0) return new Set();
  const answered = trx.selectFrom('review').select('id').where('state', '=', 'answered').where('id', 'in', reviews);
  return new Set((await answered.execute()).map(({ id }) => id));
}

/**
 * Recomputes the status of both records of a link from its base, so that what is still open stays pending. `open`: the fields a
 * person is asked about; a record that differs in nothing else waits for the answer.
 */
export async function restatus(trx: Db, { cycle, now }: At, link: Link, open: readonly string[] = []): Promise<void> {
  const records = await recordsOfLink(trx, cycle.sync, link);
  const kind = kinds[cycle.kind];
  const changed: Stored[] = [];
  const answered = await answeredAmong(
    trx,
    sides.flatMap((side) => records[side]?.review ?? []),
  );
  for (const side of sides) {
    const mine = records[side];
    if (!mine) continue;
    const asked = mine.review !== null && !answered.has(mine.review);
    const onlyOpenLeft =
      asked && editedFields(kind, mine.fields, link.base[side]).every((field) => open.includes(field));
    const next = afterCommit(mine, statusInLink(kind, link, side, mine, records[other(side)]), onlyOpenLeft, now);
    if (next !== mine) changed.push(next);
  }
  await saveRecords(trx, cycle.sync, changed);
}

/** The link a decision is about, by its id or by its refs. */
export async function linkOf(trx: Db, sync: string, { link, refs }: Decision): Promise<Link | null> {
  if (link !== null) return (await linksBy(trx, sync, 'id', [link]))[0] ?? null;
  for (const side of sides) {
    const ref = refs[side];
    const [found] = ref === null ? [] : await linksBy(trx, sync, side, [ref]);
    if (found) return found;
  }
  return null;
}

/** Takes a link apart. What is deleted goes; what still lives is unlinked and so pending. */
export async function unlink(trx: Db, { cycle, now }: At, link: Link): Promise<void> {
  await dropLink(trx, link.id);
  const records = await recordsOfLink(trx, cycle.sync, link);
  for (const side of sides) {
    const record = records[side];
    if (record?.state === 'deleted') await dropRecords(trx, cycle.sync, side, [record.ref]);
    else if (record)
      await saveRecords(trx, cycle.sync, [into(record, record.state === 'live' ? 'pending' : 'settled', now)]);
  }
}
