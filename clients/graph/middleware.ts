import { GraphClientError, type Context, type Middleware } from '@microsoft/microsoft-graph-client';
import type { HttpRequest, HttpResponse, Method, Send } from '../http';

/** What our client puts into the SDK's options for its own use. */
export interface SendOptions {
  /** The SDK takes queries apart and re-joins them; opaque links must go out byte for byte. */
  readonly exactUrl: string;
  /** In the place of the text the SDK would make of it: the sender makes JSON itself. */
  readonly body?: unknown;
  readonly nature?: HttpRequest['nature'];
  readonly timeoutMs?: number;
}

/** The sender says that the body is JSON; said twice in different case it would reach the service as a list of two types. */
const withoutType = (headers: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-type'));

function toRequest(context: Context): HttpRequest {
  const { method, headers, body, exactUrl, nature, timeoutMs } = (context.options ?? {}) as unknown as SendOptions & {
    method: Method;
    headers?: Record<string, string>;
  };
  return { method, url: exactUrl, headers: withoutType(headers), body, nature, timeoutMs };
}

/** The SDK lets only its own error class pass unchanged; ours travels inside. */
export class CarriedError extends GraphClientError {
  constructor(readonly inner: unknown) {
    super('see inner');
    Object.setPrototypeOf(this, CarriedError.prototype);
  }
}

/**
 * The end of the SDK's chain, and all of it: n8n's authenticated helper instead of fetch. The SDK's own handlers stay out
 * (they replay POSTs, cap Retry-After, and give no token to hosts they do not know).
 */
export function terminalMiddleware(
  send: Send,
  refuse: (request: HttpRequest, answer: HttpResponse) => Error,
): Middleware {
  return {
    async execute(context) {
      const request = toRequest(context);
      const answer = await send(request).catch((thrown: unknown) => {
        throw new CarriedError(thrown);
      });
      if (answer.status < 200 || answer.status > 299) throw new CarriedError(refuse(request, answer));
      // With ResponseType.RAW the SDK hands it back unread: its body is decoded already.
      context.response = answer as unknown as Response;
    },
  };
}
