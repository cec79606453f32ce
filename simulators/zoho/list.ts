import { columnComparable, columnOf, order } from './comparable';
import { bad, ZohoError } from './errors';
import type { ModuleMeta } from './modules';
import { cutPage } from './paging';
import { findRecord, renderRecord, visibleRecords, visibleTo } from './render';
import { checkIdsLength } from './remove';
import { matchesCriteria } from './search';
import type { StoredRecord } from './record';
import type { World } from './state';
import { headerTime, wholeSeconds } from './times';
import { viewCriteria } from './views';
import { wantedFields } from './wantedFields';
import type { Answer, Call } from './world';
import { header, moduleOf, nothing, ok } from './world';

const SORTABLE = ['id', 'Created_Time', 'Modified_Time'];

function checkSort(call: Call): void {
  const { sort_by: by, sort_order: direction, cvid } = call.query;
  if (by && cvid) throw bad('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to: ['cvid', 'sort_by'] });
  if (by && !SORTABLE.includes(by)) throw bad('INVALID_DATA', { param_name: 'sort_by', supported_values: SORTABLE });
  if (direction && !['asc', 'desc'].includes(direction)) throw bad('INVALID_DATA', { param_name: 'sort_order' });
}

function sorted(world: World, module: ModuleMeta, rows: readonly StoredRecord[], call: Call): StoredRecord[] {
  const column = columnOf(world, module, call.query.sort_by ?? 'id');
  const sign = call.query.sort_order === 'asc' ? 1 : -1;
  if (!column) return [...rows];
  const keyed = rows.map((row) => [columnComparable(world, column, row), BigInt(row.id), row] as const);
  keyed.sort((a, b) => sign * (order(a[0], b[0]) || order(a[1], b[1])));
  return keyed.map(([, , row]) => row);
}

function filtered(world: World, module: ModuleMeta, call: Call): StoredRecord[] {
  const ids = call.query.ids?.split(',').map((id) => id.trim());
  const criteria = call.query.cvid ? viewCriteria(world, module, call) : null;
  const rows = visibleRecords(world, module, call).filter((row) => !ids || ids.includes(row.id));
  return criteria ? rows.filter((row) => matchesCriteria(world, module, criteria, row)) : rows;
}

function changedSince(rows: readonly StoredRecord[], since: number | null): readonly StoredRecord[] {
  if (since === null) return rows;
  const changed = rows.filter((row) => wholeSeconds(row.modified) > since);
  if (changed.length === 0) throw new NotModified();
  return changed;
}

/** Nothing changed since the time asked: 304 with an empty body. */
class NotModified extends Error {}

/** Lists of related records tell no order; whether calls and mails are shown is told from v7 on. */
const listInfo = ({ params, query, version }: Call) => ({
  ...(!params.related && { sort_by: query.sort_by ?? 'id', sort_order: query.sort_order ?? 'desc' }),
  ...(!params.related && version >= 7 && { call: false, email: false }),
});

interface Listing {
  readonly rows: readonly StoredRecord[];
  readonly names: readonly string[] | undefined;
}

function pageAnswer(world: World, module: ModuleMeta, call: Call, { rows, names }: Listing): Answer {
  const page = cutPage(rows, call, world.now(), true);
  const info = { ...page.info, ...listInfo(call) };
  if (call.takeFault('emptyPage')) return ok({ data: [], info: { ...info, count: 0, more_records: true } });
  if (page.rows.length === 0) return nothing;
  const before = call.takeFault('duplicatePage') ? previousRows(rows, page.info) : [];
  return ok({ data: [...before, ...page.rows].map((row) => renderRecord(world, module, row, call, names)), info });
}

function previousRows(
  rows: readonly StoredRecord[],
  info: { page?: unknown; per_page?: unknown },
): readonly StoredRecord[] {
  const [page, size] = [Number(info.page), Number(info.per_page)];
  return page > 1 ? rows.slice((page - 2) * size, (page - 1) * size) : rows.slice(0, 1);
}

/** GET `/{module}` */
export function listRecords(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const names = wantedFields(call, true);
  checkIdsLength(world, call);
  checkSort(call);
  const since = headerTime('If-Modified-Since', header(call, 'if-modified-since'));
  try {
    const rows = changedSince(sorted(world, module, filtered(world, module, call), call), since);
    return pageAnswer(world, module, call, { rows, names });
  } catch (error) {
    if (error instanceof NotModified) return { status: 304 };
    throw error;
  }
}

const wellFormedId = (id: string): boolean => /^\d{15,19}$/.test(id);

/** GET `/{module}/{id}` */
export function getRecord(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  const id = call.params.id ?? '';
  if (!wellFormedId(id))
    throw new ZohoError(400, 'INVALID_DATA', { resource_path_index: 1 }, 'the related id given seems to be invalid');
  const names = wantedFields(call, false);
  const record = findRecord(world, module.api_name, id);
  if (!record || !visibleTo(world, call.user, record)) return nothing;
  return ok({ data: [renderRecord(world, module, record, call, names)] });
}

/** GET `/{module}/{id}/{related list}`: the records of that module that point here. */
export function relatedRecords(world: World, call: Call): Answer {
  moduleOf(world, call.params.module);
  const related = moduleOf(world, call.params.related);
  const names = wantedFields(call, true);
  const points = (value: unknown) => (value as { id?: string } | null)?.id === call.params.id;
  const rows = visibleRecords(world, related, call).filter((row) => Object.values(row.values).some(points));
  return pageAnswer(world, related, call, { rows, names });
}
