import type { Selectable } from 'kysely';

/** Two records, each as `side:ref`, that are never to be paired; `review`: that in which it was said. */
export interface ApartTable {
  sync: string;
  a: string;
  b: string;
  review: string;
  words: string;
  made_at: number;
  made_by: string;
}

/** What a person said shall be done from now on. */
export interface RuleTable {
  id: string;
  sync: string;
  words: string;
  what: string;
  made_at: number;
  made_by: string;
  revoked_at: number | null;
  revoked_by: string | null;
}

/** A plan somebody looked at, decision by decision. */
export interface PlanTable {
  sync: string;
  hash: string;
  cycle: string;
  made_at: number;
  counts: string;
  lines: string;
}

export type RuleRow = Selectable<RuleTable>;
