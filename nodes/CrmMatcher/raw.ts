import get from 'lodash/get';
import type { IExecuteFunctions, IDataObject, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import { rawRecord } from '../shared/translate';
import { comparable } from './comparable';
import type { Likeness } from '../../sync/kinds';
import { kinds } from '../../sync/kinds';
import { match } from '../../sync/match';
import type { BySide, Keys, KindName, Pair, Side, SideRecord, Value } from '../../sync/model';

import { UsageError } from '../shared/errors';
import type { AmbiguousItem } from '../shared/items';
import { toOutputs, type Sourced } from './outputs';

type Inputs = BySide<INodeExecutionData[]>;
/** How an item is read as a record; null where it has no id to be told by. */
type Reader = (side: Side, json: IDataObject) => SideRecord | null;

interface KeyField {
  readonly outlook: string;
  readonly crm: string;
  readonly like: Likeness;
}

const idOf = (json: IDataObject): string | null => {
  const id = json.id ?? json.ref;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : null;
};

/** Due dates are dates of the workflow's time zone, for the mailbox's is not known here. */
const readKind =
  (kind: KindName, zone: string): Reader =>
  (side, json) =>
    idOf(json) === null ? null : rawRecord(kind, side, json, zone);

/** The key counts only where all of it is there. */
function keysBy(fields: readonly KeyField[], side: Side, json: IDataObject): Keys {
  const values = fields.map(({ outlook, crm, like }) =>
    comparable(like, get(json, side === 'outlook' ? outlook : crm) as Value),
  );
  return { strong: values.every((value) => value !== '') ? [JSON.stringify(values)] : [], weak: null };
}

const readAny =
  (fields: readonly KeyField[]): Reader =>
  (side, json) => {
    const ref = idOf(json);
    if (ref === null) return null;
    const keys = keysBy(fields, side, json);
    const fieldsOf = json as Readonly<Record<string, Value>>;
    return { ref, version: null, modifiedAt: null, state: 'live', fields: fieldsOf, keys, extra: null };
  };

function readerOf(context: IExecuteFunctions): Reader {
  const kind = context.getNodeParameter('kind', 0) as KindName | 'any';
  if (kind !== 'any') return readKind(kind, context.getTimezone());
  const fields = context.getNodeParameter('keyFields.fields', 0, []) as unknown as KeyField[];
  const named = fields.filter(({ outlook, crm }) => outlook && crm);
  if (named.length > 0) return readAny(named);
  throw new UsageError('No key field is set.', 'Name at least one Outlook Field and the CRM Field it corresponds to.');
}

interface Read {
  readonly records: BySide<readonly SideRecord[]>;
  readonly where: Map<SideRecord, IPairedItemData>;
  readonly nameless: readonly Sourced<AmbiguousItem>[];
}

const noId = (side: Side, item: number): string =>
  `item ${item + 1} of the input ${side === 'outlook' ? 'Outlook' : 'CRM'} has no id, so it cannot be told from others`;

function readInputs(inputs: Inputs, read: Reader, kind: KindName): Read {
  const where = new Map<SideRecord, IPairedItemData>();
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
export function matchRaw(context: IExecuteFunctions, inputs: Inputs): INodeExecutionData[][] {
  const chosen = context.getNodeParameter('kind', 0) as KindName | 'any';
  const byKeyFields = chosen === 'any';
  const kind = byKeyFields ? 'contact' : chosen;
  const { label } = kinds[kind];
  const { records, where, nameless } = readInputs(inputs, readerOf(context), kind);
  const all = (side: Side) => records[side].map((record) => ({ record, taken: false }));
  const words = byKeyFields ? undefined : kinds[kind].words;
  const found = match({ outlook: all('outlook'), zoho: all('zoho') }, words);
  const from = (...some: readonly SideRecord[]) => some.flatMap((record) => where.get(record) ?? []);
  const only = (side: Side) =>
    found.strangers[side].map((record) => ({
      json: { kind, label: label(record.fields), side, change: 'new' as const, record },
      from: from(record),
    }));
  const pairOf = (pair: Pair) => ({
    json: { kind, label: label(pair.outlook.fields), pair },
    from: from(pair.outlook, pair.zoho),
  });
  const unclear = found.ambiguous.map(({ reason, outlook, zoho }) => ({
    json: { kind, label: label((outlook[0] ?? zoho[0])?.fields ?? {}), reason, outlook, zoho },
    from: from(...outlook, ...zoho),
  }));
  return toOutputs({
    pairs: found.pairs.map((pair) => pairOf({ ...pair, link: null, base: null })),
    outlook: only('outlook'),
    zoho: only('zoho'),
    ambiguous: [...nameless, ...unclear],
  });
}
