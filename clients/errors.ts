import { messageAndStep, type Reason } from '../reasons';
import type { Json } from './http';

export type ApiSide = 'outlook' | 'zoho';

/** How much stops: one record, one kind of thing (module, folder), or everything on that side. */
export type Radius = 'record' | 'kind' | 'side';

export interface ApiFault {
  readonly side: ApiSide;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** The vendor's word where it has one, else ours (camelCase: brokenReply, noAnswer, timeout, foreignHost, resync …). */
  readonly code: string;
  readonly radius: Radius;
  /** What happened, and what a person can do now. */
  readonly reason: Reason;
  readonly retryAfterMs?: number | null;
  /** Facts for support (request id, field names, limits). Never a token, never content of a record. */
  readonly details?: Json;
  /** The write may have happened: look before sending it again. */
  readonly uncertain?: boolean;
}

/** The one error of clients. It has no `cause`: what libraries throw holds the whole request, token included. */
export class ApiError extends Error {
  readonly side: ApiSide;
  readonly status: number | null;
  readonly code: string;
  readonly radius: Radius;
  readonly reason: Reason;
  readonly retryAfterMs: number | null;
  readonly details: Json;
  readonly uncertain: boolean;

  constructor(fault: ApiFault) {
    super();
    this.name = 'ApiError';
    this.side = fault.side;
    this.status = fault.status;
    this.code = fault.code;
    this.radius = fault.radius;
    this.reason = fault.reason;
    this.retryAfterMs = fault.retryAfterMs ?? null;
    this.details = fault.details ?? null;
    this.uncertain = fault.uncertain ?? false;
  }

  /** What happened, in English, as n8n shows errors; put into words only for whoever reads it. */
  override get message(): string {
    return messageAndStep(this.reason).message;
  }

  /** What a person can do now, likewise. */
  get nextStep(): string {
    return messageAndStep(this.reason).nextStep;
  }
}

/** No answer came: the write may have happened. */
export const isUncertain = (error: unknown): error is ApiError => error instanceof ApiError && error.uncertain;

/** What of a vendor's answer may be in an error: identifiers. Free text of theirs may echo values and tokens. */
const identifier = /^[A-Za-z][A-Za-z0-9_.]{1,79}$/;
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Long and full of digits: rather a token or a key than a name. */
const isTokenLike = (word: string): boolean => word.length > 20 && word.replace(/\D/g, '').length > 3;

export function safeCode(value: unknown): string | null {
  const word = typeof value === 'string' ? value.trim() : '';
  return identifier.test(word) && !isTokenLike(word) ? word : null;
}

export const safeGuid = (value: unknown): string | null =>
  typeof value === 'string' && guid.test(value) ? value : null;

/** `https://host/a/b?x=y` → `/a/b`; a relative path loses its query likewise. */
export const urlPath = (url: string): string =>
  URL.canParse(url) ? new URL(url).pathname : (url.split(/[?#]/)[0] ?? '');

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Conditions of the tables of refusals. */
export const hasStatus =
  (...statuses: readonly number[]) =>
  ({ status }: { readonly status: number }): boolean =>
    statuses.includes(status);
export const hasCode =
  (...codes: readonly string[]) =>
  ({ code }: { readonly code: string }): boolean =>
    codes.includes(code);
