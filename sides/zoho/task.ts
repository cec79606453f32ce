import type { Recurring } from '../../sync/kinds';
import { kinds, recurrenceOf } from '../../sync/kinds';
import { fold } from '../../sync/likeness';
import type { Neutral, Value } from '../../sync/model';
import type { ZohoClient } from '../../clients/zoho';
import type { FeedPage } from '../types';
import { alarmAction } from './alarm';
import type { ZohoFeed } from './feed';
import { changeFeed } from './feed';
import type { Place, Places } from './fields';
import type { FieldMeta } from './metadata';
import type { Module } from './module';
import { fieldsIn, ruleIn } from './values';
import type { ZohoRecord } from './values';
import { priorityWords, statusWords, unusedIn, wordsOf } from './words';

const REMIND_AT = 'Remind_At';
const RECURRING = 'Recurring_Activity';

function placesIn(has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>): Places {
  const choice = (api: string, table: Readonly<Record<string, string>>): Place => ({
    ...{ api, kind: 'choice', words: wordsOf(metadata.get(api), table), unused: unusedIn(metadata.get(api)) },
    ...(metadata.get(api)?.default_value && { initial: metadata.get(api)?.default_value }),
  });
  const all: Places = {
    subject: { api: 'Subject', kind: 'plain' },
    dueDate: { api: 'Due_Date', kind: 'plain' },
    status: choice('Status', statusWords),
    priority: choice('Priority', priorityWords),
    description: { api: 'Description', kind: 'plain' },
    reminder: { api: REMIND_AT, kind: 'alarm' },
  };
  const writable = Object.entries(all).filter(([, { api }]) => has(api));
  // Read, never written: the metadata says that it cannot be changed, and that is right.
  const rule: Places = metadata.has(RECURRING) ? { recurrence: { api: RECURRING, kind: 'rule' } } : {};
  return { ...Object.fromEntries(writable), ...rule };
}

/** Each record of a series shows the rule of the whole series. */
const neutralOf = (record: ZohoRecord, places: Places, recurring: Recurring): Neutral => ({
  fields: {
    ...fieldsIn(record, places),
    ...(places.recurrence && { recurrence: recurrenceOf(ruleIn(record[RECURRING]), recurring) }),
  },
  aliases: [],
  extra: { alarm: alarmAction(record[REMIND_AT]) },
});

/** Tasks of Zoho CRM. Whom and what they are about (Who_Id, What_Id) is never touched once they are there. */
export const tasks: Module = {
  name: 'Tasks',
  kind: kinds.task,
  places: placesIn,
  columns: () => [],
  jsonColumns: [REMIND_AT, RECURRING],
  toNeutral: (record, places) => neutralOf(record, places, 'each'),
  aliasesOf: () => [],
  extraAfter: ({ write }) => (write.op === 'create' ? { alarm: null } : write.extra),
  roughly: ({ subject, dueDate }) => `${fold(String(subject ?? ''))}|${String(dueDate ?? '')}`,
};

/** Under another way with recurring tasks every record reads otherwise; how far tombstones were read stays. */
type TaskCursor = { readonly recurring: Recurring; readonly scope: unknown };

const cursorFor = (value: Value, recurring: Recurring): Value => {
  if (typeof value !== 'object' || value === null) return value;
  return (value as TaskCursor).recurring === recurring ? value : ({ ...value, scope: null } as Value);
};

/** What changed among the tasks (see `changeFeed`). Another choice for recurring tasks reads everything anew. Throws ApiError. */
export async function* taskFeed(
  zoho: ZohoClient,
  { recurring, ...feed }: Omit<ZohoFeed, 'module'> & { readonly recurring: Recurring },
): AsyncGenerator<FeedPage> {
  const module: Module = { ...tasks, toNeutral: (record, places) => neutralOf(record, places, recurring) };
  for await (const page of changeFeed(zoho, { ...feed, module, cursor: cursorFor(feed.cursor, recurring) }))
    yield { ...page, cursor: { ...(page.cursor as object), recurring } as Value };
}
