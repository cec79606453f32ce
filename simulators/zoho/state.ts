import type { AuthTokenState } from './authTokens/model';
import { freshAuthTokens } from './authTokens/model';
import type { ModuleMeta } from './modules';
import { standardModules } from './modules';
import { standardOrg, standardUsers } from './standardOrg';
import type { CalDavState } from './caldav/model';
import { freshCalDav } from './caldav/model';
import type { MailState } from './mail/model';
import { freshMail } from './mail/model';
import type { StoredRecord, Values, ZohoUser } from './record';
import { noteRecord } from './valueIndex';
import { ALL_SCOPES } from './scopes';
import type { WatchState } from './watch/model';
import { freshWatch } from './watch/model';

export interface DeletedRecord {
  readonly record: StoredRecord;
  readonly displayName: string | null;
  readonly deletedBy: string;
  readonly deletedAt: number;
  permanent: boolean;
}

export interface CustomView {
  readonly id: string;
  readonly module: string;
  readonly name: string;
  readonly systemName: string | null;
  /** In the search grammar, such as `(Mailing_City:equals:Kyoto)`. */
  readonly criteria: string | null;
}

/** What a person once consented to. */
export interface Grant {
  readonly refreshToken: string;
  readonly client: string;
  readonly user: string;
  readonly scopes: readonly string[];
  /** When access tokens were minted from it, for the limit per ten minutes. */
  mints: number[];
  /** When a refresh was last refused as one too many, in ms; -Infinity where none was. */
  throttledAt: number;
}

export interface AccessToken {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly expires: number;
  /** Pushed out by a newer one (more than 15 live): answered with a code of its own. */
  pushedOut: boolean;
}

export interface GrantCode {
  readonly code: string;
  readonly client: string;
  readonly redirectUri: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly offline: boolean;
  readonly expires: number;
}

export interface ZohoState {
  org: Values;
  users: ZohoUser[];
  modules: ModuleMeta[];
  records: Map<string, Map<string, StoredRecord>>;
  deleted: Map<string, DeletedRecord[]>;
  views: CustomView[];
  clients: Map<string, string>;
  grants: Grant[];
  tokens: AccessToken[];
  codes: GrantCode[];
  /** Tokens of the older sign-in. */
  authTokens: AuthTokenState;
  /** Credits spent, for the rolling day. */
  credits: { readonly at: number; readonly count: number }[];
  /** How many times a record write would have started the org's workflows. */
  workflowRuns: number;
  inFlight: number;
  /** Mails that were attached to records, and files that were uploaded. */
  mail: MailState;
  /** The calendar as CalDAV shows it; the CRM's own meetings are not in it. */
  calDav: CalDavState;
  /** Who is told of changes, and what was told. */
  watch: WatchState;
  lastId: bigint;
}

/** What the handlers need besides the request. */
export interface World {
  readonly state: ZohoState;
  readonly limits: Record<string, number | boolean>;
  /** What would have been mailed to people. */
  readonly outbox: unknown[];
  now(): number;
}

export const SEEDED = {
  clientId: '1000.SIMULATORCLIENT',
  clientSecret: 'simulator-zoho-secret',
  refreshToken: '1000.simulator-refresh-token',
  accessToken: '1000.simulator-access-token',
} as const;

export { ALL_SCOPES };

const FIRST_ID = 5545974000000500000n;

/** The seeded client, refresh token and access token; they outlive a reset, so that connected programs stay connected. */
function seededSignIn(now: number) {
  const user = '5545974000000001001';
  const shared = { user, scopes: ALL_SCOPES };
  const { refreshToken } = SEEDED;
  return {
    clients: new Map<string, string>([[SEEDED.clientId, SEEDED.clientSecret]]),
    grants: [{ ...shared, refreshToken, client: SEEDED.clientId, mints: [], throttledAt: -Infinity }],
    tokens: [{ ...shared, token: SEEDED.accessToken, refreshToken, expires: now + 3_600_000, pushedOut: false }],
  };
}

export function freshState(now: number): ZohoState {
  return {
    ...seededSignIn(now),
    org: standardOrg(),
    users: standardUsers(),
    modules: standardModules(),
    records: new Map(),
    deleted: new Map(),
    views: [],
    codes: [],
    authTokens: freshAuthTokens(),
    credits: [],
    workflowRuns: 0,
    inFlight: 0,
    mail: freshMail(),
    calDav: freshCalDav(),
    watch: freshWatch(),
    lastId: FIRST_ID,
  };
}

export const newId = (state: ZohoState): string => String((state.lastId += 1n));

export function recordsOf(state: ZohoState, module: string): Map<string, StoredRecord> {
  const found = state.records.get(module) ?? new Map<string, StoredRecord>();
  state.records.set(module, found);
  return found;
}

/** Puts a record in its place, new or changed. */
export function keepRecord(state: ZohoState, record: StoredRecord): void {
  const records = recordsOf(state, record.module);
  records.set(record.id, record);
  noteRecord(records, record);
}

export const userOf = (state: ZohoState, id: string): ZohoUser | undefined => state.users.find((u) => u.id === id);
export const fullName = (who: { first_name: string | null; last_name: string }): string =>
  [who.first_name, who.last_name].filter(Boolean).join(' ');
