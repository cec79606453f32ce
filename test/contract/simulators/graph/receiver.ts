import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './client';

export interface Received {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: Json;
}

interface Reaction {
  readonly status: number;
  readonly type?: string;
  readonly text?: string;
  readonly afterMs?: number;
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A subscriber's web server: answers validation requests rightly unless told otherwise, and keeps what it is sent. */
export function receiver() {
  const [received, validated]: [Received[], Received[]] = [[], []];
  let react: (one: Received) => Reaction = () => ({ status: 202 });
  let confirm: (token: string) => Reaction = (text) => ({ status: 200, type: 'text/plain', text });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://receiver');
      const text = Buffer.concat(chunks).toString('utf8');
      const one: Received = {
        ...{ path: url.pathname, query: url.searchParams, headers: request.headers },
        body: text ? (JSON.parse(text) as Json) : {},
      };
      const token = url.searchParams.get('validationToken');
      (token === null ? received : validated).push(one);
      const {
        status,
        type = 'text/plain',
        text: answer = '',
        afterMs = 0,
      } = token === null ? react(one) : confirm(token);
      setTimeout(() => response.writeHead(status, { 'content-type': type }).end(answer), afterMs);
    });
  });
  return {
    received,
    validated,
    start: async (): Promise<string> => {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    stop: async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
    reset: (): void => {
      received.length = 0;
      validated.length = 0;
      react = () => ({ status: 202 });
      confirm = (text) => ({ status: 200, type: 'text/plain', text });
    },
    react: (to: typeof react): void => void (react = to),
    confirm: (how: typeof confirm): void => void (confirm = how),
    /** All rows received so far. */
    rows: (): Json[] => received.flatMap(({ body }) => body.value as Json[]),
    /** Waits until so many posts have come, five seconds at most. */
    posts: async (count: number): Promise<readonly Received[]> => {
      for (let at = 0; at < 250 && received.length < count; at += 1) await wait(20);
      if (received.length < count) throw new Error(`Only ${received.length} of ${count} notifications have come.`);
      return received;
    },
    /** Lets time pass in which nothing should come. */
    quiet: (ms = 250) => wait(ms),
  };
}
