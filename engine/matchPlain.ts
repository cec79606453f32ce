import get from 'lodash/get';
import { sentence } from '../reasons';
import { taskToNeutral, toNeutral as fromGraph } from '../sides/outlook';
import { tasks, toNeutral as fromZoho } from '../sides/zoho';
import { fieldMapOf } from '../sides/zoho/contact/module';
import { fold } from '../sync/compare';
import { type FieldType, kinds } from '../sync/kinds';
import { match, matchRules } from '../sync/match';
import {
  asString,
  stringOrNull,
  type BySide,
  type Keys,
  type KindName,
  type NeutralRecord,
  type Pair,
} from '../sync/model';
import type { Side, SideRecord, Value } from '../sync/model';
import { UsageError } from './errors';
import type { AmbiguousItem, Evidence, OnlyItem, PairItem, Source, Sourced } from './items';

/** How a vendor's own JSON becomes neutral; `zone` is where due dates are dates. */
interface Reader {
  readonly outlook: (json: Json, zone: string) => NeutralRecord;
  readonly zoho: (json: Json) => NeutralRecord;
}

export interface KeyField {
  readonly outlook: string;
  readonly crm: string;
  readonly like: FieldType;
}

/** Kinds that are told without a sync. */
type PlainKind = 'contact' | 'task';
const isPlainKind = (kind: string): kind is PlainKind => kind in readers;

/** How items that come from no sync are compared. `kind`: `any` goes by the key fields. `zone`: that of the workflow, for due dates. */
export interface PlainSettings extends Pick<Evidence, 'addressDecides'> {
  readonly kind: string;
  readonly keyFields: readonly KeyField[];
  readonly zone: string;
}

interface Read {
  readonly records: BySide<readonly SideRecord[]>;
  readonly where: Map<SideRecord, Source>;
  readonly nameless: readonly Sourced<AmbiguousItem>[];
}

/** What was found, in the order of the matcher's outputs. */
export interface MatchedPlain {
  readonly pairs: readonly Sourced<PairItem>[];
  readonly outlook: readonly Sourced<OnlyItem>[];
  readonly zoho: readonly Sourced<OnlyItem>[];
  readonly ambiguous: readonly Sourced<AmbiguousItem>[];
}

const forms: Readonly<Record<FieldType, (text: string) => string>> = {
  text: fold,
  multiline: fold,
  email: fold,
  phone: (text) => fold(text).replace(/[\s\-().]/g, ''),
  date: (text) => text.trim().slice(0, 10),
  instant: (text) => (Number.isNaN(Date.parse(text)) ? text.trim() : new Date(text).toISOString()),
  choice: fold,
  boolean: fold,
  prose: fold,
  set: fold,
  structure: fold,
};

/** A key field's value in the form in which keys are compared; blank is ''. */
function comparable(like: FieldType, value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  return forms[like](typeof value === 'string' ? value : JSON.stringify(value));
}

const instant = (value: unknown): string | null => {
  const time = Date.parse(asString(value));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};

type Mark = Pick<SideRecord, 'version' | 'modifiedAt'>;

const record = (kind: KindName, ref: unknown, neutral: NeutralRecord, mark: Mark): SideRecord => ({
  ...{ ref: String(ref), ...mark, state: 'live', fields: neutral.fields },
  ...{ keys: kinds[kind].keys(neutral), extra: neutral.extra },
});

type Json = Readonly<Record<string, unknown>>;
const isIn = (json: Json) => (name: string) => name in json;

/** Items as the vendors show them, and n8n's own Outlook, To Do and Zoho nodes; of a CRM record only the fields it has count. */
const readers: Readonly<Record<PlainKind, Reader>> = {
  contact: { outlook: fromGraph, zoho: (json) => fromZoho(json, fieldMapOf(isIn(json))) },
  task: { outlook: taskToNeutral, zoho: (json) => tasks.toNeutral(json, tasks.fieldMapOf(isIn(json), new Map())) },
};

/** An item that comes from no sync as the record it shows. */
function rawRecord(kind: PlainKind, side: Side, json: Json, zone: string): SideRecord {
  const neutral = side === 'outlook' ? readers[kind].outlook(json, zone) : readers[kind].zoho(json);
  const modifiedAt = instant(side === 'outlook' ? json.lastModifiedDateTime : json.Modified_Time);
  return record(kind, json.id, neutral, {
    version: side === 'outlook' ? stringOrNull(json['@odata.etag']) : modifiedAt,
    modifiedAt,
  });
}

type Inputs = BySide<readonly { readonly json: Json }[]>;

