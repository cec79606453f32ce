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

/** How items that come from no sync are compared. `zone`: that of the workflow, for due dates. */
export interface PlainSettings extends Pick<Evidence, 'addressDecides'> {
  readonly kind: KindName | 'any';
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
const noEvents = (): never => {
  throw new UsageError(
    'Events that do not come from a sync cannot be matched by Kind Event.',
    'Choose Kind: Any Items and name the fields that tell events apart, such as subject and start.',
  );
};

const noMails = (): never => {
  throw new UsageError(
    'Mails that do not come from a sync cannot be matched by Kind Mail.',
    'Put Outlook Sync, Get Changes of the kind Mail before this node, as the template for sent mail does.',
  );
};

const isIn = (json: Json) => (name: string) => name in json;

/** Items as the vendors show them, and n8n's own Outlook, To Do and Zoho nodes; of a CRM record only the fields it has count. */
const readers: Readonly<Record<KindName, Reader>> = {
  contact: { outlook: fromGraph, zoho: (json) => fromZoho(json, fieldMapOf(isIn(json))) },
  task: { outlook: taskToNeutral, zoho: (json) => tasks.toNeutral(json, tasks.fieldMapOf(isIn(json), new Map())) },
  event: { outlook: noEvents, zoho: noEvents },
  mail: { outlook: noMails, zoho: noMails },
};

/** An item that comes from no sync as the record it shows. */
function rawRecord(kind: KindName, side: Side, json: Json, zone: string): SideRecord {
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
  (kind: KindName, zone: string): PlainReader =>
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
  if (kind !== 'any') return readKind(kind, zone);
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
  const kind = settings.kind === 'any' ? 'contact' : settings.kind;
  const { label } = kinds[kind];
  const { records, where, nameless } = readInputs(inputs, readerOf(settings), kind);
  const all = (side: Side) => records[side].map((record) => ({ record, taken: false }));
  const found = match(
    { outlook: all('outlook'), zoho: all('zoho') },
    settings.kind === 'any' ? undefined : matchRules(kinds[kind], settings.addressDecides),
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
