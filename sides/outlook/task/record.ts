import { orRefused } from '../../time';
import type { Value, Fields, NeutralRecord, SideRecord } from '../../../sync/model';
import { asObject, asArray, asString } from '../../json';
import { escapeHtml, editHtml, htmlToText } from '../../html';
import type { RecurringMode } from '../../../sync/kinds';
import { recurrenceValue, sideOnly, kinds } from '../../../sync/kinds';
import type { GraphTime } from '../../time/dateTime';
import { dueDate, graphMidnight, graphTime, instantOf } from '../../time/dateTime';
import { ZOHO_CATEGORY, deletedRecord, hasCategory, modifiedOf, versionOf } from '../record';

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
  readonly categories: readonly string[];
  readonly zone: string;
  readonly sent: readonly SentTask[];
}

/** What a task's linked resources show as the app they come from. */
const CRM = 'Zoho CRM';

/** A linked resource: a line under the task, with a link that people can click. */
export interface LinkedResource {
  readonly id?: string;
  readonly applicationName?: string | null;
  readonly externalId?: string | null;
  readonly webUrl?: string | null;
  readonly displayName?: string | null;
}

/** A record of the CRM that a task is about: a contact, a deal. */
export type Related = {
  /** API name of its module. */
  readonly module: string;
  readonly id: string;
};

/** What of a task must be known beside its fields. The id of its list is added by whoever reads it there. */
export type TaskExtra = {
  readonly categories: readonly string[];
  /** Ids of CRM tasks that its linked resources name. */
  readonly crm: readonly string[];
  /** CRM records of other modules that its linked resources name, in their order. */
  readonly related: readonly Related[];
  /** Ids among `crm` of which no address tells the module: they may be anything in the CRM. */
  readonly loose: readonly string[];
  readonly bodyType: string;
  readonly body: string;
  /** The due date as Graph tells it. */
  readonly due: string;
};

const TASKS = 'Tasks';

/** `…/crm/tab/Contacts/123`, `…/crm/org45/tab/Potentials/123`, `…/crm/EntityInfo.do?module=Leads&id=123`: which module, which record. */
function recordInUrl(url: string): Related | null {
  const tab = /\/tab\/(\w+)\/(\d+)/.exec(url);
  const query = new URLSearchParams(/\.do\?(.*)$/.exec(url)?.[1] ?? '');
  const [module, id] = [tab?.[1] ?? query.get('module'), tab?.[2] ?? query.get('id')];
  return module && id ? { module: tabs[module] ?? module, id } : null;
}

/** Modules whose pages still bear their old name. */
const tabs: Readonly<Record<string, string>> = { Potentials: 'Deals', Activities: TASKS };

const isCrmLink = ({ applicationName, webUrl }: LinkedResource): boolean =>
  asString(applicationName).trim().toLowerCase() === CRM.toLowerCase() ||
  /\/crm\/(org\d+\/)?(tab\/|\w+\.do\?)/.test(asString(webUrl));

export type Links = Pick<TaskExtra, 'crm' | 'related' | 'loose'>;

/** What a task's linked resources say of the CRM: tasks it is the same as, and records it is about. */
export function linksOf(task: GraphTask): Links {
  const ours = asArray<LinkedResource>(task.linkedResources).filter(isCrmLink);
  const places = ours.map((one) => recordInUrl(asString(one.webUrl)) ?? { module: '', id: asString(one.externalId) });
  const named = places.filter(({ id }) => id !== '');
  return {
    crm: named.filter(({ module }) => module === TASKS || module === '').map(({ id }) => id),
    related: named.filter(({ module }) => module !== TASKS && module !== ''),
    loose: named.filter(({ module }) => module === '').map(({ id }) => id),
  };
}

/** Is it a line that leads to a task of the CRM, as its address says? */
export const leadsToTask = ({ webUrl }: LinkedResource): boolean => recordInUrl(asString(webUrl))?.module === TASKS;

