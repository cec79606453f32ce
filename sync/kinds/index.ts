import type { KindName } from '../model';
import { contact } from './contact';
import type { Kind } from './kind';

export type { Field, Kind, Likeness } from './kind';
export { isBlank } from './kind';

/** Every kind there is; the core reads this table and knows no kind by name. */
export const kinds: Readonly<Record<KindName, Kind>> = { contact };
