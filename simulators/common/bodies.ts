import type { FastifyInstance, FastifyRequest } from 'fastify';

/** A file of a multipart form, byte for byte. */
export interface UploadedFile {
  /** Name of the form's field. */
  readonly name: string;
  readonly filename: string;
  readonly bytes: Buffer;
}

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
    /** Files of a multipart form; null when the body is none. */
    files: readonly UploadedFile[] | null;
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

interface Part {
  readonly name: string;
  readonly filename: string | undefined;
  readonly bytes: Buffer;
}

/** Read as Latin-1, where a character is a byte, so that files come through unharmed. */
function partsOf(request: FastifyRequest, raw: Buffer): Part[] {
  const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1] ?? '';
  const parts = raw.toString('latin1').split(`--${boundary}`);
  return parts.flatMap((part) => {
    const end = part.indexOf('\r\n\r\n');
    const head = Buffer.from(part.slice(0, Math.max(0, end)), 'latin1').toString('utf8');
    const name = /[ ;]name="([^"]*)"/.exec(head)?.[1];
    if (!name) return [];
    const bytes = Buffer.from(part.slice(end + 4).replace(/\r\n$/, ''), 'latin1');
    return [{ name, filename: /filename="([^"]*)"/.exec(head)?.[1], bytes }];
  });
}

/** Text fields of a multipart form (Zoho's own SDK sends its token requests so); of files their names and sizes. */
const readMultipart: Read = (request, raw) => {
  const parts = partsOf(request, raw);
  request.files = parts.flatMap(({ filename, ...part }) => (filename === undefined ? [] : [{ ...part, filename }]));
  const shown = ({ filename, bytes }: Part) =>
    filename === undefined ? bytes.toString('utf8') : { filename, size: bytes.length };
  return Object.fromEntries(parts.map((part) => [part.name, shown(part)]));
};

const readText: Read = (_request, raw) => raw.toString('utf8');

/** A body of no declared type is read as JSON: Zoho's own SDK sends it so. */
const READERS: Record<string, Read> = {
  'application/json': readJson,
  'application/x-www-form-urlencoded': readForm,
  'multipart/form-data': readMultipart,
  'text/plain': readText,
  'text/xml': readText,
  'application/xml': readText,
  'text/calendar': readText,
  '*': (request, raw) => (request.headers['content-type'] ? raw : readJson(request, raw)),
};

/** Lets `request.body` be an object (JSON, form, multipart) or a Buffer (anything else), and keeps `request.rawBody`. */
export function readBodies(app: FastifyInstance): void {
  app.decorateRequest('rawBody', '');
  app.decorateRequest('badBody', false);
  app.decorateRequest('credits', 0);
  app.decorateRequest('faultKind', '');
  app.decorateRequest('files', null);
  app.decorateRequest('caller', null);
  app.removeAllContentTypeParsers();
  for (const [type, read] of Object.entries(READERS)) {
    app.addContentTypeParser(type, { parseAs: 'buffer' }, (request, raw, done) => {
      request.rawBody = raw.toString('utf8');
      done(null, read(request, raw as Buffer));
    });
  }
}
