import type { UploadedFile } from '../common/bodies';
import { bad } from './errors';
import type { FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { fieldsOf } from './modules';
import type { ZohoUser } from './record';
import type { World } from './state';

/** A request, ready for a handler. */
export interface Call {
  readonly user: ZohoUser;
  readonly scopes: readonly string[];
  /** 8 for `/crm/v8/…`, 2.1 for `/crm/v2.1/…`. */
  readonly version: number;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  /** Files of a multipart form. */
  readonly files?: readonly UploadedFile[] | null;
  /** Takes a fault of the service's own kinds (such as `emptyPage`) if one is set for this request. */
  takeFault(kind: string): boolean;
}

/** What a handler answers; no body means an empty one (204, 304). */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const nothing: Answer = { status: 204 };

export const header = (call: Call, name: string): string | undefined => {
  const value = call.headers[name];
  return Array.isArray(value) ? value[0] : value;
};

/** Finds a module by its API name in any case (clients of old versions write `/leads`). */
export function moduleOf(world: World, name: string | undefined): ModuleMeta {
  const wanted = (name ?? '').toLowerCase();
  const found = world.state.modules.find((module) => module.api_name.toLowerCase() === wanted);
  if (!found) throw bad('INVALID_MODULE', { resource_path_index: 0 });
  return found;
}

type FieldMap = ReadonlyMap<string, FieldMeta>;
const known = new WeakMap<ModuleMeta, Map<string, FieldMap>>();

/** The module's fields as the org has them now, by API name. */
export function fieldMap(world: World, module: ModuleMeta): FieldMap {
  const on = (name: string): boolean => world.limits[name] === true;
  const org = {
    oldOrg: on('oldOrg'),
    uniqueContactEmail: on('uniqueContactEmail'),
    meetingVenue: on('meetingVenue'),
  };
  const versions = known.get(module) ?? new Map<string, FieldMap>();
  known.set(module, versions);
  const key = Object.values(org).join(' ');
  const fields = versions.get(key) ?? new Map(fieldsOf(module, org).map((f) => [f.api_name, f]));
  versions.set(key, fields);
  return fields;
}

export const fieldsNow = (world: World, module: ModuleMeta): readonly FieldMeta[] => [
  ...fieldMap(world, module).values(),
];
