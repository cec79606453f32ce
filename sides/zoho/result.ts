import type { ZohoItem } from '../../clients/zoho';
import { explainItem, isGone, isMoved } from '../../clients/zoho';
import { isBlank } from '../../sync/kinds';
import type { Fields, Value } from '../../sync/model';
import type { Done, WriteJob, WriteResult } from '../types';
import type { Place, Places } from './fields';
import { wordFor } from './fields';
import type { Resolved } from './lookups';
import type { Module } from './module';
import { isoOf } from './times';
import { isLookup, readChoice } from './values';

/** A job on its way: with the ids of its look-ups. */
export interface Ready {
  readonly job: WriteJob;
  readonly resolved: Resolved;
}

/** Which module, and where its fields live in this org. */
export interface Shape {
  readonly module: Module;
  readonly places: Places;
}

/** Look-ups that an undoing took away. */
const blanked = ({ write }: WriteJob, places: Places): Fields =>
  write.blanks
    ? Object.fromEntries(
        Object.entries(write.fields).filter(([name, value]) => isLookup(places[name]) && (value ?? '') === ''),
      )
    : {};

const isUnsaid = (place: Place | undefined, value: Value): boolean =>
  place?.kind === 'choice' && !isBlank(value) && wordFor(place, value) === undefined;

/** What a new record shows of choices for which the org has no word: Zoho's own default. */
const initials = (places: Places): Fields =>
  Object.fromEntries(
    Object.entries(places).flatMap(([name, place]) =>
      place.initial ? [[name, readChoice(place.initial, place)]] : [],
    ),
  );

/** The record as Zoho shows it after the write: what it had, and what was really sent; a look-up under its real name. */
function shown({ job, resolved }: Ready, { places }: Shape): Fields {
  const { write, before } = job;
  const sent = Object.entries(write.fields).filter(
    ([name, value]) => places[name] && !isLookup(places[name]) && !isUnsaid(places[name], value),
  );
  const first = write.op === 'create' ? initials(places) : {};
  return { ...first, ...before, ...Object.fromEntries(sent), ...blanked(job, places), ...resolved.names };
}

/** The record after a write; `version` is its Modified_Time now. */
function written(ready: Ready, ref: string, version: string | null, shape: Shape): Done {
  const { job, resolved } = ready;
  const { module } = shape;
  const fields = shown(ready, shape);
  const extra = module.extraAfter(job);
  return {
    outcome: 'done',
    write: job.write,
    ref,
    version,
    modifiedAt: version,
    fields,
    extra,
    keys: module.kind.keys({ fields, aliases: module.aliasesOf(extra) }),
    notes: resolved.notes,
    ambiguous: resolved.ambiguous,
  };
}

/** A patch of look-ups none of which was clear: there is nothing to send, and why is in the notes. */
export const unsentResult = (ready: Ready, shape: Shape): Done =>
  written(ready, ready.job.write.ref ?? '', ready.job.write.version, shape);

const deletedResult = ({ write }: WriteJob): Done => ({
  ...{ outcome: 'done', write, ref: write.ref ?? '', version: null, modifiedAt: null, fields: {}, extra: null },
  ...{ keys: { strong: [], weak: null }, notes: [], ambiguous: [] },
});

function refused({ write }: WriteJob, item: ZohoItem): WriteResult {
  const { message, nextStep, duplicateOf } = explainItem(item);
  const which = duplicateOf ? ` It is the record ${duplicateOf}.` : '';
  return { outcome: 'refused', write, message: `${message}${which}`, nextStep };
}

/** What one item of Zoho's answer means for its record. `gone` says no more than that the id is not there for this user. */
export function resultOf(ready: Ready, item: ZohoItem, shape: Shape): WriteResult {
  const { job } = ready;
  if (item.ok)
    return job.write.op === 'delete'
      ? deletedResult(job)
      : written(ready, item.id ?? job.write.ref ?? '', isoOf(item.modifiedAt), shape);
  if (isMoved(item)) return { outcome: 'moved', write: job.write };
  if (isGone(item) && job.write.op !== 'create') return { outcome: 'gone', write: job.write };
  if (item.code === 'noResult') return { outcome: 'unknown', write: job.write, message: explainItem(item).message };
  return refused(job, item);
}
