import { createHash } from 'node:crypto';
import { kinds } from '../../sync/kinds';
import { fold } from '../../sync/compare';
import { asString, other, sides, type Clash, type KindName, type Side } from '../../sync/model';
import type { Lookup, ReviewDetails, ReviewRecord, Told } from '../../sync/review/review';
import { loadLinks, loadRecords } from '../store/draft';
import { fenced } from '../store/lease';
import { byRef, fromJson, toJson, type Stored } from '../store/rows';
import { equal, type Db } from '../store/tables';
import type { Archive, CycleRef, RefOn } from '../store/types';
import { unsettled, type ReviewTopic } from '../store/states';

/** Of a question about the sync as a whole. */
export const noRefs = '[]';

/** What becomes of a question that nobody asks any more. */
export const endOf = { open: 'obsolete', answered: 'done' } as const;

/** What the archive knows of the records that reviews are about. */
interface KnownRecords {
  readonly record: (side: Side, ref: string) => Stored | undefined;
  readonly taken: (side: Side, ref: string) => boolean;
}

const shownOn = (details: ReviewDetails, side: Side): readonly ReviewRecord[] => {
  if (details.is === 'pair') return [details[side]];
  return details.is === 'candidates' ? details[side] : [];
};

/** Looks up everybody these reviews show, in a few questions however many reviews there are. */
export async function loadKnown(db: Db, sync: string, all: readonly ReviewDetails[]): Promise<KnownRecords> {
  const refsOn = (side: Side) => all.flatMap((details) => shownOn(details, side).map(({ ref }) => ref));
  const records = {
    outlook: byRef(await loadRecords(db, sync, 'outlook', refsOn('outlook'))),
    zoho: byRef(await loadRecords(db, sync, 'zoho', refsOn('zoho'))),
  };
  const asked = all.filter(({ is }) => is === 'candidates');
  const linked = async (side: Side) => {
    const refs = asked.flatMap((details) => shownOn(details, side).map(({ ref }) => ref));
    return new Set((await loadLinks(db, sync, side, refs)).map((link) => link.refs[side]));
  };
  const taken = { outlook: await linked('outlook'), zoho: await linked('zoho') };
  return { record: (side, ref) => records[side].get(ref), taken: (side, ref) => taken[side].has(ref) };
}

/** The record as it is now; one that the archive no longer has is gone. */
function refreshShown(kind: KindName, shown: ReviewRecord, stored: Stored | undefined): ReviewRecord {
  if (!stored) return { ...shown, state: 'deleted' };
  const { version, modifiedAt, state, fields } = stored;
  const label = state === 'outside' ? shown.label : kinds[kind].label(fields);
  return { ...shown, version, modifiedAt, state, fields, label };
}

const refreshClash = (clash: Clash, outlook: ReviewRecord, zoho: ReviewRecord): Clash => ({
  ...clash,
  outlook: outlook.fields[clash.field] ?? null,
  zoho: zoho.fields[clash.field] ?? null,
});

/** Details as the records are now: an entry follows when its sides move on, even before the next cycle looks at it. */
export function refreshDetails(kind: KindName, details: ReviewDetails, known: KnownRecords): ReviewDetails {
  const shown = (side: Side, one: ReviewRecord): ReviewRecord => refreshShown(kind, one, known.record(side, one.ref));
  if (details.is === 'pair') {
    const [outlook, zoho] = [shown('outlook', details.outlook), shown('zoho', details.zoho)];
    return { ...details, outlook, zoho, clashes: details.clashes.map((one) => refreshClash(one, outlook, zoho)) };
  }
  if (details.is !== 'candidates') return details;
  const on = (side: Side) => details[side].map((one) => ({ ...shown(side, one), taken: known.taken(side, one.ref) }));
  return { ...details, outlook: on('outlook'), zoho: on('zoho') };
}

/** Only what a person is shown; a new version of a record that says the same is no other question. */
function visible(details: ReviewDetails): unknown {
  const { rule: _rule, ...rest } = details;
  const plain = (all: readonly ReviewRecord[]) => all.map(({ ref, state, fields }) => [ref, state, fields]);
  const records = sides.map((side) => plain(shownOn(details, side)));
  if (details.is === 'pair') return [rest.is, details.happened, records, details.clashes.map(({ field }) => field)];
  return details.is === 'candidates' ? [rest.is, records] : rest;
}

/** Names what a question shows: the same words and values, the same name. */
export const fingerprintOf = (topic: ReviewTopic, details: ReviewDetails): string =>
  createHash('sha256')
    .update(toJson([topic, visible(details)] as never))
    .digest('hex')
    .slice(0, 32);

/** What this cycle asked, or met again, as it is kept. */
async function askedIn(db: Db, { sync, id }: CycleRef) {
  const begun = db.selectFrom('cycle').select('started_at').where('id', '=', id);
  const asked = db
    .selectFrom('review')
    .select(['id', 'details'])
    .where(equal({ sync, state: 'open' }));
  const rows = await asked.where('seen_at', '>=', begun).execute();
  return rows.map((row) => ({ id: row.id, details: fromJson<ReviewDetails>(row.details) }));
}

/** The records in question of a side of which nothing was told yet, among the questions of this cycle. */
export async function recordsToTell(a: Archive, cycle: CycleRef, side: Side): Promise<readonly ReviewRecord[]> {
  const all = (await askedIn(a.db, cycle)).flatMap(({ details }) => shownOn(details, side));
  return [...byRef(all.filter(({ told, state }) => !told && state !== 'deleted')).values()];
}

