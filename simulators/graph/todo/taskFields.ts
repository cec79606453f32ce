import { DateTime } from 'luxon';
import { badRequest } from '../errors';
import type { GraphLimits } from '../limits';
import type { ZonedTime } from '../model';
import { readRecurrence } from '../recurrence';
import type { Row } from '../shapes';
import type { Read } from '../values';
import { flag, graphTime, itemBody, momentOf, oneOf, readBody, text, texts, zonedTime } from '../values';

/** The writable properties of a todoTask, in the order of the service's rows. */
const TASK_FIELDS: Readonly<Record<string, Read>> = {
  importance: oneOf('importance', 'low', 'normal', 'high'),
  isReminderOn: flag,
  status: oneOf('taskStatus', 'notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'),
  title: text,
  categories: texts,
  body: itemBody,
  completedDateTime: zonedTime,
  dueDateTime: zonedTime,
  reminderDateTime: zonedTime,
  startDateTime: zonedTime,
  recurrence: (_name, value) => value,
};

/** Server's own properties and navigation: passed over in a body. */
const TASK_READ_ONLY = ['id', 'createdDateTime', 'lastModifiedDateTime', 'bodyLastModifiedDateTime', 'hasAttachments'];
export const TASK_PROPERTIES = [...TASK_READ_ONLY, ...Object.keys(TASK_FIELDS)];

export const emptyTask = (): Row => ({
  ...{ importance: 'normal', isReminderOn: false, status: 'notStarted', title: '', categories: [] },
  ...{ body: { content: '', contentType: 'text' }, recurrence: null },
  ...{ completedDateTime: null, dueDateTime: null, reminderDateTime: null, startDateTime: null },
});

const inUtc = (moment: DateTime): ZonedTime => ({ dateTime: graphTime(moment.toUTC()), timeZone: 'UTC' });

/** A date as To Do gives it back: the midnight of the zone it was written in, told in UTC [GH MS365-ToDo#29]. */
const localMidnight = (time: ZonedTime): ZonedTime => inUtc(momentOf(time).startOf('day'));

/** A completion day as To Do gives it back: midnight in UTC, its time lost [GH contrib#8664]. */
const utcMidnight = (time: ZonedTime): ZonedTime =>
  inUtc(DateTime.fromISO(time.dateTime.slice(0, 10), { zone: 'UTC' }));

const asWritten = (time: ZonedTime): ZonedTime => inUtc(momentOf(time));

function storedDates(fields: Row, { snapDueDates, snapCompletedDates }: GraphLimits): Row {
  const day = snapDueDates ? localMidnight : asWritten;
  const ways: Record<string, (time: ZonedTime) => ZonedTime> = {
    ...{ dueDateTime: day, startDateTime: day, reminderDateTime: asWritten },
    completedDateTime: snapCompletedDates ? utcMidnight : asWritten,
  };
  const given = Object.keys(ways).filter((name) => fields[name]);
  return Object.fromEntries(given.map((name) => [name, ways[name]?.(fields[name] as ZonedTime)]));
}

/** The recurrence of a task hangs on its due date, which must be there [UNC in the documents, so in practice]. */
function recurrenceOf(fields: Row, stored: Row): Row {
  if (!fields.recurrence) return {};
  const due = (fields.dueDateTime ?? stored.dueDateTime) as ZonedTime | null;
  if (!due) throw badRequest('A recurring task needs a dueDateTime.', 'invalidRequest');
  const { startDate } = ((fields.recurrence as Row).range ?? {}) as { startDate?: string };
  const first = fields.dueDateTime ? due.dateTime.slice(0, 10) : (startDate ?? due.dateTime.slice(0, 10));
  return { recurrence: readRecurrence(fields.recurrence, first, due.timeZone) };
}

/** Status and completion day belong together: completed sets the day, any other status takes it away. */
function completion(fields: Row, stored: Row, now: number): Row {
  if (fields.status === undefined) return {};
  if (fields.status !== 'completed') return { completedDateTime: null };
  if (fields.completedDateTime || (stored.status === 'completed' && stored.completedDateTime)) return {};
  return { completedDateTime: { dateTime: graphTime(DateTime.fromMillis(now, { zone: 'UTC' })), timeZone: 'UTC' } };
}

/**
 * The body of a POST or PATCH as To Do stores it, over what is stored already.
 * Linked resources and checklists are read apart.
 */
export function readTask(body: unknown, stored: Row, limits: GraphLimits, now: number): Row {
  // n8n's own To Do node sends the text a second time as `content`, and the live service takes its writes.
  const given = readBody('todoTask', body, TASK_FIELDS, [
    'content',
    ...TASK_READ_ONLY,
    'linkedResources',
    'checklistItems',
    'extensions',
  ]);
  if (given.title === null) throw badRequest('Title must not be null.', 'invalidRequest');
  const fields: Row = { ...given, ...completion(given, stored, now) };
  return { ...fields, ...recurrenceOf(fields, stored), ...storedDates(fields, limits) };
}
