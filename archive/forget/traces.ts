import { kinds } from '../../sync/kinds';
import { asObject, other, sides, type Fields, type KindName, type Side } from '../../sync/model';
import { fromFields } from '../store/fields';
import { keysIn } from '../store/rows';
import { tableNames, type Db, type TableName } from '../store/tables';
import type { RefOn } from '../store/types';
import { addRows, blueprintOf, rowsIn, rowsOf, rowsWith, type Found, type Row } from './rows';
import type { Says } from './says';

/** Whose traces are looked for. `says`: of an address in any text; `is`: of one that is a whole value. */
export interface Sought {
  readonly records: readonly RefOn[];
  readonly says: Says;
  readonly is: Says;
}

/** What is in the place of what somebody is named in only beside what the row is for, as whoever ran or answered it: the row stays. */
export const instead: { readonly [table in TableName]?: Readonly<Record<string, string | null>> } = {
  sync: { holder: null, direction: null, by_hand: null, workflow: null },
  cycle: { holder: '…', tally: '{}', report: null, undoes: null, error: null },
  queue: { holder: '…' },
  rule: { made_by: '…', revoked_by: '…' },
  never_pair: { made_by: '…' },
  review: { answered_by: '…' },
  // the account stays known, so that another one is still noticed; what it is like is read anew
  profile: { data: 'null' },
};

/** A sync's own name is no trace: it is what its user called it. */
const isSyncName = (table: TableName, column: string): boolean =>
  column === 'sync' || (table === 'sync' && column === 'name');

/** Columns that name a record or a link by its id alone, or hold whole lists of them. */
const idColumns = new Set(['ref', 'id', 'link', 'outlook', 'zoho', 'source_ref', 'a', 'b']);
const idLists: { readonly [table in TableName]?: readonly string[] } = {
  review: ['refs', 'details', 'answer'],
  plan: ['lines'],
  journal: ['link_before'],
};

/** The syncs of the archive, by their names. */
export type Kinds = ReadonlyMap<string, KindName>;
export const kindOfRow = (syncs: Kinds, { sync }: Row): KindName | undefined => syncs.get(String(sync));

function fieldsIn(text: string): Fields {
  try {
    return asObject(fromFields(text)) as Fields;
  } catch {
    return {};
  }
}

/** A contact's own address: one of its values or keys, and not one that a text of it mentions. */
function isOwn(fields: string, { is }: Sought): boolean {
  const values = Object.values(fieldsIn(fields)).flat();
  return values.some((value) => typeof value === 'string' && is(value.replace(/^e-mail:/, '')));
}

/** Where a table keeps the fields of a record, and which record's. */
const owners: { readonly [table in TableName]?: (row: Row) => { readonly texts: readonly string[]; of: RefOn } } = {
  record: ({ fields, keys, side, ref }) => ({
    texts: [String(fields), String(keys)],
    of: { side: side as Side, ref: String(ref) },
  }),
  journal: ({ before, after, side, ref }) => ({
    texts: [String(before), String(after)],
    of: { side: side as Side, ref: String(ref) },
  }),
  intent: ({ fields, side, source_ref: ref }) => ({
    texts: [String(fields)],
    of: { side: other(side as Side), ref: String(ref) },
  }),
};

/** The contacts whose own address it is, also those that are only in the journal any more. */
async function ownRecords(db: Db, sought: Sought, syncs: Kinds): Promise<readonly RefOn[]> {
  const found: RefOn[] = [...sought.records];
  for (const [table, ownerOf] of Object.entries(owners))
    for await (const row of rowsOf(db, table as TableName)) {
      if (kindOfRow(syncs, row) !== 'contact') continue;
      const { texts, of } = ownerOf(row);
      if (texts.some((text) => sought.says(text) && isOwn(text, sought))) found.push(of);
    }
  return found;
}

/** Ids of the records, of what they are linked with, of their links, and of what they were before they got others. */
async function idsOf(db: Db, records: readonly RefOn[], syncs: Kinds): Promise<ReadonlySet<string>> {
  const ids = new Set(records.map(({ ref }) => ref));
  for (const sync of syncs.keys())
    for (const side of sides) {
      const refs = records.filter((one) => one.side === side).map(({ ref }) => ref);
      const now = await rowsWith(db, 'link', { sync }, side, refs);
      const then = await rowsWith(db, 'journal', { sync, side }, 'ref', refs);
      const former = await rowsWith(
        db,
        'journal',
        { sync },
        'link',
        now.map(({ id }) => String(id)),
      );
      const linked = now.flatMap(({ id, outlook, zoho }) => [id, outlook, zoho]);
      // whoever a former link was with may be somebody else: a person took it apart
      for (const id of [...linked, ...former.map(({ ref }) => ref), ...then.map(({ link }) => link)])
        if (id) ids.add(String(id));
    }
  return ids;
}