/** The link to a CRM task that people can click in To Do. `web`: origin of the CRM's pages; null where it is not known. */
export const linkToCrmTask = (ref: string, title: string, web: string | null): LinkedResource => ({
  applicationName: CRM,
  externalId: ref,
  displayName: title,
  ...(web && { webUrl: `${web}/crm/tab/${TASKS}/${ref}` }),
});

/** The ids of CRM tasks in a task's `extra`. */
export const crmIdsIn = (extra: Value): readonly string[] => asArray<string>(asObject(extra).crm);

/** The description as text, whatever the body is; null for an empty one. */
export function bodyToText(content: string, contentType: string): string | null {
  const text = contentType.toLowerCase() === 'html' ? htmlToText(content) : content.replace(/\r\n?/g, '\n');
  return text.trim() ? text : null;
}

const textLines = (text: string): readonly string[] => text.replace(/\r\n?/g, '\n').split('\n');
const asHtml = (text: string): string => textLines(text).map(escapeHtml).join('<br>\n');

/** Pieces of an HTML body that each show one line, so that lines nobody touched keep their form. */
const htmlLines = (html: string): readonly string[] =>
  html.match(/[\s\S]*?(?:<br\b[^>]*>|<\/(?:p|div|li|h[1-6])>|$)/gi) ?? [];

/** Bold, links and lists of the lines before and after the edit stay; only the lines that changed become plain. */
function patchedHtml(old: string, text: string): string | null {
  const parts = htmlLines(old).filter(Boolean);
  const shown = parts.map((part) => bodyToText(part, 'html') ?? '');
  const wanted = textLines(text);
  if (shown.join('\n').trimEnd() !== (bodyToText(old, 'html') ?? '')) return null;
  let head = 0;
  while (head < wanted.length && head < shown.length && shown[head] === wanted[head]) head += 1;
  let tail = 0;
  const rest = Math.min(wanted.length, shown.length) - head;
  while (tail < rest && shown[shown.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail += 1;
  const middle = wanted.slice(head, wanted.length - tail).map((line) => `<div>${escapeHtml(line) || '<br>'}</div>`);
  return [...parts.slice(0, head), ...middle, ...(tail > 0 ? parts.slice(-tail) : [])].join('');
}

/**
 * The body to send for a description. It keeps the type it has; in HTML the lines that did not change keep their form, if that
 * shows the same text. An empty text empties it, for a body must not be null.
 */
export function bodyFor(text: string, old: { readonly content: string; readonly contentType: string }) {
  if (old.contentType.toLowerCase() !== 'html') return { content: text, contentType: 'text' };
  const saysIt = (html: string | null): boolean =>
    html !== null && bodyToText(html, 'html') === bodyToText(text, 'text');
  const kept = [editHtml(old.content, text), patchedHtml(old.content, text)].find(saysIt);
  return { content: kept ?? asHtml(text), contentType: 'html' };
}

const timeIn = (value: unknown): GraphTime | null => {
  const { dateTime, timeZone } = asObject(value);
  return typeof dateTime === 'string' ? { dateTime, timeZone: asString(timeZone) || 'UTC' } : null;
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
  const time = task.isReminderOn === true ? timeIn(task.reminderDateTime) : null;
  return readable(() => time && instantOf(time));
};

function extraOf(task: GraphTask): TaskExtra {
  const { content, contentType } = asObject(task.body);
  const type = asString(contentType) || 'text';
  const categories = asArray<string>(task.categories);
  return {
    ...{ categories, ...linksOf(task), bodyType: type, body: type === 'html' ? asString(content) : '' },
    due: rawDueDate(task),
  };
}

const recurrenceOfTask = (task: GraphTask): string | null =>
  task.recurrence ? asString(asObject(asObject(task.recurrence).pattern).type) || 'recurring' : null;

/** A task of Microsoft To Do in neutral form. `zone`: the mailbox's, Windows or IANA name. */
export function toNeutral(task: GraphTask, zone: string, recurring: RecurringMode = 'each'): NeutralRecord {
  const { content, contentType } = asObject(task.body);
  const fields: Fields = {
    subject: asString(task.title) || null,
    dueDate: dueDateIn(task, zone),
    status: asString(task.status) || 'notStarted',
    priority: asString(task.importance) || 'normal',
    description: bodyToText(asString(content), asString(contentType)),
    reminder: reminderIn(task),
    recurrence: recurrenceValue(recurrenceOfTask(task), recurring),
  };
  return { fields, aliases: [], extra: extraOf(task) as unknown as Value };
}

type Body = Record<string, unknown>;

/** How a neutral value is sent; `null` and '' take it away. */
type FieldWriter = (value: Value, zone: string, extra: Readonly<Record<string, unknown>>) => Body;

const fieldWriters: Readonly<Record<string, FieldWriter>> = {
  subject: (value) => ({ title: asString(value) }),
  dueDate: (value, zone) => ({ dueDateTime: value ? graphMidnight(asString(value), zone) : null }),
  status: (value) => ({ status: asString(value) }),
  priority: (value) => ({ importance: asString(value) }),
  description: (value, _zone, extra) => ({
    body: bodyFor(asString(value), { content: asString(extra.body), contentType: asString(extra.bodyType) || 'text' }),
  }),
  reminder: (value) =>
    value
      ? { isReminderOn: true, reminderDateTime: graphTime(asString(value), 'UTC') }
      : { isReminderOn: false, reminderDateTime: null },
};

/** The body of a PATCH: only what the patch changes. Due dates are midnights of the mailbox's own zone. */
export const toPatch = (fields: Fields, extra: Value, zone: string): Body =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, value]) => fieldWriters[name]?.(value, zone, asObject(extra)) ?? {}),
  ) as Body;

