import { pick } from 'lodash';
import { reason, type Reason } from '../../reasons';
import type { Fields, Value, Refs } from '../../sync/model';
import { setStatus } from './recordStatus';
import { loadRecords, saveRecords, writeJournal } from '../store/draft';
import { fenced, fencedInChunks } from '../store/lease';
import { parkRecords } from './agree';
import { byRef, type Stored, refsOf } from '../store/rows';
import type { Archive, At, CycleRef, NewEntry } from '../store/types';
import type { Db } from '../store/tables';

/** A CRM record that a mail was attached to. `isNew` false: it had been there already (a reply was lost). */
export interface Attachment {
  /** Of the CRM record. */
  readonly ref: string;
  /** Its module, and its name. */
  readonly module: string;
  readonly name: string;
  /** Of whom it is: who asks to be forgotten is found by it. */
  readonly address?: string;
  readonly isNew: boolean;
}

/** What became of one mail. */
export interface MailOutcome {
  readonly ref: string;
  readonly label: string;
  readonly attached: readonly Attachment[];
  /** What was done otherwise than one might expect (an attachment left out). */
  readonly notes: readonly Reason[];
  /** done: nothing is left to do. skipped: it goes nowhere. waits: part of it is tried again later. */
  readonly state: 'done' | { readonly skipped: Reason } | { readonly waits: Reason };
}

/** A waiting mail as it was read: its fields, and in `extra` its body. */
export interface StoredMail {
  readonly fields: Fields;
  readonly extra: Value;
}

/** The mails of these refs; an unknown one is missing. */
export async function storedMails(a: Archive, sync: string, refs: Refs): Promise<ReadonlyMap<string, StoredMail>> {
  return byRef(await loadRecords(a.db, sync, 'outlook', refs));
}

function entriesOf({ ref, label, attached, notes, state }: MailOutcome): readonly NewEntry[] {
  const attach = attached.map((one): NewEntry => ({
    op: one.isNew ? 'attach' : 'recovered',
    side: 'zoho',
    ref: one.ref,
    label,
    reason: reason(one.isNew ? 'attachedTo' : 'wasAttachedTo', pick(one, ['module', 'name', 'address'])),
  }));
  const left = notes.map((note): NewEntry => ({ op: 'notice', side: 'outlook', ref, label, reason: note }));
  const isSkipped = typeof state === 'object' && 'skipped' in state;
  const skip: NewEntry[] = isSkipped ? [{ op: 'skip', side: 'outlook', ref, label, reason: state.skipped }] : [];
  return [...attach, ...left, ...skip];
}

/** Its body has done its work. */
const blank = (record: Stored, now: number): Stored => ({ ...setStatus(record, 'settled', now), extra: null });

async function settleBatch(trx: Db, at: At, ends: readonly MailOutcome[]): Promise<void> {
  const { sync } = at.cycle;
  const known = byRef(await loadRecords(trx, sync, 'outlook', refsOf(ends)));
  const over = ends.filter(({ state }) => state === 'done' || 'skipped' in state);
  const settled = over.flatMap(({ ref }) => known.get(ref) ?? []).map((record) => blank(record, at.now));
  await saveRecords(trx, sync, settled);
  for (const { ref, state } of ends)
    if (typeof state === 'object' && 'waits' in state)
      await parkRecords(trx, at, [{ side: 'outlook', ref }], state.waits);
  await writeJournal(trx, at, ends.flatMap(entriesOf));
}

/** Settles mails for good, forgetting their bodies, or lets them wait; the journal says where each went, or why not. */
export async function settleMails(a: Archive, cycle: CycleRef, ends: readonly MailOutcome[], now: number) {
  await fencedInChunks(a, cycle, ends, now, (trx, some) => settleBatch(trx, { cycle, now }, some));
}

/** Notes that a CRM record (a lead, a contact, a case) was made for a mail. */
export async function noteCreated(
  a: Archive,
  cycle: CycleRef,
  made: readonly { readonly ref: string; readonly label: string; readonly reason: Reason }[],
  now: number,
): Promise<void> {
  if (made.length === 0) return;
  const entries = made.map((one) => ({ op: 'create' as const, side: 'zoho' as const, ...one }));
  await fenced(a, cycle, now, (trx) => writeJournal(trx, { cycle, now }, entries));
}
