import { uniqBy } from 'lodash';
import { reason, type Reason } from '../../reasons';
import type { FirstRun } from '../../sync/guard';
import { other, sides, sideName, type Decision, type Side } from '../../sync/model';
import { writeJournal } from '../store/draft';
import { fenced } from '../store/lease';
import { claimPlace, claimsBeside, hashOf, isLive, syncHash, type Claim } from '../store/register';
import { toReason } from '../store/rows';
import type { Archive, CycleRef } from '../store/types';
import { linkCount } from '../cycle/report';
import type { Notice } from '../cycle/types';
import type { Kind } from '../../sync/kinds';
import { scopeReason } from './ingest';
import { ArchiveError } from '../store/errors';
import { equal, type Db } from '../store/tables';

/** Notes what a cycle leaves as it is, each with its reason, to be listed by its report. */
export async function writeNotices(a: Archive, cycle: CycleRef, records: readonly Notice[], now: number) {
  const entries = records.map(({ side, ref, label, reason }) => ({
    ...{ op: 'notice' as const, side: side ?? undefined, ref: ref ?? undefined, label, reason },
  }));
  if (entries.length > 0) await fenced(a, cycle, now, (trx) => writeJournal(trx, { cycle, now }, entries));
}

/** What is said of a series is said once, not of each of its records. */
const oncePerSeries = ({ ref, reason }: { ref: string; reason: Reason }): string => {
  const said = JSON.stringify(reason);
  return said.includes('"series":') ? said : JSON.stringify([ref, said]);
};

/** Notes what stays as it is because the other side cannot say it: nothing is flattened in silence. */
export async function reportUnsyncable(a: Archive, cycle: CycleRef, decisions: readonly Decision[], now: number) {
  const entries = decisions.flatMap(({ unsyncable = [], refs, link, label }) => {
    const side = sides.find((one) => refs[one] !== null && refs[other(one)] === null) ?? 'outlook';
    return unsyncable.map((reason) => ({ op: 'notice' as const, side, ref: refs[side] ?? '', link, label, reason }));
  });
  const told = uniqBy(entries, oncePerSeries);
  if (told.length > 0) await fenced(a, cycle, now, (trx) => writeJournal(trx, { cycle, now }, told));
}

/** How many of them a report spells out. */
const shownNotices = 200;

/** What this cycle said of records one by one: left as they are (unless told otherwise), skipped, or attached. */
export async function noticesOf(
  db: Db,
  { id }: CycleRef,
  op: 'notice' | 'skip' | 'attach' = 'notice',
): Promise<readonly Notice[]> {
  const rows = await db
    .selectFrom('journal')
    .select(['side', 'ref', 'label', 'reason', 'reason_args'])
    .where(equal({ cycle: id, op }))
    .orderBy('seq')
    .limit(shownNotices)
    .execute();
  return rows.map((row) => ({ side: row.side, ref: row.ref, label: row.label, reason: toReason(row) }));
}

const fewest = 3;