function withTold(details: ReviewDetails, side: Side, told: ReadonlyMap<string, Told>): ReviewDetails {
  const tell = (one: ReviewRecord): ReviewRecord => ({ ...one, told: told.get(one.ref) ?? one.told });
  if (details.is === 'pair') return { ...details, [side]: tell(details[side]) };
  return details.is === 'candidates' ? { ...details, [side]: details[side].map(tell) } : details;
}

/** Keeps what a side told of records in question, by ref; it is no part of what is asked. */
export const noteTold = (a: Archive, cycle: CycleRef, side: Side, told: ReadonlyMap<string, Told>, now: number) =>
  fenced(a, cycle, now, async (trx) => {
    for (const { id, details } of await askedIn(trx, cycle))
      if (shownOn(details, side).some(({ ref }) => told.has(ref)))
        await trx
          .updateTable('review')
          .set({ details: toJson(withTold(details, side, told) as never) })
          .where(equal({ id, state: 'open' }))
          .execute();
  });

/** The questions of a sync about a name that several records go by. */
export const namesInQuestion = (db: Db, sync: string) =>
  db
    .selectFrom('review')
    .where('sync', '=', sync)
    .where('state', 'in', unsettled)
    .where('topic', '=', 'ambiguous')
    .where('details', 'like', '%"is":"lookup"%');

/** Closes the questions about pairs and plans that no record waits for any more: settled by a commit, gone, or asked anew together with others. */
export async function tidyReviews(trx: Db, sync: string, now: number): Promise<void> {
  for (const state of ['open', 'answered'] as const)
    await trx
      .updateTable('review')
      .set({ state: endOf[state], closed_at: now })
      .where(equal({ sync, state }))
      .where('refs', '!=', noRefs)
      .where('details', 'not like', '%"is":"lookup"%')
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('record').select('record.ref').whereRef('record.review', '=', 'review.id'))),
      )
      .execute();
}

interface Name {
  readonly id: string;
  readonly state: keyof typeof endOf;
  readonly about: RefOn;
  readonly asked: readonly Lookup[];
  /** The cycle knew the answer, and has carried it out, or could not. */
  readonly isSpent: boolean;
}

/** The questions about names whose records this cycle moved, or that it no longer holds: each may have been settled by that. */
async function namesThatMoved(trx: Db, { sync, id }: CycleRef): Promise<readonly Name[]> {
  const begun = trx.selectFrom('cycle').select('started_at').where('id', '=', id);
  const rows = await namesInQuestion(trx, sync)
    .select(['id', 'state', 'details', 'refs', 'answered_at'])
    .select(begun.as('begun'))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('record')
            .select('record.ref')
            .whereRef('record.review', '=', 'review.id')
            .where('record.since', '<', begun),
        ),
      ),
    )
    .execute();
  return rows.flatMap((row): readonly Name[] => {
    const details = fromJson<ReviewDetails>(row.details);
    const [about] = fromJson<readonly RefOn[]>(row.refs);
    if (details.is !== 'lookup' || !about) return [];
    const state = row.state === 'answered' ? row.state : 'open';
    const isSpent = state === 'answered' && (row.answered_at ?? 0) < (row.begun ?? 0);
    return [{ id: row.id, state, about, asked: details.asked, isSpent }];
  });
}

/** Does the record still say a name that was asked about, and the other side none of that sound? */
const isStillAsked = (asked: readonly Lookup[], mine: Stored | undefined, partner: Stored | undefined): boolean =>
  mine?.state === 'live' &&
  partner?.state === 'live' &&
  asked.some(({ field, name }) => {
    const on = ({ fields }: Stored) => fold(asString(fields[field]));
    return on(mine) === fold(name) && on(partner) !== fold(name);
  });

const closeOne = (trx: Db, { id, state }: Name, now: number) =>
  trx.updateTable('review').set({ state: endOf[state], closed_at: now }).where('id', '=', id).execute();

/** The record came to rest meanwhile; an answer that came meanwhile is for the next cycle. */
const waitAgain = (trx: Db, sync: string, { about: { side, ref }, id, state }: Name, now: number) =>
  trx
    .updateTable('record')
    .set(({ ref: column, case: when }) => ({
      review: id,
      since: now,
      status: when()
        .when('status', '=', 'settled')
        .then(state === 'open' ? ('review' as const) : ('pending' as const))
        .else(column('status'))
        .end(),
    }))
    .where(equal({ sync, side, ref }))
    .execute();

/**
 * What was asked about a name is asked until it is answered, or the name is another one, or the CRM has one of that name:
 * whatever else a cycle did to the record. Those that go on being asked wait again; the others are closed.
 */
export async function tidyNames(trx: Db, cycle: CycleRef, now: number): Promise<void> {
  const { sync } = cycle;
  const all = await namesThatMoved(trx, cycle);
  for (const side of sides) {
    const names = all.filter(({ about }) => about.side === side);
    const links = await loadLinks(
      trx,
      sync,
      side,
      names.map(({ about }) => about.ref),
    );
    const partnerOf = new Map(links.map(({ refs }) => [refs[side], refs[other(side)]]));
    const mine = byRef(await loadRecords(trx, sync, side, [...partnerOf.keys()]));
    const partners = byRef(await loadRecords(trx, sync, other(side), [...partnerOf.values()]));
    for (const name of names) {
      const { ref } = name.about;
      const goesOn = !name.isSpent && isStillAsked(name.asked, mine.get(ref), partners.get(partnerOf.get(ref) ?? ''));
      if (!goesOn) await closeOne(trx, name, now);
      else if (mine.get(ref)?.review === null) await waitAgain(trx, sync, name, now);
    }
  }
}
