import { graphQuery } from '../../clients/urls';
import type { GraphClient } from '../../clients/graph';
import { stringOrNull } from '../../sync/model';
import type { ReviewRecord, Told } from '../../sync/review/review';
import { eventPath } from './event/read';
import { readWholes, type GraphItem } from './record';
import { contactPath } from './rest';

const toldBy = (rows: ReadonlyMap<string, GraphItem>, told: (row: GraphItem) => Omit<Told, 'version'>) =>
  new Map([...rows].map(([ref, row]): [string, Told] => [ref, { version: null, ...told(row) }]));

/** What contacts that are not synced are called. Of one that is, Graph has no more to tell: no address to open it at, nobody who changed it. */
export async function tellOfContacts(graph: GraphClient, records: readonly ReviewRecord[]) {
  const refs = records.filter(({ state }) => state === 'outside').map(({ ref }) => ref);
  const rows = await readWholes(graph, refs, (ref) => graphQuery(contactPath({ ref }), { $select: 'displayName' }));
  return toldBy(rows, ({ displayName }) => ({ name: stringOrNull(displayName) }));
}

/** Where to open meetings (learn: "event", webLink). */
export async function tellOfEvents(graph: GraphClient, records: readonly ReviewRecord[], calendar: string | null) {
  const refs = records.map(({ ref }) => ref);
  const rows = await readWholes(graph, refs, (ref) => graphQuery(eventPath(calendar, ref), { $select: 'webLink' }));
  return toldBy(rows, ({ webLink }) => ({ link: stringOrNull(webLink) }));
}
