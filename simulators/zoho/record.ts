export type Values = Record<string, unknown>;

/** A record as stored: values by API name (lookups as `{id}`), times in milliseconds. */
export interface StoredRecord {
  readonly id: string;
  readonly module: string;
  values: Values;
  owner: string;
  readonly createdBy: string;
  modifiedBy: string;
  readonly created: number;
  modified: number;
  locked: boolean;
  /** Ids or e-mail addresses of users who may not see it; `*` hides it from everybody. */
  hiddenFrom: readonly string[];
  /** What the search index still shows until `until`; null values mean "not indexed yet". */
  indexed?: { readonly until: number; readonly values: Values | null };
}

export interface ZohoUser {
  readonly id: string;
  readonly first_name: string | null;
  readonly last_name: string;
  readonly email: string;
  /** IANA name; times are answered in it. */
  readonly time_zone: string;
  /** `en_US` where none is told. */
  readonly locale?: string;
  readonly alias?: string;
  readonly admin: boolean;
  readonly status: 'active' | 'disabled' | 'deleted';
  /** Ids of users whose records this one may see when records are private. */
  readonly subordinates: readonly string[];
}
