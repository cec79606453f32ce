import type { ZohoItem } from '../../clients/zoho';
import { explainItem, isGone, isMoved } from '../../clients/zoho';
import { kinds } from '../../sync/kinds';
import type { Fields, Value } from '../../sync/model';
import type { Done, WriteJob, WriteResult } from '../types';
import { aliasesOf } from './contact';
import type { Places } from './fields';
import type { Resolved } from './lookups';
import { isoOf } from './times';

/** A job on its way: with the ids of its look-ups. */
export interface Ready {
  readonly job: WriteJob;
  readonly resolved: Resolved;
}

/** The record as Zoho shows it after the write: what it had, and what was really sent; a look-up under its real name. */
function shown({ job, resolved }: Ready, places: Places): Fields {
  const sent = Object.entries(job.write.fields).filter(([name]) => places[name]?.kind === 'plain');
  return { ...job.before, ...Object.fromEntries(sent), ...resolved.names };
}

const extraOf = ({ write }: WriteJob): Value => (write.op === 'create' ? { secondaryEmail: null } : write.extra);

/** The record after a write; `version` is its Modified_Time now. */
function written(ready: Ready, ref: string, version: string | null, places: Places): Done {
  const { job, resolved } = ready;
  const fields = shown(ready, places);
  const extra = extraOf(job);
  return {
    outcome: 'done',
    write: job.write,
    ref,
    version,
    modifiedAt: version,
    fields,
    extra,
    keys: kinds.contact.keys({ fields, aliases: aliasesOf(extra) }),
    notes: resolved.notes,
    ambiguous: resolved.ambiguous,
  };
}

/** A patch of look-ups none of which was clear: there is nothing to send, and why is in the notes. */
export const unsentResult = (ready: Ready, places: Places): Done =>
  written(ready, ready.job.write.ref ?? '', ready.job.write.version, places);

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
export function resultOf(ready: Ready, item: ZohoItem, places: Places): WriteResult {
  const { job } = ready;
  if (item.ok)
    return job.write.op === 'delete'
      ? deletedResult(job)
      : written(ready, item.id ?? job.write.ref ?? '', isoOf(item.modifiedAt), places);
  if (isMoved(item)) return { outcome: 'moved', write: job.write };
  if (isGone(item) && job.write.op !== 'create') return { outcome: 'gone', write: job.write };
  if (item.code === 'noResult') return { outcome: 'unknown', write: job.write, message: explainItem(item).message };
  return refused(job, item);
}
