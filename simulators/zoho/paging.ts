import { bad } from './errors';
import type { Values } from './record';
import type { Call } from './world';
import { zohoTime } from './times';

const REACH = { page: 2000, token: 100_000 } as const;
const DAY = 86_400_000;

export interface Window {
  readonly page: number;
  readonly perPage: number;
}

function whole(call: Call, name: string, fallback: number, max: number): number {
  const text = call.query[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw bad('INVALID_DATA', { param_name: name, maximum: max });
  return value;
}

/** What a page token is bound to: the user and every parameter but the page. */
function bound(call: Call): string {
  const rest = Object.entries(call.query).filter(([key]) => key !== 'page' && key !== 'page_token');
  return JSON.stringify([call.user.id, rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

interface Token {
  readonly page: number;
  readonly bound: string;
  readonly until: number;
}

function readToken(text: string): Token {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Token;
  } catch {
    throw bad('INVALID_DATA', { param_name: 'page_token' });
  }
}

function tokenWindow(call: Call, now: number, perPage: number): Window {
  if (call.query.page !== undefined)
    throw bad('AMBIGUITY_DURING_PROCESSING', { ambiguity_due_to: ['page', 'page_token'] });
  const token = readToken(call.query.page_token ?? '');
  if (token.until < now) throw bad('EXPIRED_VALUE', { api_name: 'page_token', json_path: '$.query.page_token' });
  if (token.bound !== bound(call)) throw bad('TOKEN_BOUND_DATA_MISMATCH', { param_name: 'page_token' });
  if (token.page * perPage > REACH.token) throw bad('PAGINATION_LIMIT_EXCEEDED', { limit: REACH.token });
  return { page: token.page, perPage };
}

/** The page asked for, by number (first 2000 records; versions before 3 knew no such limit) or by token. */
function windowOf(call: Call, now: number): Window {
  const perPage = whole(call, 'per_page', 200, 200);
  if (call.query.page_token !== undefined) return tokenWindow(call, now, perPage);
  const page = whole(call, 'page', 1, Number.MAX_SAFE_INTEGER);
  const beyond = (page - 1) * perPage >= REACH.page;
  if (beyond && call.version >= 3) throw bad('DISCRETE_PAGINATION_LIMIT_EXCEEDED', { limit: REACH.page });
  return { page, perPage };
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly info: Values;
}

const makeToken = (call: Call, page: number, until: number): string =>
  Buffer.from(JSON.stringify({ page, bound: bound(call), until } satisfies Token)).toString('base64url');

/** Cuts one page out of the rows and writes the `info` that goes with it. */
export function cutPage<T>(all: readonly T[], call: Call, now: number, tokens: boolean): Page<T> {
  const { page, perPage } = windowOf(call, now);
  const rows = all.slice((page - 1) * perPage, page * perPage);
  const more = all.length > page * perPage;
  const basic = { per_page: perPage, count: rows.length, page, more_records: more };
  if (!tokens || call.version < 3) return { rows, info: basic };
  const until = now + DAY;
  const extra = {
    next_page_token: more ? makeToken(call, page + 1, until) : null,
    previous_page_token: page > 1 ? makeToken(call, page - 1, until) : null,
    page_token_expiry: more ? zohoTime(until, call.user.time_zone) : null,
  };
  return { rows, info: { ...basic, ...extra } };
}
