import { groupBy } from 'lodash';
import { kinds } from '../../sync/kinds';
import { alike, fold } from '../../sync/likeness';
import type { Fields, SideRecord } from '../../sync/model';
import type { Known } from '../types';
import type { Places } from './fields';

/** A create that was sent and whose answer may have been lost: the id of its intent, and what was sent. */
export interface SentCreate {
  readonly id: string;
  readonly fields: Fields;
}

/** Intents not found yet, by a rough key, so that many of them cost no more than few. */
export type Waiting = Readonly<Record<string, SentCreate[]>>;

const roughly = ({ lastName, email }: Fields): string => `${fold(String(lastName ?? ''))}|${fold(String(email ?? ''))}`;

export const waitingFor = (sent: readonly SentCreate[]): Waiting => groupBy(sent, ({ fields }) => roughly(fields));

/** Every plain field as it was sent; look-ups may have been left out, so they say nothing. */
function isThe({ fields }: SentCreate, record: SideRecord, places: Places): boolean {
  const plain = kinds.contact.fields.filter(({ name }) => places[name]?.kind === 'plain');
  return plain.every(({ name, like }) => alike(like, fields[name], record.fields[name]));
}

/** Takes the intent this record fulfils out of those waiting; null for none. */
function take(record: SideRecord, waiting: Waiting, places: Places): string | null {
  const alikes = waiting[roughly(record.fields)] ?? [];
  const at = alikes.findIndex((intent) => isThe(intent, record, places));
  return at < 0 ? null : (alikes.splice(at, 1)[0]?.id ?? null);
}

/**
 * A Zoho contact cannot carry a hidden mark. A record that nobody knew before and that says, field by field, what a create
 * without an answer said, is that create's: so it is not made a second time, also where it has no e-mail or name to match by.
 * Each intent is found once at most.
 */
export async function recall(
  rows: readonly SideRecord[],
  waiting: Waiting,
  known: Known,
  places: Places,
): Promise<readonly SideRecord[]> {
  const likely = rows.filter((row) => row.state === 'live' && waiting[roughly(row.fields)]?.length);
  if (likely.length === 0) return rows;
  const versions = await known.versions(likely.map(({ ref }) => ref));
  const news = new Set(likely.filter(({ ref }) => !versions.has(ref)));
  return rows.map((row) => (news.has(row) ? { ...row, mark: take(row, waiting, places) } : row));
}
