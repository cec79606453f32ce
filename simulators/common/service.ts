import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';
import { addAdminRoutes } from './admin';
import { readBodies } from './bodies';
import type { Clock } from './clock';
import { makeClock } from './clock';
import { addFaultHooks, isAdmin, isInner } from './faultHooks';
import type { Faults } from './faults';
import { makeFaults } from './faults';
import type { RequestLog } from './requestLog';
import { makeRequestLog, queryWithoutSecrets, withoutSecrets } from './requestLog';

export type Limits = Record<string, number | boolean>;

/** A running simulator: its web app, what it holds, and the switches that tests may turn. */
export interface Service<S> {
  app: FastifyInstance;
  state: S;
  clock: Clock;
  faults: Faults;
  log: RequestLog;
  limits: Limits;
  outbox: unknown[];
  /** Empties everything back to the start: state, faults, log, outbox, clock and limits. */
  reset(): void;
  seed(seed: unknown): void;
  /** Listens on 127.0.0.1, or `host` (a free port when 0 or absent), and answers the base URL without a trailing slash. */
  start(port?: number, host?: string): Promise<string>;
  stop(): Promise<void>;
}

export interface ServiceOptions<S> {
  readonly name: string;
  /** A fresh state. */
  reset(): S;
  /** Adds plain seed data to the state. */
  seed(state: S, seed: unknown): void;
  /** Every record as plain JSON. */
  dump(state: S): unknown;
  readonly limits: Limits;
  /** How the vendor words an error of this status; used by faults that give no body. */
  errorBody?(status: number): unknown;
}

function logRequest(service: Service<unknown>, request: FastifyRequest, status: number): void {
  if (isAdmin(request)) return;
  const [path = '', query = ''] = request.url.split('?', 2);
  service.log.add({
    at: new Date(service.clock.now()).toISOString(),
    method: request.method,
    path,
    query: queryWithoutSecrets(query),
    status,
    credits: request.credits,
    client: request.headers['user-agent'] ?? '',
    ...(request.rawBody ? { body: withoutSecrets(request.body ?? request.rawBody) } : {}),
    ...(request.faultKind ? { fault: request.faultKind } : {}),
    ...(isInner(request) ? { inner: true } : {}),
  });
}

function refill<T extends object>(target: T, fresh: T): void {
  for (const key of Object.keys(target)) delete (target as Record<string, unknown>)[key];
  Object.assign(target, fresh);
}

function makeApp(): FastifyInstance {
  const app = fastify({
    bodyLimit: 64 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 2000 },
  });
  readBodies(app);
  return app;
}

function addHooks<S>(service: Service<S>, options: ServiceOptions<S>): void {
  addFaultHooks(service.app, {
    faults: service.faults,
    errorBody: (status) => (options.errorBody ? options.errorBody(status) : { error: { code: String(status) } }),
    unanswered: (request) => logRequest(service, request, 0),
  });
  service.app.addHook('onSend', async (request, reply, payload) => {
    logRequest(service, request, reply.statusCode);
    return payload;
  });
}

async function listen(app: FastifyInstance, port: number, host: string): Promise<string> {
  await app.listen({ host, port });
  const address = app.server.address();
  return `http://${host}:${address && typeof address === 'object' ? address.port : port}`;
}

/** Builds a simulator with the `/_simulator/…` routes, faults and request log in place; the vendor's routes come on top. */
export function makeService<S extends object>(options: ServiceOptions<S>): Service<S> {
  const app = makeApp();
  const [clock, faults, log] = [makeClock(), makeFaults(), makeRequestLog()];
  const service: Service<S> = {
    ...{ app, clock, faults, log, limits: { ...options.limits }, outbox: [], state: options.reset() },
    reset: () => {
      faults.clear();
      log.clear();
      clock.reset();
      service.outbox.length = 0;
      refill(service.limits, { ...options.limits });
      refill(service.state, options.reset());
    },
    seed: (seed) => options.seed(service.state, seed),
    start: (port = 0, host = '127.0.0.1') => listen(app, port, host),
    stop: () => app.close(),
  };
  addHooks(service, options);
  addAdminRoutes(app, { ...service, dump: () => options.dump(service.state) });
  return service;
}
