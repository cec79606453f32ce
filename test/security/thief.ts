import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Server = Awaited<ReturnType<typeof listen>>;

async function listen(answer: (request: IncomingMessage, body: Buffer, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, Buffer.concat(parts), response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () => new Promise<unknown>((resolve) => (server.closeAllConnections(), server.close(resolve)));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}

/** A server that belongs to nobody's service, and writes down everything it is sent. */
export async function startThief() {
  const loot: string[] = [];
  const server = await listen(({ method, url, rawHeaders }, body, response) => {
    loot.push([method, url, ...rawHeaders, body.toString('latin1')].join('\n'));
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"value":[],"data":[]}');
  });
  return { ...server, loot };
}
export type Thief = Awaited<ReturnType<typeof startThief>>;

/** What a service answers, before it goes out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed where it is JSON. */
  readonly body: unknown;
}
export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
}
/** Changes an answer; null where it leaves it as it is. `own`: where the service claims to be. */
export type Lie = (asked: Asked, answer: Answer, own: string) => Answer | null;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

async function forward(target: string, { method, url, headers }: IncomingMessage, body: Buffer, own: string) {
  const kept = Object.entries(headers).filter(
    ([name]) => !/^(host|connection|content-length|accept-encoding)$/.test(name),
  );
  const answer = await fetch(`${target}${url}`, {
    ...{ method, headers: Object.fromEntries(kept) as Record<string, string>, redirect: 'manual' },
    body: body.length > 0 ? new Uint8Array(body) : undefined,
  });
  const gone = /^(content-length|transfer-encoding|connection|keep-alive|date|content-encoding)$/;
  const names = Object.fromEntries([...answer.headers].filter(([name]) => !gone.test(name)));
  return { status: answer.status, headers: names, body: parsed((await answer.text()).replaceAll(target, own)) };
}

/** Stands before a simulator, passes everything on, and lies as it is told to; it counts how often it did. */
export async function startLiar(target: string) {
  const at: { lie: Lie; told: number; asked: number } = { lie: () => null, told: 0, asked: 0 };
  const server: Server = await listen((request, body, response) => void serve(request, body, response));

  async function serve(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const honest = await forward(target, request, body, server.url);
    const lie = at.lie({ method: request.method ?? '', path: request.url ?? '' }, honest, server.url);
    at.asked += 1;
    if (lie) at.told += 1;
    const { status, headers, body: said } = lie ?? honest;
    response.writeHead(status, headers).end(typeof said === 'string' ? said : JSON.stringify(said));
  }
  return { ...server, at };
}
export type Liar = Awaited<ReturnType<typeof startLiar>>;
