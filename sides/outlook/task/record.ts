import { uniq } from 'lodash';
import { orRefused } from '../../time';
import { reason } from '../../../reasons';
import {
  type Value,
  type Fields,
  type NeutralRecord,
  type SideRecord,
  type Write,
  deletedRecord,
} from '../../../sync/model';
import { readArray, readBoolean, readObject, readString, readWord, readRow } from '../../row';
import { editHtml, htmlToText, isTooLong, MOST_HTML } from '../../html';
import { recurrenceValue, sideOnly, kinds, type RecurringMode } from '../../../sync/kinds';
import { dueDate, graphMidnight, graphTime, instantOf, type GraphTime } from '../../time/dateTime';
import { type LinkedResource, type Links, crmIdsIn, linksOf } from './crmLinks';
import { ZOHO_CATEGORY, hasCategory, modifiedOf, versionOf, type Categories } from '../record';

/** A task as Graph's v1.0 JSON has it (todoTask). */
export type GraphTask = Readonly<Record<string, unknown>>;

/** A create on this side whose reply may have been lost: its intent, and the CRM record it was made of. */
export interface SentTask {
  readonly id: string;
  readonly sourceRef: string;
}

/** What is synced of a list, and what is needed to read it. */
export interface TaskScope {
  /** The list that is read; of a whole sync the one where new tasks go. */
  readonly list: string;
  readonly recurring: RecurringMode;
  readonly categories: Categories;
  readonly zone: string;
  readonly sent: readonly SentTask[];
}

/** What of a task must be known beside its fields. The id of its list is added by whoever reads it there. */
export type TaskExtra = Links & {
  readonly categories: readonly string[];
  readonly bodyType: string;
  readonly body: string;
  /** The due date as Graph tells it. */
  readonly due: string;
};

export const TOO_LONG = reason('textTooLong', { max: MOST_HTML });

/** The description as text, whatever the body is; null for an empty one. */
export function bodyToText(content: string, contentType: string): Value {
  if (isTooLong(content, contentType)) return sideOnly(TOO_LONG);
  const text = contentType.toLowerCase() === 'html' ? htmlToText(content) : content.replace(/\r\n?/g, '\n');
  return text.trim() ? text : null;
}

/** The body for a description, of the type it has, with all in it that is no text. It is never null. */
export function bodyFor(text: string, old: { readonly content: string; readonly contentType: string }) {
  if (old.contentType.toLowerCase() !== 'html') return { content: text, contentType: 'text' };
  return { content: editHtml(old.content, text), contentType: 'html' };
}

const timeIn = (value: unknown): GraphTime | null => {
  const { dateTime, timeZone } = readObject(value);
  return readString(dateTime) ? { dateTime: readString(dateTime), timeZone: readString(timeZone) || 'UTC' } : null;
};

/** A time that cannot be read stays in Outlook, and says why. */
function readable(work: () => string | null): Value {
  const read = orRefused(() => ({ value: work() }));
  return 'refused' in read ? sideOnly(read.refused) : read.value;
}

const dueDateIn = (task: GraphTask, zone: string): Value => {
  const time = timeIn(task.dueDateTime);
  return readable(() => time && dueDate(time, zone));
};

/** The due date as Graph tells it: while this is the same, nobody has changed the date. */
const rawDueDate = (task: GraphTask): string => {
  const time = timeIn(task.dueDateTime);
  return time ? `${time.dateTime.slice(0, 19)} ${time.timeZone}` : '';
};

/** A reminder that is switched off keeps its time in Graph, but reminds nobody. */
const reminderIn = (task: GraphTask): Value => {
  const time = readBoolean(task.isReminderOn) ? timeIn(task.reminderDateTime) : null;
  return readable(() => time && instantOf(time));
};

function extraOf(task: GraphTask): TaskExtra {
  const { content, contentType } = readObject(task.body);
  const type = readString(contentType) || 'text';
  const categories = readArray<string>(task.categories);
  return {
    ...{ categories, ...linksOf(task), bodyType: type, body: type === 'html' ? readString(content) : '' },
    due: rawDueDate(task),
  };
}

const recurrenceOfTask = (task: GraphTask): string | null =>
  Object.keys(readObject(task.recurrence)).length > 0
    ? readString(readObject(readObject(task.recurrence).pattern).type) || 'recurring'
    : null;

const STATUSES = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'];
const PRIORITIES = ['low', 'normal', 'high'];

/** A task of Microsoft To Do in neutral form. `zone`: the mailbox's, Windows or IANA name. */
export function toNeutral(task: GraphTask, zone: string, recurring: RecurringMode = 'each'): NeutralRecord {
  const { content, contentType } = readObject(task.body);
  const fields: Fields = {
    subject: readString(task.title) || null,
    dueDate: dueDateIn(task, zone),
    status: readWord(STATUSES, task.status ?? 'notStarted'),
    priority: readWord(PRIORITIES, task.importance ?? 'normal'),
    description: bodyToText(readString(content), readString(contentType)),
    reminder: reminderIn(task),
    recurrence: recurrenceValue(recurrenceOfTask(task), recurring),
  };
  // The next one of a series inherits the link of the one before.
  const aliases = fields.recurrence === null ? linksOf(task).crm : [];
  return { fields, aliases, extra: extraOf(task) as unknown as Value };
}

