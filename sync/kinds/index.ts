import type { KindName } from '../model';
import { contact } from './contact';
import { event } from './event';
import type { Kind } from './kind';
import { mail } from './mail';
import { task } from './task';

export type { Field, Kind, Likeness } from './kind';
export { ENDLESS, isBlank, isOwn, own } from './kind';
export { exceptDatesIn, overridesIn, type Override } from './occurrences';
export { isOccurrence, recurrenceOf, type Recurring } from './task';

/** Every kind there is; the core reads this table and knows no kind by name. */
export const kinds: Readonly<Record<KindName, Kind>> = { contact, task, event, mail };
