import type { IDataObject } from 'n8n-workflow';
import { toNeutral as fromGraph } from '../../sides/outlook';
import { toNeutral as fromZoho } from '../../sides/zoho';
import { placesIn } from '../../sides/zoho/fields';
import { kinds } from '../../sync/kinds';
import type { Neutral, SideRecord } from '../../sync/model';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const instant = (value: unknown): string | null => {
  const time = Date.parse(text(value) ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
};

const record = (ref: unknown, neutral: Neutral, version: string | null, modifiedAt: string | null): SideRecord => ({
  ref: String(ref),
  version,
  modifiedAt,
  state: 'live',
  fields: neutral.fields,
  keys: kinds.contact.keys(neutral),
  extra: neutral.extra,
});

/** A contact as Microsoft Graph (and n8n's own Outlook node) shows it. */
export const outlookRecord = (json: IDataObject): SideRecord =>
  record(json.id, fromGraph(json), text(json['@odata.etag']), instant(json.lastModifiedDateTime));

/** A contact as Zoho CRM (and n8n's own Zoho node) shows it; only the fields it has count. */
export const zohoRecord = (json: IDataObject): SideRecord => {
  const modified = instant(json.Modified_Time);
  const places = placesIn((api) => api in json);
  return record(json.id, fromZoho(json, places), modified, modified);
};
