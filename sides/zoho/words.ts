import type { FieldMeta } from './metadata';

/**
 * Zoho's words for how far a task is, and To Do's. "Waiting on someone else" is what older orgs say. Five each way; an org's own
 * further words have no counterpart and stay where they are.
 */
export const statusWords: Readonly<Record<string, string>> = {
  'Not Started': 'notStarted',
  'In Progress': 'inProgress',
  Completed: 'completed',
  'Waiting for input': 'waitingOnOthers',
  'Waiting on someone else': 'waitingOnOthers',
  Deferred: 'deferred',
};

/** To Do knows three of them (see the kind): it shows the outer two as the next one. */
export const priorityWords: Readonly<Record<string, string>> = {
  Highest: 'highest',
  High: 'high',
  Normal: 'normal',
  Low: 'low',
  Lowest: 'lowest',
};

const known = (table: Readonly<Record<string, string>>, word: string | undefined): string | undefined => {
  const wanted = (word ?? '').trim().toLowerCase();
  return Object.entries(table).find(([one]) => one.toLowerCase() === wanted)?.[1];
};

/** The words of one org for a choice: its word → the neutral one. A renamed value is known by the one it was made as. */
export function wordsOf(
  meta: FieldMeta | undefined,
  table: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const values = meta?.pick_list_values ?? [];
  if (values.length === 0) return table;
  const entries = values.map(
    ({ actual_value, reference_value }) =>
      [actual_value, known(table, reference_value) ?? known(table, actual_value)] as const,
  );
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/** Words that an administrator took out of the choice: records may hold them, but none is to be given one. */
export const unusedIn = (meta: FieldMeta | undefined): readonly string[] =>
  (meta?.pick_list_values ?? []).filter(({ type }) => type === 'unused').map(({ actual_value }) => actual_value);
