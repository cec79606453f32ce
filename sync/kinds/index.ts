import type { KindName } from '../model';
import { contact } from './contact';
import { event } from './event';
import type { Kind } from './kind';
import { mail } from './mail';
import { task } from './task';

export type { Kind, FieldType } from './kind';
export { UNLIMITED, isBlank, isSideOnly, sideOnly } from './kind';
export { MOST_PARTICIPANTS, exceptDatesIn, overridesIn, type Override } from './event';
export { isOccurrence, recurrenceValue, type RecurringMode } from './task';

/** Every kind there is; the core reads this table and knows no kind by name. */
export const kinds: Readonly<Record<KindName, Kind>> = { contact, task, event, mail };