type Body = Record<string, unknown>;

/** How a neutral value is sent; `null` and '' take it away. */
type FieldWriter = (value: Value, zone: string, extra: Readonly<Record<string, unknown>>) => Body;

const fieldWriters: Readonly<Record<string, FieldWriter>> = {
  subject: (value) => ({ title: readString(value) }),
  dueDate: (value, zone) => ({ dueDateTime: value ? graphMidnight(readString(value), zone) : null }),
  status: (value) => ({ status: readString(value) }),
  priority: (value) => ({ importance: readString(value) }),
  description: (value, _zone, extra) => ({
    body: bodyFor(readString(value), {
      content: readString(extra.body),
      contentType: readString(extra.bodyType) || 'text',
    }),
  }),
  reminder: (value) =>
    value
      ? { isReminderOn: true, reminderDateTime: graphTime(readString(value), 'UTC') }
      : { isReminderOn: false, reminderDateTime: null },
};

/** Of an undo: a text with its formats as it was, where it is still as the undone write left it. */
function bodyBack({ undone, extra }: Patched): Body {
  const [now, content] = [readString(readObject(extra).body), readString(undone?.before.body)];
  return content && now === readString(undone?.after.body) ? { body: { content, contentType: 'html' } } : {};
}

type Patched = Pick<Write, 'fields' | 'extra' | 'undone'>;

/** The body of a PATCH: only what the patch changes. Due dates are midnights of the mailbox's own zone. */
export const toPatch = (write: Patched, zone: string): Body =>
  Object.assign(
    {},
    ...Object.entries(write.fields).map(
      ([name, value]) => fieldWriters[name]?.(value, zone, readObject(write.extra)) ?? {},
    ),
    'description' in write.fields ? bodyBack(write) : {},
  ) as Body;

/** The body of a POST: with the category Zoho and the link to the CRM task, which also finds a create whose reply was lost. */
export function toCreate({ fields, undone }: Patched, zone: string, link: LinkedResource | null): Body {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => readString(value)));
  return {
    title: '',
    ...toPatch({ fields: given, extra: null, undone }, zone),
    categories: uniq([ZOHO_CATEGORY, ...readArray<string>(undone?.before.categories)]),
    ...(link && { linkedResources: [link] }),
  };
}

const intentOf = ({ extra }: NeutralRecord, sent: readonly SentTask[]): string | null => {
  const ids = crmIdsIn(extra);
  return sent.find(({ sourceRef }) => ids.includes(sourceRef))?.id ?? null;
};

/** Graph finds a task by its list only, so where it lies is kept with it. */
export const withList = (extra: Value, listId: string): Value => ({ ...readObject(extra), list: listId }) as Value;

/** The list a task lies in, by its `extra`; null where that was not kept. */
export const listIn = (extra: Value): string | null => readString(readObject(extra).list) || null;

/** The task with its known due date while Graph tells the same: another zone of the mailbox must not look like an edit. */
export function withKnownDueDate(
  row: SideRecord,
  known: { readonly fields?: Fields; readonly due?: string } | undefined,
): SideRecord {
  const [due, dueDate] = [dueIn(row.extra), known?.fields?.dueDate];
  if (row.state !== 'live' || due === '' || due !== known?.due || typeof dueDate !== 'string') return row;
  const fields = { ...row.fields, dueDate };
  const { named } = row.keys;
  return { ...row, fields, keys: { ...kinds.task.keys({ fields, aliases: [] }), ...(named && { named }) } };
}

/** The due date as Graph told it, by the `extra` of a task. */
export const dueIn = (extra: Value): string => readString(readObject(extra).due);

/** The text is not read: nobody needs it. */
const outsideFields = (task: GraphTask, zone: string): SideRecord => ({
  ...deletedRecord(String(task.id)),
  ...{ state: 'outside', keys: kinds.task.keys(toNeutral({ ...task, body: null }, zone)) },
});

const placeOf = ({ id }: GraphTask) => ({ side: 'outlook' as const, ref: String(id) });

/** A task that exists but is not synced: known by its keys only. */
export const outsideTask = (task: GraphTask, zone: string): SideRecord =>
  readRow(task, placeOf(task), (row) => outsideFields(row, zone));

/** Of the rest, what is unset is absent [FACTS B25]. */
const ALWAYS = ['title', 'status', 'importance', 'body', 'categories'];

/** A task read in full, as the core knows it. */
export const recordOf = (task: GraphTask, scope: TaskScope): SideRecord =>
  readRow(task, { ...placeOf(task), always: ALWAYS }, (whole) => wholeRecord(whole, scope));

function wholeRecord(task: GraphTask, scope: TaskScope): SideRecord {
  if (!hasCategory(task, scope.categories)) return outsideFields(task, scope.zone);
  const neutral = toNeutral(task, scope.zone, scope.recurring);
  return {
    ref: String(task.id),
    version: versionOf(task),
    modifiedAt: modifiedOf(task),
    state: 'live',
    fields: neutral.fields,
    keys: kinds.task.keys(neutral),
    extra: withList(neutral.extra, scope.list),
    mark: intentOf(neutral, scope.sent),
  };
}
