import type { Call } from '../call';
import type { StoredList, StoredTask, ZonedTime } from '../model';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import { graphTime, momentOf, only } from '../values';
import { zonePreference } from '../zonePreference';

/** To Do shows its own times with seven decimals [docs: todoTask]. */
export const preciseTime = (ms: number): string => new Date(ms).toISOString().replace(/Z$/, '0000Z');

export function listRow(list: StoredList, select: readonly string[] | null): Row {
  const { id, displayName, isOwner, isShared, wellknownListName } = list;
  const all = { displayName, isOwner, isShared, wellknownListName, id };
  return { '@odata.etag': etagOf(list), ...(select ? only(all, ['id', ...select]) : all) };
}

const DATES = ['completedDateTime', 'dueDateTime', 'reminderDateTime', 'startDateTime'];

/** Dates that are not set are left out, and so is a missing recurrence [docs: todoTask delta sample]. */
function datesOf({ fields }: StoredTask, zone: string | null): Row {
  const shown = (time: ZonedTime): ZonedTime =>
    zone === null ? time : { dateTime: graphTime(momentOf(time).setZone(zone)), timeZone: zone };
  const dates = DATES.filter((name) => fields[name]).map((name) => [name, shown(fields[name] as ZonedTime)]);
  return { ...Object.fromEntries(dates), ...(fields.recurrence ? { recurrence: fields.recurrence } : {}) };
}

/** Steps come along unasked, links only with the one task asked for [seen live: MS365-ToDo, tasks.org]. */
function partsOf(call: Call, task: StoredTask, withLinks: boolean): Row {
  const { linkedResources, checklistItems } = task;
  const links = withLinks || call.limits.linkedResourcesInline;
  return {
    ...(checklistItems.length > 0 ? { checklistItems } : {}),
    ...(links && linkedResources.length > 0 ? { linkedResources } : {}),
  };
}

/** The same with a context for each part, as everywhere but in rounds of changes. */
export function withContexts({ base, state, path }: Call, task: StoredTask, row: Row): Row {
  const tail = (name: string) => ({
    [`${name}@odata.context`]: `${base}/$metadata#users('${state.mailbox.id}')/${path}/${name}`,
  });
  const entries = Object.entries(row).flatMap(([name, value]) =>
    ['checklistItems', 'linkedResources'].includes(name)
      ? [...Object.entries(tail(name)), [name, value]]
      : [[name, value]],
  );
  return Object.fromEntries(entries) as Row;
}

/** A task as the caller sees it, in the order of the service; linked resources when asked for. */
export function taskRow(call: Call, task: StoredTask, withLinks: boolean): Row {
  const { importance, isReminderOn, status, title, categories, body } = task.fields;
  const all: Row = {
    ...{ importance, isReminderOn, status, title },
    createdDateTime: preciseTime(task.created),
    lastModifiedDateTime: preciseTime(task.modified),
    ...{ hasAttachments: false, categories, id: task.id, body },
    ...datesOf(task, call.limits.todoTimeZone ? (zonePreference(call)?.iana ?? null) : null),
  };
  const whole = { ...all, bodyLastModifiedDateTime: preciseTime(task.bodyModified) };
  const shown = call.query.select ? only(whole, ['id', ...call.query.select]) : all;
  return { '@odata.etag': etagOf(task), ...shown, ...partsOf(call, task, withLinks) };
}
