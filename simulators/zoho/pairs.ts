import type { ZohoFailure } from './errors';
import { failure } from './errors';
import { findRecord } from './names';
import type { StoredRecord, Values } from './record';
import type { World } from './state';

/** A spot in a request, as error details name it. */
export const spot = (name: string, index: number) => ({ api_name: name, json_path: `$.data[${index}].${name}` });

const idOf = (value: unknown): string | null => (value as { id?: string } | null | undefined)?.id ?? null;

/** Modules an activity can be about; a contact goes into Who_Id instead. */
const NOT_RELATED = ['Contacts', 'Tasks', 'Events', 'Notes'];

function wrongModule(world: World, sent: Values, index: number): ZohoFailure | null {
  const name = String(sent.$se_module);
  const known = world.state.modules.some((one) => one.api_name === name) && !NOT_RELATED.includes(name);
  if (!known) return failure('INVALID_DATA', spot('$se_module', index));
  const found = findRecord(world, name, idOf(sent.What_Id) ?? '');
  return found ? null : failure('INVALID_DATA', spot('What_Id', index), 'the id given seems to be invalid');
}

/** What_Id needs `$se_module` beside it, the record must be in that module, and a lead leaves no room for a contact. */
export function relationRefusal(world: World, sent: Values, after: Values, index: number): ZohoFailure | null {
  if (!idOf(sent.What_Id)) return null;
  if (!sent.$se_module) {
    return failure('DEPENDENT_FIELD_MISSING', { ...spot('$se_module', index), dependee: spot('What_Id', index) });
  }
  const pairs = sent.$se_module !== 'Leads' || !idOf(after.Who_Id);
  return (
    wrongModule(world, sent, index) ??
    (pairs ? null : failure('DEPENDENT_MISMATCH', { ...spot('What_Id', index), dependee: spot('Who_Id', index) }))
  );
}

/** The module of the record an activity is about. */
export function seModule(world: World, record: StoredRecord): string | null {
  const id = idOf(record.values.What_Id);
  if (!id) return null;
  const found = [...world.state.records].find(([, records]) => records.has(id));
  return found?.[0] ?? null;
}
