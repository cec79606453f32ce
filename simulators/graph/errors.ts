import { makeGuid } from './ids';

export interface GraphFault {
  readonly status: number;
  readonly code: string;
  /** A more precise one, which To Do puts into the innerError. */
  readonly inner?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** An Error that the routes turn into Graph's `{error:{code,message,innerError}}`. */
export function graphError(
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Error & GraphFault {
  return Object.assign(new Error(message), { status, code, headers });
}

/** To Do's way: a general code, the precise one inside [seen live: microsoft-graph-docs#10503]. */
export const todoError = (inner: string, message: string): Error =>
  Object.assign(graphError(400, 'invalidRequest', message), { inner });

export const isGraphFault = (error: unknown): error is Error & GraphFault =>
  error instanceof Error && 'status' in error && 'code' in error;

export const notFound = (): Error =>
  graphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
/** What every path of a mailbox answers once its licence is taken away [seen: microsoft-graph-docs#10481]. */
export const noMailbox = (): Error =>
  graphError(404, 'MailboxNotEnabledForRESTAPI', 'REST API is not yet supported for this mailbox.');
/** What the directory, and not Exchange, knows nothing of [seen live: amp-labs]. */
export const noResource = (id: string): Error =>
  graphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );
export const malformedId = (): Error => graphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
export const badRequest = (message: string, code = 'BadRequest'): Error => graphError(400, code, message);

/** Codes of faults that a test switches on by status alone. */
const CODES: Record<number, string> = {
  400: 'BadRequest',
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  409: 'ErrorIrresolvableConflict',
  410: 'SyncStateNotFound',
  412: 'ErrorIrresolvableConflict',
  429: 'ApplicationThrottled',
  500: 'ErrorInternalServerTransientError',
  502: 'BadGateway',
  503: 'UnknownError',
  504: 'UnknownError',
  507: 'ErrorQuotaExceeded',
};

const MESSAGES: Record<number, string> = {
  401: 'Access token has expired or is not yet valid.',
  403: 'Access is denied. Check credentials and try again.',
  410: "The sync state generation is not found; 'syncStateNotFound'.",
  429: 'Application is over its MailboxConcurrency limit.',
  503: '',
  504: '',
};

export interface ErrorContext {
  readonly now: number;
  readonly requestId: string;
  readonly clientRequestId: string;
  readonly inner?: string;
}

/** Born in Exchange, and shown without the `innerError` that the gateway in front of it adds to its own [seen live, 2026]. */
const ofExchange = [
  ...['ErrorAccessDenied', 'ErrorItemNotFound', 'ErrorIrresolvableConflict', 'ErrorAccountSuspend'],
  ...['ErrorCannotDeleteObject', 'ApplicationThrottled', 'MailboxNotEnabledForRESTAPI', 'MailboxInfoStale'],
];

/** The body of every Graph error [docs: error responses]; the date has no zone, as the service sends it. */
export function errorBody(code: string, message: string, context: ErrorContext): unknown {
  if (ofExchange.includes(code)) return { error: { code, message } };
  const innerError = {
    ...(context.inner ? { code: context.inner } : {}),
    date: new Date(context.now).toISOString().slice(0, 19),
    'request-id': context.requestId,
    'client-request-id': context.clientRequestId,
  };
  return { error: { code, message, innerError } };
}

/** The body for a fault given by status only. */
export function bodyOfStatus(status: number, now: number): unknown {
  const requestId = makeGuid(now, 'fault');
  const message = MESSAGES[status] ?? 'The simulator was told to fail here.';
  return errorBody(CODES[status] ?? 'UnknownError', message, { now, requestId, clientRequestId: requestId });
}
