import type { StoredRecord } from './record';
import type { World } from './state';

/** The text a record is known by in lookups and in the deleted list. */
export function recordName(world: World, record: StoredRecord): string | null {
  const { First_Name, Last_Name } = record.values;
  if (Last_Name !== undefined) return [First_Name, Last_Name].filter(Boolean).join(' ');
  const module = world.state.modules.find((one) => one.api_name === record.module);
  return module ? ((record.values[module.nameField] as string | undefined) ?? null) : null;
}

export function findRecord(world: World, module: string, id: string): StoredRecord | undefined {
  return world.state.records.get(module)?.get(id);
}
