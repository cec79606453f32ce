import type { Blueprint } from './schema';

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