/** The body of a POST: with the category Zoho and the link to the CRM task, which also finds a create whose reply was lost. */
export function toCreate(fields: Fields, zone: string, link: LinkedResource | null): Body {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => asString(value)));
  return {
    title: '',
    ...toPatch(given, null, zone),
    categories: [ZOHO_CATEGORY],
    ...(link && { linkedResources: [link] }),
  };
}

const intentOf = ({ extra }: NeutralRecord, sent: readonly SentTask[]): string | null => {
  const ids = crmIdsIn(extra);
  return sent.find(({ sourceRef }) => ids.includes(sourceRef))?.id ?? null;
};

/** Graph finds a task by its list only, so where it lies is kept with it. */
export const withList = (extra: Value, listId: string): Value => ({ ...asObject(extra), list: listId }) as Value;

/** The list a task lies in, by its `extra`; null where that was not kept. */
export const listIn = (extra: Value): string | null => asString(asObject(extra).list) || null;

/**
 * The same task, with the due date it was known to have as long as Graph tells the same: read in another zone, as when the mailbox
 * moves to one, it could be another day, and that is nobody's edit.
 */
export function withKnownDueDate(
  row: SideRecord,
  known: { readonly fields?: Fields; readonly due?: string } | undefined,
): SideRecord {
  const [due, dueDate] = [dueIn(row.extra), known?.fields?.dueDate];
  if (row.state !== 'live' || due === '' || due !== known?.due || typeof dueDate !== 'string') return row;
  const fields = { ...row.fields, dueDate };
  return { ...row, fields, keys: kinds.task.keys({ fields, aliases: [] }) };
}

/** The due date as Graph told it, by the `extra` of a task. */
export const dueIn = (extra: Value): string => asString(asObject(extra).due);

/** A task that exists but is not synced: known by its keys only. */
export const outsideTask = (task: GraphTask, neutral: NeutralRecord): SideRecord => ({
  ...deletedRecord(String(task.id)),
  state: 'outside',
  keys: kinds.task.keys(neutral),
});

/** A task read in full, as the core knows it. */
export function recordOf(task: GraphTask, scope: TaskScope): SideRecord {
  const neutral = toNeutral(task, scope.zone, scope.recurring);
  if (!hasCategory(task, scope.categories)) return outsideTask(task, neutral);
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
