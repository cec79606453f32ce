import { contact } from '../../sync/kinds/contact';
import type { Fields, Pair, Policy, SideRecord } from '../../sync/model';

let next = 0;

/** A live contact record as a side would hand it over; keys follow from the fields. */
export function record(fields: Fields, rest: Partial<SideRecord> & { aliases?: readonly string[] } = {}): SideRecord {
  const { aliases = [], ...over } = rest;
  const ref = over.ref ?? `r${++next}`;
  const keys = contact.keys({ fields, aliases });
  return { ref, version: '1', modifiedAt: null, state: 'live', fields, keys, extra: null, ...over };
}

export const pair = (
  outlook: SideRecord,
  zoho: SideRecord,
  base: Pair['base'],
  link: string | null = base ? 'l1' : null,
): Pair => ({
  link,
  matchedBy: link ? 'link' : 'e-mail',
  base,
  outlook,
  zoho,
});

export const twoWay: Policy = { direction: 'both', conflict: 'zoho', perField: {}, deletes: 'keep' };
