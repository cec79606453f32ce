import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as text, exactly as it came. */
    rawBody: string;
    /** True when the body claims to be JSON and is not; `body` is then undefined. */
    badBody: boolean;
    /** API credits this request costs; a handler may set it. */
    credits: number;
    /** Kind of the fault that struck this request. */
    faultKind: string;
    /** Free for the handlers of a simulated service: who is asking. */
    caller: unknown;
  }
}

type Read = (request: FastifyRequest, raw: Buffer) => unknown;

const readJson: Read = (request, raw) => {
  if (raw.length === 0) return undefined;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    request.badBody = true;
    return undefined;
  }
};

const readForm: Read = (_request, raw) => Object.fromEntries(new URLSearchParams(raw.toString('utf8')));

/** Text fields of a multipart form (Zoho's own SDK sends its token requests so). */
const readMultipart: Read = (request, raw) => {
  const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  const fields = raw
    .toString('utf8')
    .split(`--${boundary}`)
    .map((part) => {
      const [head = '', ...rest] = part.split('\r\n\r\n');
      return [/name="([^"]*)"/.exec(head)?.[1], rest.join('\r\n\r\n').replace(/\r\n$/, '')] as const;
    });
  return Object.fromEntries(fields.filter(([name]) => name));
};

/** A body of no declared type is read as JSON: Zoho's own SDK sends it so. */
const READERS: Record<string, Read> = {
  'application/json': readJson,
  'application/x-www-form-urlencoded': readForm,
  'multipart/form-data': readMultipart,
  'text/plain': (_request, raw) => raw.toString('utf8'),
  '*': (request, raw) => (request.headers['content-type'] ? raw : readJson(request, raw)),
};

/** Lets `request.body` be an object (JSON, form, multipart) or a Buffer (anything else), and keeps `request.rawBody`. */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', '');
  app.decorateRequest('badBody', false);
  app.decorateRequest('credits', 0);
  app.decorateRequest('faultKind', '');
  app.decorateRequest('caller', null);
  app.removeAllContentTypeParsers();
  for (const [type, read] of Object.entries(READERS)) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, raw, done) => {
      request.rawBody = raw.toString('utf8');
      done(null, read(request, raw as Buffer));
    });
  }
}
