/** Zoho's error object: the same four keys on top level and per item. */
export interface ZohoFailure {
  readonly code: string;
  readonly message: string;
  readonly status: 'error';
  readonly details: Record<string, unknown>;
}

const MESSAGES: Record<string, string> = {
  ALREADY_MODIFIED: 'record updated time has already passed if-unmodified-since time',
  AMBIGUITY_DURING_PROCESSING: 'Ambiguity while processing the request',
  AUTHENTICATION_FAILURE: 'Authentication failed',
  DISCRETE_PAGINATION_LIMIT_EXCEEDED: 'Only the first 2000 records can be fetched by page; use page_token for the rest',
  DUPLICATE_DATA: 'duplicate data',
  EXPECTED_PARAM_MISSING: 'One of the expected parameter is missing',
  EXPIRED_VALUE: 'The page token has expired',
  INTERNAL_ERROR: 'Internal server error occurred.',
  INVALID_DATA: 'invalid data',
  INVALID_MODULE: 'the module name given seems to be invalid',
  INVALID_OAUTHTOKEN: 'invalid oauth token',
  INVALID_QUERY: 'invalid query formed',
  INVALID_TOKEN: 'invalid oauth token',
  INVALID_URL_PATTERN: 'Please check if the URL trying to access is a correct one',
  LIMIT_EXCEEDED: 'Record insertion limit has been exceeded.',
  LIMIT_REACHED: 'The limit of records that can be fetched is reached',
  MANDATORY_NOT_FOUND: 'required field not found',
  OAUTH_SCOPE_MISMATCH: 'invalid oauth scope to access this URL',
  PAGINATION_LIMIT_EXCEEDED: 'No more than 100000 records can be fetched by page token',
  PATTERN_NOT_MATCHED: 'Please check whether the input values are correct',
  RECORD_LOCKED: 'You cannot perform this operation as the record is locked.',
  REQUIRED_PARAM_MISSING: 'One of the expected parameter is missing',
  SYNTAX_ERROR: 'error occured while parsing the query',
  TOKEN_BOUND_DATA_MISMATCH: 'The page token was made for other parameters',
  TOO_MANY_REQUESTS: 'You have exceeded the API limits',
};

export function failure(code: string, details: Record<string, unknown> = {}, message?: string): ZohoFailure {
  return { code, details, message: message ?? MESSAGES[code] ?? code, status: 'error' };
}

/** Ends a request with an error on top level. */
export class ZohoError extends Error {
  readonly body: ZohoFailure;

  constructor(
    readonly httpStatus: number,
    code: string,
    details: Record<string, unknown> = {},
    message?: string,
  ) {
    super(code);
    this.body = failure(code, details, message);
  }
}

export const bad = (code: string, details: Record<string, unknown> = {}, message?: string): ZohoError =>
  new ZohoError(400, code, details, message);
export const unauthorized = (code: string): ZohoError => new ZohoError(401, code);
