import { groupBy } from 'lodash';
import { alike } from '../../sync/likeness';
import type { Fields, SideRecord } from '../../sync/model';
import type { Known } from '../types';
import type { Places } from './fields';
import type { Module } from './module';
import { isLookup } from './values';

/** A create that was sent and whose answer may have been lost: the id of its intent, and what was sent. */
export interface SentCreate {
  readonly id: string;
  readonly fields: Fields;
}

/** Intents not found yet, by a rough key, so that many of them cost no more than few. */
export type Waiting = Readonly<Record<string, SentCreate[]>>;

export const waitingFor = (sent: readonly SentCreate[], { roughly }: Module): Waiting =>
  groupBy(sent, ({ fields }) => roughly(fields));

/** Every plain field as it was sent; look-ups may have been left out, so they say nothing. */
function isThe({ fields }: SentCreate, record: SideRecord, { kind }: Module, places: Places): boolean {
  const plain = kind.fields.filter(({ name }) => places[name] && !isLookup(places[name]));
  return plain.every(({ name, like }) => alike(like, fields[name], record.fields[name]));
}

/** Takes the intent this record fulfils out of those waiting; null for none. */
function take(record: SideRecord, waiting: Waiting, module: Module, places: Places): string | null {
  const alikes = waiting[module.roughly(record.fields)] ?? [];
  const at = alikes.findIndex((intent) => isThe(intent, record, module, places));
  return at < 0 ? null : (alikes.splice(at, 1)[0]?.id ?? null);
}

/**
 * A Zoho record cannot carry a hidden mark. A record that nobody knew before and that says, field by field, what a create
 * without an answer said, is that create's: so it is not made a second time, also where it has no e-mail or name to match by.
 * Each intent is found once at most.
 */
export async function recall(
  rows: readonly SideRecord[],
  waiting: Waiting,
  known: Known,
  module: Module,
  places: Places,
): Promise<readonly SideRecord[]> {
  const likely = rows.filter((row) => row.state === 'live' && waiting[module.roughly(row.fields)]?.length);
  if (likely.length === 0) return rows;
  const versions = await known.versions(likely.map(({ ref }) => ref));
  const news = new Set(likely.filter(({ ref }) => !versions.has(ref)));
  return rows.map((row) => (news.has(row) ? { ...row, mark: take(row, waiting, module, places) } : row));
}