/** How many pairs this cycle paused because their record left what is synced. */
async function pausedIn({ db }: Archive, { id }: CycleRef, side: Side): Promise<number> {
  const { n } = await db
    .selectFrom('journal')
    .select((eb) => eb.fn.countAll().as('n'))
    .where(equal({ cycle: id, op: 'pause', side, reason: scopeReason.paused.code }))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Half and more of all pairs left what is synced at once: nothing is written because of that, but somebody may not have meant it. */
export async function warnScopeLoss(a: Archive, cycle: CycleRef, side: Side, kind: Kind, now: number): Promise<void> {
  const left = await pausedIn(a, cycle, side);
  if (left < fewest) return;
  const stayed = await linkCount(a, cycle.sync);
  if (left < stayed) return;
  const why = reason('scopeLoss', { count: left, links: left + stayed, kind: kind.name, side });
  await writeNotices(a, cycle, [{ side, ref: null, label: sideName[side], reason: why }], now);
}

/** What this sync looks after on both sides, as the register knows it, and since when; null until both have been looked at. */
async function placeOf({ db }: Archive, { id, sync, kind }: CycleRef) {
  const begun = db.selectFrom('cycle').select('started_at').where('id', '=', id);
  const known = db.selectFrom('profile').select(['side', 'account', 'place', begun.as('startedAt')]);
  const rows = await known.where('sync', '=', sync).execute();
  const [outlook, zoho] = sides.map((side) => rows.find((row) => row.side === side));
  if (!outlook || !zoho || outlook.startedAt === null) return null;
  return {
    place: hashOf(kind, outlook.account, outlook.place, zoho.account, zoho.place),
    startedAt: outlook.startedAt,
  };
}

/** When the cycle before the last one began, in ms. */
async function startedBefore({ db }: Archive, sync: string): Promise<number | undefined> {
  const starts = db.selectFrom('cycle').select('started_at').where('sync', '=', sync).orderBy('started_at', 'desc');
  return (await starts.offset(1).limit(1).executeTakeFirst())?.started_at;
}

/** What the sync of a claim is called, where it is one of this archive: of another's nothing is known but that it is there. */
async function nameOfClaim(a: Archive, { sync }: Claim): Promise<string | null> {
  const own = await a.db.selectFrom('sync').select('name').execute();
  return own.find(({ name }) => syncHash(a, name) === sync)?.name ?? null;
}

function refuseToRun(name: string | null): never {
  throw new ArchiveError(
    name === null
      ? 'A sync in another archive is at work on the same records right now.'
      : `The sync "${name}" is at work on the same records right now.`,
    'Nothing is lost, and the next run goes on. Keep one of the two workflows only: two syncs of one folder can create records twice.',
  );
}

/** Says that this cycle is at work on what its sync looks after. */
export async function claimPlaces(a: Archive, cycle: CycleRef, now: number): Promise<void> {
  const at = await placeOf(a, cycle);
  if (at) await claimPlace(a, cycle, at, now);
}

/** The same; answers what other syncs said of it. */
async function claimsOfOthers(a: Archive, cycle: CycleRef, now: number) {
  const at = await placeOf(a, cycle);
  const claims = at ? await claimsBeside(a, cycle, at, now) : [];
  return { startedAt: at?.startedAt ?? now, claims };
}

/** Whether no plan of this sync was ever carried out; and which others look after the same (null: of another archive). */
export async function firstRunOf(a: Archive, cycle: CycleRef, now: number): Promise<FirstRun | null> {
  const all = await a.db.selectFrom('sync').select(['name', 'let_go_at']).execute();
  if (all.find(({ name }) => name === cycle.sync)?.let_go_at !== null) return null;
  const { claims } = await claimsOfOthers(a, cycle, now);
  const others = await Promise.all(claims.map((claim) => nameOfClaim(a, claim)));
  const atRest = all.filter(({ let_go_at: since }) => since === null).map(({ name }) => name);
  return { beside: others.filter((name) => name === null || !atRest.includes(name)) };
}

/** From now on the sync goes on unasked (a time), or what it would do is asked about again (null): it has another place. */
export const noteLetGo = (a: Archive, cycle: CycleRef, at: number | null, now: number): Promise<void> =>
  fenced(a, cycle, now, async (trx) => {
    await trx.updateTable('sync').set({ let_go_at: at }).where('name', '=', cycle.sync).execute();
  });

/**
 * Two syncs of one place each know only their own links. While the other, begun earlier, is at work, this one may not go on
 * (ArchiveError); where both are in use, or this one is new beside it, that is told (once, with the CRM's side).
 */
export async function checkOverlappingSyncs(a: Archive, cycle: CycleRef, side: Side, now: number): Promise<void> {
  const { claims, startedAt } = await claimsOfOthers(a, cycle, now);
  if (claims.length === 0) return;
  const before = await startedBefore(a, cycle.sync);
  for (const theirs of claims) {
    const isFirst = theirs.started_at < startedAt || theirs.sync < syncHash(a, cycle.sync);
    const name = await nameOfClaim(a, theirs);
    if (isLive(theirs, now + a.ahead) && theirs.started_at <= startedAt && isFirst) refuseToRun(name);
    if (side === 'outlook' || (before !== undefined && theirs.started_at < before)) continue;
    const why = name === null ? reason('overlappingElsewhere') : reason('overlappingSync', { sync: name });
    await writeNotices(a, cycle, [{ side: null, ref: null, label: name ?? cycle.sync, reason: why }], now);
  }
}
