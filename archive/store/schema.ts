type Column = 'text' | 'text?' | 'integer' | 'bigint' | 'bigint?';
export interface Blueprint {
  readonly columns: Readonly<Record<string, Column>>;
  readonly primary: readonly string[];
  readonly unique?: readonly (readonly string[])[];
  readonly indexes?: readonly (readonly string[])[];
}

/** The first schema. Once released it never changes: what comes later is a new migration. */
export const first: Readonly<Record<string, Blueprint>> = {
  sync: {
    columns: {
      name: 'text',
      kind: 'text',
      holder: 'text?',
      fence: 'bigint',
      lease_ms: 'bigint',
      lease_until: 'bigint',
      round_outlook: 'bigint',
      round_zoho: 'bigint',
      direction: 'text?',
    },
    primary: ['name'],
  },
  profile: {
    columns: { sync: 'text', side: 'text', account: 'text', place: 'text', data: 'text', read_at: 'bigint' },
    primary: ['sync', 'side'],
  },
  record: {
    columns: {
      sync: 'text',
      side: 'text',
      ref: 'text',
      version: 'text?',
      modified_at: 'text?',
      state: 'text',
      fields: 'text',
      extra: 'text',
      keys: 'text',
      status: 'text',
      since: 'bigint',
      offered: 'bigint',
      tries: 'integer',
      next_try: 'bigint',
      message: 'text?',
      next_step: 'text?',
      review: 'text?',
      seen: 'bigint',
    },
    primary: ['sync', 'side', 'ref'],
    indexes: [['sync', 'side', 'status', 'next_try'], ['review']],
  },
  key: {
    columns: { sync: 'text', side: 'text', ref: 'text', key: 'text', strength: 'text', bare: 'integer' },
    primary: ['sync', 'key', 'side', 'ref'],
    indexes: [['sync', 'side', 'ref']],
  },
  link: {
    columns: {
      id: 'text',
      sync: 'text',
      outlook: 'text',
      zoho: 'text',
      state: 'text',
      base_outlook: 'text',
      base_zoho: 'text',
      linked_at: 'bigint',
    },
    primary: ['id'],
    unique: [
      ['sync', 'outlook'],
      ['sync', 'zoho'],
    ],
  },
  cursor: {
    columns: { sync: 'text', side: 'text', feed: 'text', value: 'text', read_at: 'bigint' },
    primary: ['sync', 'side', 'feed'],
  },
  intent: {
    columns: {
      id: 'text',
      sync: 'text',
      side: 'text',
      source_ref: 'text',
      fields: 'text',
      keys: 'text',
      agreed: 'text',
      link: 'text?',
      written_at: 'bigint',
    },
    primary: ['id'],
    indexes: [['sync', 'side', 'source_ref']],
  },
  review: {
    columns: {
      id: 'text',
      sync: 'text',
      cycle: 'text',
      topic: 'text',
      subject: 'text',
      label: 'text',
      reason: 'text',
      refs: 'text',
      details: 'text',
      state: 'text',
      answer: 'text',
      opened_at: 'bigint',
      closed_at: 'bigint?',
    },
    primary: ['id'],
    indexes: [
      ['sync', 'state'],
      ['sync', 'subject'],
    ],
  },
  journal: {
    columns: {
      sync: 'text',
      seq: 'bigint',
      cycle: 'text',
      at: 'bigint',
      op: 'text',
      side: 'text?',
      ref: 'text?',
      link: 'text?',
      label: 'text',
      reason: 'text',
      before: 'text',
      after: 'text',
      clashes: 'text',
    },
    primary: ['sync', 'seq'],
    indexes: [
      ['sync', 'cycle'],
      ['sync', 'link'],
    ],
  },
  cycle: {
    columns: {
      id: 'text',
      sync: 'text',
      holder: 'text',
      fence: 'bigint',
      state: 'text',
      started_at: 'bigint',
      finished_at: 'bigint?',
      read_outlook: 'integer',
      read_zoho: 'integer',
      tally: 'text',
      report: 'text?',
    },
    primary: ['id'],
    indexes: [['sync', 'started_at']],
  },
};

/** Who waits until the run at work on a sync has ended; one a sync. */
export const waiters: Readonly<Record<string, Blueprint>> = {
  waiter: { columns: { sync: 'text', holder: 'text', heard_at: 'bigint' }, primary: ['sync'] },
};

/** What decisions of people, plans and undoing need. Once released it never changes: what comes later is a new migration. */
export const reviewTables: Readonly<Record<string, Blueprint>> = {
  apart: {
    columns: {
      sync: 'text',
      a: 'text',
      b: 'text',
      review: 'text',
      words: 'text',
      made_at: 'bigint',
      made_by: 'text',
    },
    primary: ['sync', 'a', 'b'],
    indexes: [['sync', 'review']],
  },
  rule: {
    columns: {
      id: 'text',
      sync: 'text',
      words: 'text',
      what: 'text',
      made_at: 'bigint',
      made_by: 'text',
      revoked_at: 'bigint?',
      revoked_by: 'text?',
    },
    primary: ['id'],
    indexes: [['sync', 'revoked_at']],
  },
  plan: {
    columns: {
      sync: 'text',
      hash: 'text',
      cycle: 'text',
      made_at: 'bigint',
      counts: 'text',
      lines: 'text',
    },
    primary: ['sync', 'hash'],
  },
};

/** Columns that older tables get: name, type, and what it is for rows that are there already. */
export const reviewColumns: Readonly<
  Record<string, readonly (readonly [string, 'text' | 'bigint', string | number | null])[]>
> = {
  review: [
    ['seen_at', 'bigint', 0],
    ['answered_at', 'bigint', null],
    ['answered_by', 'text', null],
  ],
  journal: [['link_before', 'text', 'null']],
  cycle: [['undoes', 'text', null]],
};

export const reviewIndexes: Readonly<Record<string, readonly (readonly string[])[]>> = {
  journal: [
    ['sync', 'at'],
    ['sync', 'side', 'ref'],
  ],
};
