import { kinds } from '../../sync/kinds';
import { fold } from '../../sync/likeness';
import { alarmAction } from './alarm';
import type { Place, Places } from './fields';
import type { FieldMeta } from './metadata';
import type { Module } from './module';
import { fieldsIn } from './values';
import { priorityWords, statusWords, wordsOf } from './words';

const REMIND_AT = 'Remind_At';
const RECURRING = 'Recurring_Activity';

function placesIn(has: (api: string) => boolean, metadata: ReadonlyMap<string, FieldMeta>): Places {
  const choice = (api: string, table: Readonly<Record<string, string>>): Place => ({
    ...{ api, kind: 'choice', words: wordsOf(metadata.get(api), table) },
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

/** Tasks of Zoho CRM. Whom and what they are about (Who_Id, What_Id) is never touched once they are there. */
export const tasks: Module = {
  name: 'Tasks',
  kind: kinds.task,
  places: placesIn,
  columns: () => [],
  jsonColumns: [REMIND_AT, RECURRING],
  toNeutral: (record, places) => ({
    fields: fieldsIn(record, places),
    aliases: [],
    extra: { alarm: alarmAction(record[REMIND_AT]) },
  }),
  aliasesOf: () => [],
  extraAfter: ({ write }) => (write.op === 'create' ? { alarm: null } : write.extra),
  roughly: ({ subject, dueDate }) => `${fold(String(subject ?? ''))}|${String(dueDate ?? '')}`,
};
