import { bad, failure } from './errors';
import type { ModuleMeta } from './modules';
import { cutPage } from './paging';
import { recordName, userName, visibleTo } from './render';
import type { DeletedRecord, World } from './state';
import { keepRecord, recordsOf } from './state';
import { headerTime, wholeSeconds, zohoTime } from './times';
import { noteNews } from './watch/news';
import type { Answer, Call } from './world';
import { header, moduleOf, nothing, ok } from './world';
import type { ItemResult } from './write';
import { itemsAnswer } from './write';

const DAY = 86_400_000;
const LISTED_DAYS = 120;

function removeOne(world: World, module: ModuleMeta, call: Call, id: string): ItemResult {
  const records = recordsOf(world.state, module.api_name);
  const record = records.get(id);
  if (!record || !visibleTo(world, call.user, record)) return failure('INVALID_DATA', { id }, 'record not deleted');
  if (record.locked) return failure('RECORD_LOCKED', { action: 'record_locking', id });
  const entry = { record, displayName: recordName(world, record), deletedBy: call.user.id, deletedAt: world.now() };
  records.delete(id);
  noteNews(world, record, 'delete');
  deletedOf(world, module.api_name).push({ ...entry, permanent: false });
  if (call.query.wf_trigger !== 'false') world.state.workflowRuns += 1;
  return { code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' };
}

function deletedOf(world: World, module: string): DeletedRecord[] {
  const list = world.state.deleted.get(module) ?? [];
  world.state.deleted.set(module, list);
  return list;
}

/** A list of ids over this many characters is said to be refused. */
export function checkIdsLength(world: World, { query }: Call): void {
  const most = Number(world.limits.idsLength ?? 0);
  if (most > 0 && (query.ids ?? '').length > most)
    throw bad('LIMIT_EXCEEDED', { limit: most, param_name: 'ids' }, 'the ids param is too long');
}

/** DELETE `/{module}?ids=` and `/{module}/{id}`: to the recycle bin. */
export function deleteRecords(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const ids = call.params.id
    ? [call.params.id]
    : (call.query.ids ?? '')
        .split(',')
        .map((id) => id.trim())
        .filter(Boolean);
  checkIdsLength(world, call);
  if (ids.length === 0) throw bad('REQUIRED_PARAM_MISSING', { param_name: 'ids' });
  if (ids.length > 100) throw bad('LIMIT_EXCEEDED', { limit: 100, param_name: 'ids' });
  const items = ids.map((id) => removeOne(world, module, call, id));
  const [first] = items;
  // of the record that the path names, nothing but the path is told
  if (call.params.id && first?.code === 'INVALID_DATA')
    throw bad('INVALID_DATA', { resource_path_index: 1 }, first.message);
  return itemsAnswer(items, 200);
}

/** The recycle bin empties itself with time; ids of what is gone can be listed for 120 days. */
function presentDeleted(world: World, module: string): DeletedRecord[] {
  const age = (entry: DeletedRecord) => world.now() - entry.deletedAt;
  const kept = deletedOf(world, module).filter((entry) => age(entry) <= LISTED_DAYS * DAY);
  for (const entry of kept) {
    if (age(entry) > Number(world.limits.recycleBinDays ?? 60) * DAY) entry.permanent = true;
  }
  world.state.deleted.set(module, kept);
  return kept;
}

function render(world: World, entry: DeletedRecord, zone: string) {
  const named = !entry.permanent;
  return {
    id: entry.record.id,
    display_name: named ? entry.displayName : null,
    type: named ? 'recycle' : 'permanent',
    deleted_by: named ? userName(world, entry.deletedBy) : null,
    created_by: named ? userName(world, entry.record.createdBy) : null,
    deleted_time: zohoTime(entry.deletedAt, zone),
  };
}

/** GET `/{module}/deleted`, the latest first. */
export function listDeleted(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const type = call.query.type ?? 'all';
  if (!['all', 'recycle', 'permanent'].includes(type)) throw bad('PATTERN_NOT_MATCHED', { param_name: 'type' });
  const since = headerTime('If-Modified-Since', header(call, 'if-modified-since'));
  const seen = (entry: DeletedRecord) =>
    visibleTo(world, call.user, entry.record) &&
    (type === 'all' || entry.permanent === (type === 'permanent')) &&
    (since === null || wholeSeconds(entry.deletedAt) > since);
  const entries = presentDeleted(world, module.api_name).filter(seen).reverse();
  const page = cutPage(entries, call, world.now(), false);
  if (page.rows.length === 0) return nothing;
  return ok({ data: page.rows.map((entry) => render(world, entry, call.user.time_zone)), info: page.info });
}

/** Empties the recycle bin of a module (all of it, or these ids), as a person would in Zoho. */
export function purge(world: World, module: string, ids?: readonly string[]): void {
  for (const entry of deletedOf(world, module)) if (!ids || ids.includes(entry.record.id)) entry.permanent = true;
}

/** Takes records back out of the recycle bin, as a person would in Zoho. */
export function restore(world: World, module: string, ids: readonly string[]): void {
  const back = (entry: DeletedRecord) => ids.includes(entry.record.id) && !entry.permanent;
  for (const { record } of deletedOf(world, module).filter(back)) {
    record.modified = world.now();
    keepRecord(world.state, record);
  }
  world.state.deleted.set(
    module,
    deletedOf(world, module).filter((entry) => !back(entry)),
  );
}