/** How an item is read as a record; null where it has no id to be told by. */
type PlainReader = (side: Side, json: Json) => SideRecord | null;

const idOf = (json: Json): string | null => {
  const id = json.id ?? json.ref;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null;
};

/** Due dates are dates of the workflow's time zone, for the mailbox's is not known here. */
const readKind =
  (kind: PlainKind, zone: string): PlainReader =>
  (side, json) =>
    idOf(json) === null ? null : rawRecord(kind, side, json, zone);

/** The key counts only where all of it is there. */
function keysBy(fields: readonly KeyField[], side: Side, json: Json): Keys {
  const values = fields.map(({ outlook, crm, like }) =>
    comparable(like, get(json, side === 'outlook' ? outlook : crm) as Value),
  );
  return { strong: values.every((value) => value !== '') ? [JSON.stringify(values)] : [], weak: null };
}

const readAny =
  (fields: readonly KeyField[]): PlainReader =>
  (side, json) => {
    const ref = idOf(json);
    if (ref === null) return null;
    const keys = keysBy(fields, side, json);
    const fieldsOf = json as Readonly<Record<string, Value>>;
    return { ref, version: null, modifiedAt: null, state: 'live', fields: fieldsOf, keys, extra: null };
  };

function readerOf({ kind, keyFields, zone }: PlainSettings): PlainReader {
  if (isPlainKind(kind)) return readKind(kind, zone);
  if (kind !== 'any')
    throw new UsageError(
      'No cycle comes with the items, so it is not known what they are.',
      'Items of a sync: connect this node behind Start Cycle and Get Changes, as the templates do. Any others: choose Contact or Task as Kind, or Any Items with the fields that tell them apart.',
    );
  const named = keyFields.filter(({ outlook, crm }) => outlook && crm);
  if (named.length > 0) return readAny(named);
  throw new UsageError('No key field is set.', 'Name at least one Outlook Field and the CRM Field it corresponds to.');
}

const noId = (side: Side, item: number): string =>
  `item ${item + 1} of the input ${side === 'outlook' ? 'Outlook' : 'CRM'} has no id, so it cannot be told from others`;

function readInputs(inputs: Inputs, read: PlainReader, kind: KindName): Read {
  const where = new Map<SideRecord, Source>();
  const nameless: Sourced<AmbiguousItem>[] = [];
  const on = (side: Side, input: number): readonly SideRecord[] =>
    inputs[side].flatMap(({ json }, item) => {
      const record = read(side, json);
      const from = { item, input };
      if (record) where.set(record, from);
      else
        nameless.push({
          json: { kind, label: '', reason: noId(side, item), outlook: [], zoho: [], [side]: [json] },
          from,
        });
      return record ? [record] : [];
    });
  return { records: { outlook: on('outlook', 0), zoho: on('zoho', 1) }, where, nameless };
}

/** Without the archive: pairs by what the items themselves show. Cost grows with their number. */
export function matchPlain(inputs: Inputs, settings: PlainSettings): MatchedPlain {
  const kind = isPlainKind(settings.kind) ? settings.kind : 'contact';
  const { label } = kinds[kind];
  const { records, where, nameless } = readInputs(inputs, readerOf(settings), kind);
  const all = (side: Side) => records[side].map((record) => ({ record, taken: false }));
  const found = match(
    { outlook: all('outlook'), zoho: all('zoho') },
    isPlainKind(settings.kind) ? matchRules(kinds[kind], settings.addressDecides) : undefined,
  );
  const from = (...some: readonly SideRecord[]) => some.flatMap((record) => where.get(record) ?? []);
  const only = (side: Side): readonly Sourced<OnlyItem>[] =>
    found.unmatched[side].map((record) => ({
      json: { label: label(record.fields), change: 'new', kind, side, record },
      from: from(record),
    }));
  const pairOf = (pair: Pair): Sourced<PairItem> => ({
    json: { label: label(pair.outlook.fields), kind, pair },
    from: from(pair.outlook, pair.zoho),
  });
  const unclear = found.ambiguous.map(({ reason: why, outlook, zoho }) => ({
    json: { label: label((outlook[0] ?? zoho[0])?.fields ?? {}), reason: sentence(why), kind, outlook, zoho },
    from: from(...outlook, ...zoho),
  }));
  return {
    pairs: found.pairs.map((pair) => pairOf({ ...pair, link: null, base: null })),
    ...{ outlook: only('outlook'), zoho: only('zoho') },
    ambiguous: [...nameless, ...unclear],
  };
}
