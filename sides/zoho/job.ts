import { omit } from 'lodash';
import { reason, severalTroubles, type Reason } from '../../reasons';
import { explainResult, isGone, isStale, refusedFields, type ZohoResult } from '../../clients/zoho';
import { sameValue } from '../../sync/compare';
import { isBlank, type Kind } from '../../sync/kinds';
import { type Fields, type Value, type Write, noKeys } from '../../sync/model';
import type { Lookup } from '../../sync/review/review';
import type { WriteDone, WriteJob, WriteResult } from '../types';
import type { Module } from './module';
import type { FieldMap, FieldMapping } from './values';
import { blankedLookups, isLookup, isoOf, picklistValueFor, readPicklist, toPatch, type FoundIds } from './values';

/** What is sent of one write. */
export interface Composed {
  readonly body: Readonly<Record<string, unknown>>;
  /** The record as Zoho shows it then. */
  readonly fields: Fields;
  readonly notes: readonly Reason[];
  readonly ambiguous: readonly Lookup[];
}

/** How the writes of a module are put together. */
export interface Composer {
  /** Makes ready for these jobs, so that each can be composed without a request. */
  prepare(jobs: readonly WriteJob[]): Promise<void>;
  of(job: WriteJob): Composed;
  /** The neutral fields that go to this one of Zoho's; none where a field has no property of its own. */
  fieldsAt(api: string): readonly string[];
  /** The list without the entry that was sent at this place; null where none of ours stood there. */
  without?(ready: PreparedJob, name: string, at: number): Value;
}

/** What became of the look-ups of one record. */
export interface Resolved {
  readonly found: FoundIds;
  /** The names as Zoho will show them, for those found. */
  readonly names: Fields;
  readonly notes: readonly Reason[];
  readonly ambiguous: readonly Lookup[];
  /** What goes along with the fields as it is (the records a new task is about). */
  readonly more?: Readonly<Record<string, unknown>>;
}

export const nothingFound: Resolved = { found: {}, names: {}, notes: [], ambiguous: [] };

/** Turns what names other records into their ids. */
export interface Lookups {
  /** Makes ready for these jobs: every name not asked for before is asked for once. */
  prepare(jobs: readonly WriteJob[]): Promise<void>;
  of(job: WriteJob): Resolved;
}

/** Look-ups that an undoing took away. */
const blankedFields = ({ write }: WriteJob, places: FieldMap): Fields =>
  write.blanksLookups
    ? Object.fromEntries(
        Object.entries(write.fields).filter(([name, value]) => isLookup(places[name]) && (value ?? '') === ''),
      )
    : {};

const hasNoPicklistValue = (place: FieldMapping | undefined, value: Value): boolean =>
  place?.kind === 'choice' && !isBlank(value) && picklistValueFor(place, value) === undefined;

/** What a new record shows of choices for which the org has no word: Zoho's own default. */
const defaultValues = (places: FieldMap): Fields =>
  Object.fromEntries(
    Object.entries(places).flatMap(([name, place]) =>
      place.defaultValue ? [[name, readPicklist(place.defaultValue, place)]] : [],
    ),
  );

/** The record as Zoho shows it after the write: what it had, and what was really sent; a look-up under its real name. */
function fieldsAfter(job: WriteJob, places: FieldMap, names: Fields): Fields {
  const { write, before } = job;
  const sent = Object.entries(write.fields).filter(
    ([name, value]) => places[name] && !isLookup(places[name]) && !hasNoPicklistValue(places[name], value),
  );
  const first = write.op === 'create' ? defaultValues(places) : {};
  return { ...first, ...before, ...Object.fromEntries(sent), ...blankedFields(job, places), ...names };
}

/** One property a field, where the org has it; a look-up goes by its id. */
export const fieldByField = (places: FieldMap, lookups: Lookups): Composer => ({
  prepare: (jobs) => lookups.prepare(jobs),
  fieldsAt: (api) => Object.keys(places).filter((name) => places[name]?.api === api),
  of(job) {
    const { write } = job;
    const { found, names, notes, ambiguous, more } = lookups.of(job);
    const blanked = write.blanksLookups ? blankedLookups(write.fields, places) : {};
    const body = { ...toPatch(write.fields, places, found, write.extra), ...more, ...blanked };
    return { body, fields: fieldsAfter(job, places, names), notes, ambiguous };
  },
});

/** A job on its way, with what is sent of it. */
export interface PreparedJob {
  readonly job: WriteJob;
  readonly composed: Composed;
  /** Lists that go without the entries that Zoho refused. */
  readonly lists?: Fields;
  /** Fields that the job asks for and that do not go, for Zoho refused their values. */
  readonly refused?: readonly { readonly fields: readonly string[]; readonly why: Reason }[];
}

