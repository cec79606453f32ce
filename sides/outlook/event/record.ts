import { kinds } from '../../../sync/kinds';
import type { Keys, SideRecord } from '../../../sync/model';
import { text } from '../contact';
import { deletedRecord, hasCategory, modifiedOf, versionOf } from '../record';
import type { GraphEvent } from './event';
import { isPrivate, toNeutral } from './event';
import type { EventScope } from './settings';

const nothing: Keys = { strong: [], weak: null };
/** Version of an event that left the window or the calendar: nobody has to ask for it again until it comes back. */
export const AWAY = 'away';

const outside = (ref: string, keys: Keys, version: string | null): SideRecord => ({
  ...deletedRecord(ref),
  ...{ state: 'outside', keys, version },
});

export const isIn = (event: GraphEvent, { categories, privates }: EventScope): boolean =>
  hasCategory(event, categories) && !(privates === 'skip' && isPrivate(event));

/** An event that is not synced: known by its keys only, and a private one not even by those. */
export function outsideRecord(event: GraphEvent, { privates }: EventScope): SideRecord {
  const hidden = isPrivate(event) && privates === 'skip';
  return outside(String(event.id), hidden ? nothing : kinds.event.keys(toNeutral(event, privates)), null);
}

/** It exists, but no longer in the window or calendar that is read: it has left the scope, which is no deletion. */
export const awayRecord = (ref: string): SideRecord => outside(ref, nothing, AWAY);

/** An event read in full, as the core knows it. */
export function recordOf(event: GraphEvent, scope: EventScope): SideRecord {
  if (!isIn(event, scope)) return outsideRecord(event, scope);
  const neutral = toNeutral(event, scope.privates);
  return {
    ref: String(event.id),
    version: versionOf(event),
    modifiedAt: modifiedOf(event),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.event.keys(neutral),
    extra: neutral.extra,
    mark: text(event.transactionId) || null,
  };
}
