import { chunk, mapValues, pickBy } from 'lodash';
import type { ZohoClient } from '../../clients/zoho';
import { explainResult } from '../../clients/zoho';
import type { Reason } from '../../reasons';
import { restOf } from '../rest';
import { readString } from '../row';
import { isWritable, type FieldMeta } from './module';
import type { ZohoRecord } from './values';

/** Zoho tells at most 50 fields at once (v8 docs: "Get records"); the id goes along by itself. */
const mostFields = 49;
/** Most records of one call. */
const atOnce = 100;

async function fieldsOf(zoho: ZohoClient, module: string): Promise<readonly FieldMeta[]> {
  const reply = await zoho.get('/settings/fields', { query: { module } });
  return ((reply?.fields ?? []) as readonly FieldMeta[]).filter(({ api_name: name }) => readString(name) !== '');
}

/** Records of a module with all of its fields, by id; one that is gone, or not shown to this user, is missing. Throws ApiError. */
export async function readWholeRecords(
  zoho: ZohoClient,
  module: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ZohoRecord>> {
  const all = new Map<string, ZohoRecord>();
  const names = (await fieldsOf(zoho, module)).map(({ api_name: name }) => name);
  for (const some of chunk(names, mostFields))
    for (const row of await zoho.byIds(module, ids, some))
      all.set(String(row.id), { ...all.get(String(row.id)), ...row });
  return all;
}

/** What is a value and no more; look-ups are told by the id of what they name. */
const plainTypes = [
  ...['text', 'textarea', 'email', 'phone', 'website', 'picklist', 'multiselectpicklist', 'boolean', 'lookup'],
  ...['integer', 'bigint', 'double', 'currency', 'percent', 'date', 'datetime'],
];

const idAlone = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'id' in value ? { id: value.id } : value;

type Rest = (was: ZohoRecord, now: ZohoRecord) => Readonly<Record<string, unknown>>;

/** What of a module's records is not as it was, in any field that may be written. `besides`: fields that only a sync may write. */
export async function restOfRecords(zoho: ZohoClient, module: string, besides: readonly string[] = []): Promise<Rest> {
  const metas = (await fieldsOf(zoho, module)).filter((meta) => isWritable(meta) && !besides.includes(meta.api_name));
  const names = metas.filter(({ data_type: type = '' }) => plainTypes.includes(type)).map(({ api_name: name }) => name);
  const plain = (record: ZohoRecord) =>
    mapValues(
      pickBy(record, (_, name) => names.includes(name)),
      idAlone,
    );
  return (was, now) => restOf(names, plain(was), plain(now));
}

/** Changes records; answers why those that were refused were. No workflow of the CRM starts. Throws ApiError. */
export async function putRecords(
  zoho: ZohoClient,
  module: string,
  records: readonly { readonly ref: string; readonly body: object }[],
): Promise<ReadonlyMap<string, Reason>> {
  const refused = new Map<string, Reason>();
  for (const some of chunk(records, atOnce)) {
    const results = await zoho.records.update(
      module,
      some.map(({ ref, body }) => ({ ...body, id: ref })),
    );
    for (const [at, result] of results.entries())
      if (!result.ok) refused.set(some[at]?.ref ?? '', explainResult(result).reason);
  }
  return refused;
}
