import { asCode, isObject } from '../facts';
import type { Json } from '../http';

/** What became of one record of a bulk write. */
export interface ZohoItem {
  readonly ok: boolean;
  /** SUCCESS, or Zoho's word; `noResult` where the reply left the record out. */
  readonly code: string;
  /** Of the record written or refused; null where Zoho names none. */
  readonly id: string | null;
  readonly modifiedAt: string | null;
  /** Upsert only. */
  readonly action: 'insert' | 'update' | null;
  /** Upsert only: API name of the field that found the record. */
  readonly duplicateField: string | null;
  /** As Zoho sent them; may hold names of records and users: not for logs. */
  readonly details: Json;
}

const asText = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null;

/** One item of `data[]`; failed items lack keys that good ones have. */
export function toItem(raw: unknown): ZohoItem {
  const item: Json = isObject(raw) ? raw : {};
  const details = isObject(item.details) ? item.details : {};
  return {
    ok: item.status === 'success' && item.code === 'SUCCESS',
    code: raw === undefined ? 'noResult' : (asCode(item.code) ?? 'unknown'),
    id: asText(details.id),
    modifiedAt: asText(details.Modified_Time),
    action: item.action === 'insert' || item.action === 'update' ? item.action : null,
    duplicateField: asText(item.duplicate_field),
    details,
  };
}

/**
 * Results in the order of what was sent. Zoho promises that order (v8 docs: "Insert records"); where ids were sent and every
 * result names one of them, those decide.
 */
export function inOrder(raw: readonly unknown[], sent: readonly { readonly id?: unknown }[]): readonly ZohoItem[] {
  const items = raw.map(toItem);
  const byId = new Map(items.filter((item) => item.id !== null).map((item) => [item.id, item]));
  const named = byId.size === sent.length && sent.every((record) => byId.has(asText(record.id)));
  return sent.map((record, i) => (named ? byId.get(asText(record.id)) : items[i]) ?? toItem(undefined));
}

/** The record is not there any more: an id is all that was wrong (v8 docs: INVALID_DATA for an id). */
export const isGone = (item: ZohoItem): boolean =>
  !item.ok &&
  (['NOT_FOUND', 'RESOURCE_NOT_FOUND'].includes(item.code) ||
    (item.code === 'INVALID_DATA' &&
      (item.details.api_name === 'id' || (item.details.api_name === undefined && item.id !== null))));

/** Changed since the version we knew. */
export const isMoved = (item: ZohoItem): boolean => item.code === 'ALREADY_MODIFIED';
