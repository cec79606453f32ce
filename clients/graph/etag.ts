import type { Headers, Json } from '../http';

/** The opaque version of an item: `@odata.etag`, else built from changeKey as Exchange builds it (learn: "outlookItem"). */
export const etagOf = (item: Json): string | null =>
  item?.['@odata.etag'] ?? (item?.changeKey ? `W/"${item.changeKey}"` : null);

/** The header that makes a write conditional; none where no version is known. */
export const ifMatch = (etag: string | null | undefined): Headers => (etag ? { 'If-Match': etag } : {});
