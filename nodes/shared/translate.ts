import type { IDataObject } from 'n8n-workflow';
import { taskToNeutral, toNeutral as fromGraph } from '../../sides/outlook';
import { tasks, toNeutral as fromZoho } from '../../sides/zoho';
import { placesIn } from '../../sides/zoho/fields';
import { kinds } from '../../sync/kinds';
import type { KindName, Neutral, Side, SideRecord } from '../../sync/model';
import { UsageError } from './errors';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const instant = (value: unknown): string | null => {
  const time = Date.parse(text(value) ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};

const record = (
  kind: KindName,
  ref: unknown,
  neutral: Neutral,
  version: string | null,
  modifiedAt: string | null,
): SideRecord => ({
  ref: String(ref),
  version,
  modifiedAt,
  state: 'live',
  fields: neutral.fields,
  keys: kinds[kind].keys(neutral),
  extra: neutral.extra,
});

type Json = IDataObject;
/** How a vendor's own JSON becomes neutral; `zone` is where due dates are dates. */
interface Reader {
  readonly outlook: (json: Json, zone: string) => Neutral;
  readonly zoho: (json: Json) => Neutral;
}

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

/** Items as the vendors show them, and n8n's own Outlook, To Do and Zoho nodes; of a CRM record only the fields it has count. */
const readers: Readonly<Record<KindName, Reader>> = {
  contact: {
    outlook: fromGraph,
    zoho: (json) =>
      fromZoho(
        json,
        placesIn((api) => api in json),
      ),
  },
  task: {
    outlook: taskToNeutral,
    zoho: (json) =>
      tasks.toNeutral(
        json,
        tasks.places((api) => api in json, new Map()),
      ),
  },
  event: { outlook: noEvents, zoho: noEvents },
  mail: { outlook: noMails, zoho: noMails },
};

/** An item that comes from no sync as the record it shows. */
export function rawRecord(kind: KindName, side: Side, json: Json, zone: string): SideRecord {
  if (side === 'outlook')
    return record(
      kind,
      json.id,
      readers[kind].outlook(json, zone),
      text(json['@odata.etag']),
      instant(json.lastModifiedDateTime),
    );
  const modified = instant(json.Modified_Time);
  return record(kind, json.id, readers[kind].zoho(json), modified, modified);
}
