import { reason } from '../../../reasons';
import { kinds } from '../../../sync/kinds';
import type { Review } from '../../../archive';
import type { Clash, Fields, Value } from '../../../sync/model';
import type { Namesake, ReviewRecord } from '../../../sync/review/review';
import type { Reader } from '../../../nodes/ConflictReview/page/layout';

export const reader = (more: Partial<Reader> = {}): Reader => ({
  language: 'en',
  zone: 'Asia/Tokyo',
  nonce: 'nonce',
  token: 'token',
  now: Date.UTC(2026, 4, 1),
  ...more,
});

export const shown = (ref: string, fields: Fields, more: Partial<ReviewRecord> = {}): ReviewRecord => ({
  ref,
  version: null,
  modifiedAt: null,
  state: 'live',
  label: String(fields.lastName ?? ref),
  fields,
  ...more,
});

export const clash = (field: string, outlook: Value, base: Value, zoho: Value): Clash => ({
  field,
  label: field,
  outlook,
  base,
  zoho,
  winner: null,
});

const common = {
  sync: 'Contacts',
  kind: 'contact' as const,
  refs: [],
  fingerprint: 'f1',
  state: 'open' as const,
  answer: null,
  answeredAt: null,
  answeredBy: null,
  openedAt: Date.UTC(2026, 3, 1),
  seenAt: Date.UTC(2026, 3, 2),
  closedAt: null,
};

export const pairReview = (fields: Fields, clashes: readonly Clash[], more: Partial<Review> = {}): Review => ({
  ...common,
  id: 'p1',
  topic: 'conflict',
  label: String(fields.lastName ?? 'Tanaka'),
  reason: reason('whoWins', {
    why: reason('editedOnBothSides'),
    fields: kinds.contact.fields.filter(({ name }) => name === 'businessPhone').map(({ label }) => label),
  }),
  details: {
    is: 'pair',
    happened: 'edited',
    outlook: shown('o1', fields),
    zoho: shown('z1', fields),
    base: { outlook: fields, zoho: fields },
    clashes,
    rule: reason('decideMyself'),
  },
  ...more,
});

export const candidatesReview = (outlook: readonly ReviewRecord[], zoho: readonly ReviewRecord[]): Review => ({
  ...common,
  id: 'c1',
  topic: 'ambiguous',
  label: 'Sato',
  reason: reason('sameKeyTwice', { by: kinds.contact.keyNames.strong, outlook: 1, zoho: 2 }),
  details: { is: 'candidates', outlook, zoho, rule: reason('oneOfEach') },
});

/** A name that these records of the CRM have, in each of the fields. */
export const lookupReview = (candidates: readonly Namesake[], fields: readonly string[] = ['companyName']): Review => ({
  ...common,
  ...{ id: 'l1', topic: 'ambiguous', label: 'Tanaka' },
  reason: reason('sameName', { name: 'Nippon Trading', count: 2, field: kinds.contact.keyNames.strong }),
  details: {
    ...{ is: 'lookup', rule: reason('uniqueName') },
    asked: fields.map((field) => ({ field, name: 'Nippon Trading', candidates })),
  },
});