/** New records of which not all goes as it was asked for: a look-up that is not clear, a value that was refused. */
export function otherThanAsked(group: readonly PreparedJob[], kind: Kind): ReadonlyMap<Write, Fields> {
  const isOther = ({ job: { write }, composed }: PreparedJob): boolean =>
    kind.fields.some(
      ({ name, type }) => name in write.fields && !sameValue(type, write.fields[name], composed.fields[name]),
    );
  return new Map(group.filter(isOther).map(({ job, composed }) => [job.write, composed.fields]));
}

/** So many refusals of one record are met by leaving a field out. */
const MOST_REFUSED = 5;

/**
 * A value that Zoho refuses costs that value, not the record: the same without it; null where something else is the matter, or
 * where the field is what Zoho cannot do without. (A record that a person chose and that is gone is nothing to wait for.)
 */
export function withoutRefused(
  ready: PreparedJob,
  item: ZohoResult,
  { composer, module }: { readonly composer: Composer; readonly module: Module },
): PreparedJob | null {
  const { job, refused = [] } = ready;
  const places = refusedFields(item).flatMap(({ api, at }) => composer.fieldsAt(api).map((name) => ({ name, at })));
  const isChosen = (name: string): boolean => name in (job.write.chosen ?? {});
  const needed = module.kind.fields.flatMap(({ name, neverBlank }) => (neverBlank && !isChosen(name) ? [name] : []));
  const fixed = [...needed, ...refused.flatMap((one) => one.fields)];
  const fresh = places.filter(({ name }) => name in job.write.fields && !fixed.includes(name));
  if (fresh.length === 0 || refused.length >= MOST_REFUSED) return null;
  const isLast = refused.length === MOST_REFUSED - 1;
  const shorter = fresh.flatMap(({ name, at }) => {
    const list = at === null || isLast ? null : (composer.without?.(ready, name, at) ?? null);
    return list === null ? [] : [[name, list] as const];
  });
  const lists = { ...ready.lists, ...Object.fromEntries(shorter) };
  const gone = fresh.map(({ name }) => name).filter((name) => !shorter.some(([list]) => list === name));
  const all = [...refused, { fields: gone, why: explainResult(item).reason }];
  const leftOut = all.flatMap((one) => one.fields);
  const fields = omit({ ...job.write.fields, ...lists }, leftOut);
  return { job, lists, composed: composer.of({ ...job, write: { ...job.write, fields } }), refused: all };
}

/** The record after a write; `version` is its Modified_Time now. */
function doneResult(
  { job, composed, refused = [] }: PreparedJob,
  ref: string,
  version: string | null,
  module: Module,
): WriteDone {
  const { fields, notes, ambiguous } = composed;
  const extra = module.extraAfter(job);
  return {
    outcome: 'done',
    write: job.write,
    ref,
    version,
    modifiedAt: version,
    fields,
    extra,
    keys: module.kind.keys({ fields, aliases: module.aliasesOf(extra, ref) }),
    notes,
    ambiguous,
    ...(refused.length > 0 && { unsyncable: refused.map(({ why }) => reason('zohoFieldLeftOut', { why })) }),
  };
}

/** An update of which nothing can be sent, as look-ups none of which was clear: there is nothing to send, and why is in the notes. */
export const unsentResult = (ready: PreparedJob, module: Module): WriteDone =>
  doneResult(ready, ready.job.write.ref ?? '', ready.job.write.version, module);

const deletedResult = ({ write }: WriteJob): WriteDone => ({
  ...{ outcome: 'done', write, ref: write.ref ?? '', version: null, modifiedAt: null, fields: {}, extra: null },
  ...{ keys: noKeys, notes: [], ambiguous: [] },
});

function refusedResult({ job: { write }, refused = [] }: PreparedJob, item: ZohoResult): WriteResult {
  const { reason: last, duplicateOf } = explainResult(item);
  // Left out, and missed: what is wrong is its value.
  const why =
    refused.length > 0 && item.code === 'MANDATORY_NOT_FOUND' ? severalTroubles(refused.map((one) => one.why)) : last;
  return { outcome: 'refused', write, reason: duplicateOf ? reason('namesRecord', { why, ref: duplicateOf }) : why };
}

/** What one item of Zoho's answer means for its record. `gone` says no more than that the id is not there for this user. */
export function resultOf(ready: PreparedJob, item: ZohoResult, module: Module): WriteResult {
  const { job } = ready;
  if (item.ok)
    return job.write.op === 'delete'
      ? deletedResult(job)
      : doneResult(ready, item.id ?? job.write.ref ?? '', isoOf(item.modifiedAt), module);
  if (isStale(item)) return { outcome: 'stale', write: job.write };
  if (isGone(item) && job.write.op !== 'create') return { outcome: 'gone', write: job.write };
  if (item.code === 'noResult') return { outcome: 'unknown', write: job.write, reason: explainResult(item).reason };
  return refusedResult(ready, item);
}
