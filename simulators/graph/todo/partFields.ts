import type { Row } from '../shapes';
import { flag, readBody, text } from '../values';
import { preciseTime } from './render';

const LINK = { webUrl: text, applicationName: text, displayName: text, externalId: text };
const CHECK = { displayName: text, isChecked: flag };

/** The body of a linked resource; parts left out of a new one are left out of its answers [seen live: MS365-ToDo]. */
export const readLink = (body: unknown, old: Row = {}): Row => ({
  ...old,
  ...readBody('linkedResource', body, LINK, ['id']),
});

/** The body of a checklist item; checking it notes the time. */
export function readCheck(body: unknown, now: number, old: Row = {}): Row {
  const read = readBody('checklistItem', body, CHECK, ['id', 'createdDateTime', 'checkedDateTime']);
  const item: Row = { displayName: '', createdDateTime: preciseTime(now), isChecked: false, ...old, ...read };
  if (item.isChecked !== true) delete item.checkedDateTime;
  else item.checkedDateTime ??= preciseTime(now);
  return item;
}