/** Which columns of a row say it. */
function columnsSaying(table: TableName, row: Row, says: Says, ids: ReadonlySet<string>): readonly string[] {
  const quoted = [...ids].map((id) => JSON.stringify(id));
  const names = (column: string, text: string): boolean => {
    if (idColumns.has(column)) return ids.has(text) || ids.has(text.replace(/^(outlook|zoho):/, ''));
    return idLists[table]?.includes(column) === true && quoted.some((id) => text.includes(id));
  };
  const texts = Object.entries(blueprintOf(table).columns).filter(([, { type }]) => type === 'text');
  return texts.flatMap(([column]) => {
    const text = row[column];
    if (typeof text !== 'string' || isSyncName(table, column)) return [];
    return says(text) || names(column, text) ? [column] : [];
  });
}

/** A row in which a column is blanked. */
export interface Blanked {
  readonly table: TableName;
  readonly column: string;
  readonly row: Row;
}

/** What is to be done: which rows go, and in which a column is blanked. */
export interface Traces {
  readonly gone: Found;
  readonly blanked: readonly Blanked[];
}

async function rowsSaying(db: Db, says: Says, ids: ReadonlySet<string>): Promise<Traces> {
  const gone: Found = new Map();
  const blanked: Blanked[] = [];
  for (const table of tableNames)
    for await (const row of rowsOf(db, table)) {
      const columns = columnsSaying(table, row, says, ids);
      const isKept = columns.every((column) => instead[table]?.[column] !== undefined);
      if (isKept) blanked.push(...columns.map((column) => ({ table, column, row })));
      else addRows(gone, table, [row]);
    }
  return { gone, blanked };
}

/** A mail's history says to whom it went by their names, too. */
async function addHistoryOfMails(db: Db, gone: Found, syncs: Kinds): Promise<void> {
  for (const row of rowsIn(gone, 'record').filter((one) => kindOfRow(syncs, one) === 'mail')) {
    const { sync = null, side = null, ref } = row;
    addRows(gone, 'journal', await rowsWith(db, 'journal', { sync, side }, 'ref', [String(ref)]));
  }
}

/** What a record is found by. */
const keysWithin = (keys: string): readonly string[] =>
  keysIn({ strong: [], weak: null, ...(fieldsIn(keys) as object) });

/** A record that goes takes its link, its partner, their keys and their creates with it: they come back as they came first. */
async function addPairs(db: Db, gone: Found): Promise<void> {
  for (const side of sides)
    for (const { sync, ref } of rowsIn(gone, 'record').filter((row) => row.side === side))
      addRows(gone, 'link', await rowsWith(db, 'link', { sync: sync ?? null }, side, [String(ref)]));
  for (const { sync = null, ...link } of rowsIn(gone, 'link'))
    for (const side of sides)
      addRows(gone, 'record', await rowsWith(db, 'record', { sync, side }, 'ref', [String(link[side])]));
  for (const { sync = null, side = null, ref = null, keys } of rowsIn(gone, 'record')) {
    addRows(gone, 'key', await rowsWith(db, 'key', { sync, side, ref }, 'key', keysWithin(String(keys))));
    const there = other(side as Side);
    addRows(gone, 'intent', await rowsWith(db, 'intent', { sync, side: there }, 'source_ref', [String(ref)]));
  }
}

/** Every trace of somebody in all tables. */
export async function findTraces(db: Db, sought: Sought, syncs: Kinds): Promise<Traces> {
  const ids = await idsOf(db, await ownRecords(db, sought, syncs), syncs);
  const traces = await rowsSaying(db, sought.says, ids);
  await addPairs(db, traces.gone);
  await addHistoryOfMails(db, traces.gone, syncs);
  return traces;
}

/** A record as a person knows it. */
export const labelOf = (kind: KindName | undefined, { fields }: Row): string =>
  kind === undefined ? '' : kinds[kind].label(fieldsIn(String(fields)));
