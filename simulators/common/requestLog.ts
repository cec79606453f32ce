/** One request as the simulator saw it. Never holds an Authorization header, a token or a secret. */
export interface LoggedRequest {
  /** ISO time by the simulator's clock. */
  readonly at: string;
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: string;
  /** HTTP status answered; 0 when no answer was sent. */
  readonly status: number;
  /** API credits the vendor would have charged. */
  readonly credits: number;
  /** Parsed body of a request that has one, secrets blanked. */
  readonly body?: unknown;
  /** The caller's User-Agent. */
  readonly client: string;
  /** Kind of the fault that struck, if one did. */
  readonly fault?: string;
  /** True for a request inside a batch. */
  readonly inner?: boolean;
}

export interface RequestLog {
  add(entry: LoggedRequest): void;
  list(): readonly LoggedRequest[];
  clear(): void;
}

const SECRET = /^(client_secret|refresh_token|access_token|code|token|password|assertion|client_assertion|authtoken)$/i;

/** Copies a body with the values of secret keys blanked. */
export function withoutSecrets(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutSecrets);
  if (body === null || typeof body !== 'object' || Buffer.isBuffer(body)) return body;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, SECRET.test(key) ? '(hidden)' : withoutSecrets(value)]),
  );
}

/** Blanks secret values in a query string, for services that let tokens be sent there. */
export function queryWithoutSecrets(query: string): string {
  return query.replace(/(^|&)([^=&]+)=([^&]*)/g, (all, lead: string, key: string) =>
    SECRET.test(key) ? `${lead}${key}=(hidden)` : all,
  );
}

export function makeRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  return {
    add: (entry) => void entries.push(entry),
    list: () => entries,
    clear: () => void (entries = []),
  };
}
