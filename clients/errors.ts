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
  /** What happened, for a person. */
  readonly message: string;
  /** What that person can do now. */
  readonly nextStep: string;
  readonly retryAfterMs?: number | null;
  /** Facts for support (request id, field names, limits). Never a token, never content of a record. */
  readonly details?: Json;
  /** The write may have happened: look before sending it again. */
  readonly uncertain?: boolean;
}

/**
 * The one error clients throw. It carries no `cause`: what libraries throw holds the whole request, token included.
 */
export class ApiError extends Error {
  readonly side: ApiSide;
  readonly status: number | null;
  readonly code: string;
  readonly radius: Radius;
  readonly nextStep: string;
  readonly retryAfterMs: number | null;
  readonly details: Json;
  readonly uncertain: boolean;

  constructor(fault: ApiFault) {
    super(fault.message);
    this.name = 'ApiError';
    this.side = fault.side;
    this.status = fault.status;
    this.code = fault.code;
    this.radius = fault.radius;
    this.nextStep = fault.nextStep;
    this.retryAfterMs = fault.retryAfterMs ?? null;
    this.details = fault.details ?? null;
    this.uncertain = fault.uncertain ?? false;
  }
}

export const serviceName: Readonly<Record<ApiSide, string>> = { outlook: 'Microsoft', zoho: 'Zoho CRM' };
/** Where a person finds the credential in n8n. */
export const credentialPlace: Readonly<Record<ApiSide, string>> = {
  outlook: 'Credentials › Outlook Sync OAuth2 API',
  zoho: 'Credentials › Zoho CRM Sync OAuth2 API',
};
export const reconnect = (side: ApiSide): string => `In n8n open ${credentialPlace[side]} and press Connect again.`;
