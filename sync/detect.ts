import type { Kind } from './kinds/kind';
import { isBlank } from './kinds/kind';
import { alike } from './likeness';
import type { Change, Fields, Pair, Side } from './model';
import { other } from './model';

/** The fields in which a record is no longer what its own side showed when both last agreed. */
export const editedFields = (kind: Kind, fields: Fields, base: Fields): readonly string[] =>
  kind.fields.filter(({ name, like }) => !alike(like, fields[name], base[name])).map(({ name }) => name);

/** Does the record differ from its own base in a field we map? */
export const differs = (kind: Kind, fields: Fields, base: Fields): boolean =>
  editedFields(kind, fields, base).length > 0;

/** Did somebody work on it? What its side gives to every new record (an iCalendar id) is no work, while both never agreed on it. */
export const workedOn = (kind: Kind, fields: Fields, base: Fields): boolean =>
  editedFields(kind, fields, base).some((name) => !kind.given?.includes(name) || !isBlank(base[name]));

/**
 * One side against its base. A record seen for the first time has no base: whatever it says is news. Where its partner is gone,
 * only work that would be lost counts.
 */
export function detect(kind: Kind, side: Side, pair: Pick<Pair, Side | 'base'>): Change {
  const [record, partner] = [pair[side], pair[other(side)]];
  if (record.state === 'deleted') return 'deleted';
  if (pair.base === null) return 'edited';
  const isEdited = partner.state === 'deleted' ? workedOn : differs;
  return isEdited(kind, record.fields, pair.base[side]) ? 'edited' : 'unchanged';
}
