import type { CompiledQuery } from 'kysely';
import { reason, type Reason } from '../../reasons';
import type { Side } from '../../sync/model';
import { erase, once, type Change } from '../store/erase';
import { isAtWork } from '../store/lease';
import type { Archive, RefOn } from '../store/types';
import { equal, type Db, type TableName } from '../store/tables';
import { refuseAtWork, removedOf, stillInFile, type Forgotten, type Removed } from './result';
import { deletion, replacement, rowsIn, type Row } from './rows';
import { addressFinder } from './says';
import { findTraces, instead, kindOfRow, labelOf, type Kinds, type Sought, type Traces } from './traces';

/** One e-mail address, however it is written, or one record. */
export type Whom = { readonly address: string } | RefOn;

/** A record that says it. `comes`: it is still on its side, so a next run finds it again. */
export interface TraceRecord extends RefOn {
  readonly sync: string;
  readonly label: string;
  readonly comes: boolean;
}

/** What would be forgotten. `removed`: rows that go; `blanked`: rows that stay without the name in them. */
export interface Preview extends Forgotten {
  readonly blanked: Removed;
  /** At most 200. */
  readonly records: readonly TraceRecord[];
}

/** What was forgotten; nobody is named any more. */
export interface PersonForgotten extends Forgotten {
  readonly blanked: Removed;
  /** Syncs that read both sides in full next time. */
  readonly readAnew: readonly string[];
}

const shownRecords = 200;

const soughtBy = (whom: Whom): Sought =>
  'address' in whom
    ? { records: [], ...addressFinder(whom.address) }
    : { records: [whom], says: () => false, is: () => false };

/** A mail that was settled is not looked for again; all else is, unless it is known to be deleted. */
const isFoundAgain = (syncs: Kinds, row: Row): boolean =>
  kindOfRow(syncs, row) === 'mail' ? row.status !== 'settled' : row.state !== 'deleted';

/** Whose records a next run has to meet again, so that it knows of them before it would make others. */
function syncsToRead({ gone }: Traces, syncs: Kinds): readonly string[] {
  const rows = [...rowsIn(gone, 'record').filter((row) => isFoundAgain(syncs, row)), ...rowsIn(gone, 'cursor')];
  return [...new Set(rows.map(({ sync }) => String(sync)))].sort();
}

function readAnew(db: Db, sync: string): readonly Change[] {
  const cursors = db.deleteFrom('cursor').where('sync', '=', sync);
  const both = db.updateTable('sync').set((eb) => ({
    full_read_outlook: eb('full_read_outlook', '+', 1),
    full_read_zoho: eb('full_read_zoho', '+', 1),
  }));
  return [cursors, both.where('name', '=', sync)].map((query) => once(query.compile()));
}

/** Who waited for a question that goes is looked at again. */
const release = (db: Db, review: string, now: number): Change =>
  once(
    db
      .updateTable('record')
      .set({ status: 'pending', since: now, offered_at: 0, review: null })
      .where(equal({ review, status: 'review' }))
      .compile(),
  );

function changesFor(db: Db, { gone, blanked }: Traces, anew: readonly string[], now: number): readonly Change[] {
  return [
    ...[...gone.keys()].map((table) => deletion(db, table, rowsIn(gone, table))),
    ...blanked.map(({ table, column, row }) => replacement(db, table, column, instead[table]?.[column] ?? null, row)),
    ...rowsIn(gone, 'review').map(({ id }) => release(db, String(id), now)),
    ...anew.flatMap((sync) => readAnew(db, sync)),
  ];
}

interface SyncRow {
  readonly name: string;
  readonly fence: number;
}

/** A sync is at work, or was since these were read. */
const disturbance = (a: Archive, known: readonly SyncRow[], now: number): CompiledQuery =>
  a.db
    .selectFrom('sync')
    .select('name')
    .where((eb) =>
      eb.or([
        isAtWork(a, now)(eb),
        eb.not(eb.or([eb('name', '=', ''), ...known.map(({ name, fence }) => eb.and({ name, fence }))])),
      ]),
    )
    .compile();

const countsOf = (tables: readonly TableName[]): Removed =>
  removedOf([...new Set(tables)].map((table) => [table, tables.filter((one) => one === table).length]));

const namedSyncs = (syncs: Kinds, { says }: Sought): readonly Reason[] => {
  const names = [...syncs.keys()].filter(says);
  return names.length > 0 ? [reason('syncNameSaysIt', { names })] : [];
};

const comingNote = (records: readonly TraceRecord[]): readonly Reason[] => {
  const count = records.filter(({ comes }) => comes).length;
  return count > 0 ? [reason('forgottenComesBack', { count })] : [];
};

/** What is found of somebody, before anything is done. */
async function search(a: Archive, whom: Whom, now: number) {
  const { db } = a;
  const known = await db.selectFrom('sync').select(['name', 'kind', 'fence', 'holder']).execute();
  const atWork = await db.selectFrom('sync').select('name').where(isAtWork(a, now)).executeTakeFirst();
  if (atWork) refuseAtWork(atWork.name);
  const syncs: Kinds = new Map(known.map(({ name, kind }) => [name, kind]));
  const sought = soughtBy(whom);
  const traces = await findTraces(db, sought, syncs);
  const records = rowsIn(traces.gone, 'record').map((row): TraceRecord => ({
    sync: String(row.sync),
    side: row.side as Side,
    ref: String(row.ref),
    label: labelOf(kindOfRow(syncs, row), row),
    comes: isFoundAgain(syncs, row),
  }));
  const notes = [...comingNote(records), ...namedSyncs(syncs, sought)];
  const removed = removedOf([...traces.gone].map(([table, rows]) => [table, rows.size]));
  const blanked = countsOf(traces.blanked.map(({ table }) => table));
  return { known, syncs, traces, records, shown: { removed, blanked, notes } };
}

/** What `forgetPerson` would forget: nothing is changed. Throws ArchiveError for no address, or where a cycle is at work. */
export async function tracesOfPerson(a: Archive, whom: Whom, now: number): Promise<Preview> {
  const { shown, records } = await search(a, whom, now);
  return { ...shown, records: records.slice(0, shownRecords) };
}

/**
 * Forgets every trace of an e-mail address, or of a record, in all syncs of the archive, and takes it out of the file. A record
 * that says it goes with its partner and their link; if it is still there on its side, a next run finds it again and matches it
 * as a new one. Throws ArchiveError for no address, or where a cycle is at work or came in between: then nothing is forgotten.
 */
export async function forgetPerson(a: Archive, whom: Whom, now: number): Promise<PersonForgotten> {
  const { known, syncs, traces, shown } = await search(a, whom, now);
  const anew = syncsToRead(traces, syncs);
  const changes = changesFor(a.db, traces, anew, now);
  const erased = await erase(a.db, { unless: disturbance(a, known, now), changes });
  if (!erased.counts) refuseAtWork(String(erased.because[0]?.name));
  return { ...shown, notes: [...shown.notes, ...stillInFile(erased)], readAnew: anew };
}
