import type { Kind } from './kinds/kind';
import { alike } from './likeness';
import type { Base, Change, Fields, Side, SideRecord } from './model';

/** The fields in which a record is no longer what its own side showed when both last agreed. */
export const editedFields = (kind: Kind, fields: Fields, base: Fields): readonly string[] =>
  kind.fields.filter(({ name, like }) => !alike(like, fields[name], base[name])).map(({ name }) => name);

/** Does the record differ from its own base in a field we map? */
export const differs = (kind: Kind, fields: Fields, base: Fields): boolean =>
  editedFields(kind, fields, base).length > 0;

/** One side against its base. A record seen for the first time has no base: whatever it says is news. */
export function detect(kind: Kind, side: Side, record: SideRecord, base: Base | null): Change {
  if (record.state === 'deleted') return 'deleted';
  return base === null || differs(kind, record.fields, base[side]) ? 'edited' : 'unchanged';
}
