import type { ZohoFailure } from './errors';
import { failure } from './errors';
import type { ModuleMeta } from './modules';
import { userName } from './render';
import type { StoredRecord, Values } from './record';
import type { World } from './state';
import { recordsOf } from './state';
import { recordsHolding } from './valueIndex';
import { fieldsNow } from './world';

/** Records with this value in this field, the one changed last first. */
function holders(world: World, module: ModuleMeta, name: string, value: unknown): StoredRecord[] {
  return recordsHolding(recordsOf(world.state, module.api_name), name, value).sort((a, b) => b.modified - a.modified);
}

const uniqueNames = (world: World, module: ModuleMeta): string[] =>
  fieldsNow(world, module)
    .filter((field) => field.unique)
    .map((field) => field.api_name);

/**
 * The fields an upsert looks at: the ones given, then the other unique fields.
 * Given without the module's own field, that field is not looked at; not given at all, it comes first.
 */
export function checkedFields(world: World, module: ModuleMeta, given: unknown): string[] {
  const own = module.duplicateField ? [module.duplicateField] : [];
  const first = Array.isArray(given) && given.length > 0 ? given.map(String) : own;
  return [...new Set([...first, ...uniqueNames(world, module)])];
}

export interface Duplicate {
  readonly field: string;
  readonly record: StoredRecord;
}

export function findDuplicate(
  world: World,
  module: ModuleMeta,
  names: readonly string[],
  values: Values,
): Duplicate | null {
  for (const field of names) {
    const [record] = holders(world, module, field, values[field]);
    if (record) return { field, record };
  }
  return null;
}

function duplicateData(world: World, module: ModuleMeta, { field, record }: Duplicate, index: number): ZohoFailure {
  return failure('DUPLICATE_DATA', {
    api_name: field,
    json_path: `$.data[${index}].${field}`,
    id: record.id,
    duplicate_record: {
      id: record.id,
      Owner: { ...userName(world, record.owner), zuid: record.owner.slice(-8) },
      module: { api_name: module.api_name, id: module.id },
    },
    more_records: false,
  });
}

/** Among several, each tells the other record's id only inside. */
const withoutId = ({ details: { id: _, ...details }, ...clash }: ZohoFailure): ZohoFailure => ({ ...clash, details });

/** Refuses a value of a unique field that another record already holds. */
export function uniqueRefusal(
  world: World,
  module: ModuleMeta,
  written: { readonly sent: Values; readonly index: number; readonly id?: string },
): ZohoFailure | null {
  const clashes = uniqueNames(world, module).flatMap((field) => {
    const other = holders(world, module, field, written.sent[field]).find((record) => record.id !== written.id);
    return other ? [duplicateData(world, module, { field, record: other }, written.index)] : [];
  });
  if (clashes.length < 2) return clashes[0] ?? null;
  return failure('MULTIPLE_OR_MULTI_ERRORS', { errors: clashes.map(withoutId) }, 'Multiple errors in the request');
}
