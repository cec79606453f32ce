import type { FieldMeta, Module } from '../module';
import { kinds, recurrenceValue, type RecurringMode } from '../../../sync/kinds';
import { fold } from '../../../sync/compare';
import type { NeutralRecord, Value } from '../../../sync/model';
import type { ZohoClient } from '../../../clients/zoho';
import type { FeedPage } from '../../types';
import { alarmAction, fieldsIn, rruleIn, type FieldMap, type FieldMapping, type ZohoRecord } from '../values';
import { changeFeed, type ZohoFeed } from '../feed';

/** Zoho's words and To Do's. "Waiting on someone else" is what older orgs say. An org's own words stay where they are. */
const statusValues: Readonly<Record<string, string>> = {
  'Not Started': 'notStarted',
  'In Progress': 'inProgress',
  Completed: 'completed',
  'Waiting for input': 'waitingOnOthers',
  'Waiting on someone else': 'waitingOnOthers',
  Deferred: 'deferred',
};

/** To Do knows three of them (see the kind): it shows the outer two as the next one. */
const priorityValues: Readonly<Record<string, string>> = {
  Highest: 'highest',
  High: 'high',
  Normal: 'normal',
  Low: 'low',
  Lowest: 'lowest',
};

const neutralValue = (table: Readonly<Record<string, string>>, word: string | undefined): string | undefined => {
  const wanted = (word ?? '').trim().toLowerCase();
  return Object.entries(table).find(([one]) => one.toLowerCase() === wanted)?.[1];
};

/** The words of one org for a choice: its word → the neutral one. A renamed value is known by the one it was made as. */
function picklistOf(meta: FieldMeta | undefined, table: Readonly<Record<string, string>>) {
  const values = meta?.pick_list_values ?? [];
  if (values.length === 0) return table;
  const entries = values.map(
    ({ actual_value, reference_value }) =>
      [actual_value, neutralValue(table, reference_value) ?? neutralValue(table, actual_value)] as const,
  );
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Words that an administrator took out of the choice: records may hold them, but none is to be given one. */
const unusedValuesIn = (meta: FieldMeta | undefined): readonly string[] =>
  (meta?.pick_list_values ?? []).filter(({ type }) => type === 'unused').map(({ actual_value }) => actual_value);

const REMIND_AT = 'Remind_At';
const RECURRING = 'Recurring_Activity';

function fieldMapOf(has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>): FieldMap {
  const choice = (api: string, table: Readonly<Record<string, string>>): FieldMapping => ({
    ...{
      api,
      kind: 'choice',
      picklist: picklistOf(metadata.get(api), table),
      unusedValues: unusedValuesIn(metadata.get(api)),
    },
    ...(metadata.get(api)?.default_value && { defaultValue: metadata.get(api)?.default_value }),
  });
  const all: FieldMap = {
    subject: { api: 'Subject', kind: 'plain' },
    dueDate: { api: 'Due_Date', kind: 'plain' },
    status: choice('Status', statusValues),
    priority: choice('Priority', priorityValues),
    description: { api: 'Description', kind: 'plain' },
    reminder: { api: REMIND_AT, kind: 'alarm' },
  };
  const writable = Object.entries(all).filter(([, { api }]) => has(api));
  // Read, never written: the metadata says that it cannot be changed, and that is right.
  const rule: FieldMap = metadata.has(RECURRING) ? { recurrence: { api: RECURRING, kind: 'rule' } } : {};
  return { ...Object.fromEntries(writable), ...rule };
}

/** Each record of a series shows the rule of the whole series. */
const toNeutral = (record: ZohoRecord, places: FieldMap, recurring: RecurringMode): NeutralRecord => ({
  fields: {
    ...fieldsIn(record, places),
    ...(places.recurrence && { recurrence: recurrenceValue(rruleIn(record[RECURRING]), recurring) }),
  },
  aliases: [String(record.id)],
  extra: { alarm: alarmAction(record[REMIND_AT]) },
});

/** Tasks of Zoho CRM. Whom and what they are about (Who_Id, What_Id) is never touched once they are there. */
export const tasks: Module = {
  name: 'Tasks',
  kind: kinds.task,
  fieldMapOf,
  columns: () => [],
  jsonColumns: [REMIND_AT, RECURRING],
  toNeutral: (record, places) => toNeutral(record, places, 'each'),
  aliasesOf: (_extra, ref) => [ref],
  extraAfter: ({ write }) => (write.op === 'create' ? { alarm: null } : write.extra),
  roughKey: ({ subject, dueDate }) => `${fold(String(subject ?? ''))}|${String(dueDate ?? '')}`,
};

/** Under another way with recurring tasks every record reads otherwise; how far tombstones were read stays. */
type TaskCursor = { readonly recurring: RecurringMode; readonly scope: unknown };

const cursorFor = (value: Value, recurring: RecurringMode): Value => {
  if (typeof value !== 'object' || value === null) return value;
  return (value as TaskCursor).recurring === recurring ? value : ({ ...value, scope: null } as Value);
};

/** What changed among the tasks (see `changeFeed`). Another choice for recurring tasks reads everything anew. Throws ApiError. */
export async function* crmTaskFeed(
  zoho: ZohoClient,
  { recurring, ...feed }: Omit<ZohoFeed, 'module'> & { readonly recurring: RecurringMode },
): AsyncGenerator<FeedPage> {
  const module: Module = { ...tasks, toNeutral: (record, places) => toNeutral(record, places, recurring) };
  for await (const page of changeFeed(zoho, { ...feed, module, cursor: cursorFor(feed.cursor, recurring) }))
    yield { ...page, cursor: { ...(page.cursor as object), recurring } as Value };
}
