import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Service } from '../common/service';
import { faultRequest } from '../common/faultHooks';
import { makeService } from '../common/service';
import { dumpZoho } from './dump';
import { bad, failure, ZohoError } from './errors';
import { charge, checkConcurrency, checkScopes, tokenOf } from './guard';
import type { OAuthAnswer, OAuthCall } from './oauth';
import { authorize, mintToken, revoke, tokenRequest } from './oauth';
import { purge, restore } from './remove';
import type { Route } from './routes';
import { ROUTES } from './routes';
import type { ZohoSeed } from './seed';
import { seedZoho } from './seed';
import type { World, ZohoState } from './state';
import { ALL_SCOPES, freshState, userOf } from './state';
import type { Answer, Call } from './world';

export type ZohoService = Service<ZohoState>;

/** Quotas are off (0) unless a test switches them on; what they are in real life is in simulators/README.md. */
export const ZOHO_LIMITS = {
  accessTokenSeconds: 3600,
  mintsPerTenMinutes: 0,
  liveAccessTokens: 0,
  liveRefreshTokens: 0,
  credits: 0,
  concurrency: 0,
  latencyMs: 0,
  searchLagSeconds: 3,
  recycleBinDays: 60,
  privateRecords: false,
  uniqueContactEmail: false,
  oldOrg: false,
  meetingVenue: true,
  meetingVenueMandatory: false,
  strictPicklists: false,
  refuseRecurrenceUpdate: false,
  eventOccurrences: false,
  allDayEnd: 0,
  notifyUnlessRefused: false,
  coqlWithoutJson: false,
} as const;

const strings = (value: unknown): Record<string, string> =>
  value && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, [one].flat().join(',')]))
    : {};

const baseOf = (request: FastifyRequest): string => `http://${request.headers.host ?? '127.0.0.1'}`;

function oauthCall(request: FastifyRequest): OAuthCall {
  return { base: baseOf(request), given: { ...strings(request.query), ...strings(request.body) } };
}

function sendOAuth(reply: FastifyReply, answer: OAuthAnswer) {
  if (answer.kind === 'redirect') return reply.redirect(answer.to);
  if (answer.kind === 'page') return reply.code(answer.status).type('text/html').send(answer.text);
  return reply.send(answer.body);
}

function addOAuth(app: FastifyInstance, world: World): void {
  app.get('/oauth/v2/auth', (request, reply) => sendOAuth(reply, authorize(world, oauthCall(request))));
  app.post('/oauth/v2/token', (request, reply) => sendOAuth(reply, tokenRequest(world, oauthCall(request))));
  app.post('/oauth/v2/token/revoke', (request, reply) => sendOAuth(reply, revoke(world, oauthCall(request))));
  app.get('/oauth/serverinfo', async (request) => ({ result: 'success', locations: { jp: baseOf(request) } }));
}

function callOf(service: ZohoService, world: World, request: FastifyRequest): Call {
  const token = tokenOf(world, request.headers.authorization);
  const user = userOf(world.state, token.user);
  if (!user) throw new ZohoError(401, 'INVALID_TOKEN');
  const { version = 'v8', ...params } = request.params as Record<string, string>;
  return {
    ...{ user, scopes: token.scopes, version: Number(version.slice(1)), params },
    ...{ query: strings(request.query), headers: request.headers, body: request.body },
    takeFault: (kind) => service.faults.take(kind, faultRequest(request)) !== null,
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Who asks, what they may, what it costs: in the order Zoho answers errors. */
async function serve(
  service: ZohoService,
  world: World,
  route: Route,
  request: FastifyRequest,
): Promise<Answer & { left: number | null }> {
  const call = callOf(service, world, request);
  if (request.badBody) throw bad('INVALID_DATA', {}, 'unable to parse the request body');
  checkScopes(call.scopes, route.scopes(world, call));
  checkConcurrency(world);
  const cost = route.credits?.(call) ?? 1;
  const left = charge(world, cost);
  request.credits = cost;
  const latency = Number(service.limits.latencyMs ?? 0);
  if (latency > 0) await pause(latency);
  return { ...route.handle(world, call), left };
}

/** Counts the calls under way, for the limit on concurrent ones. */
async function counted<T>(world: World, work: () => Promise<T>): Promise<T> {
  world.state.inFlight += 1;
  try {
    return await work();
  } finally {
    world.state.inFlight -= 1;
  }
}

function addCrm(service: ZohoService, world: World): void {
  for (const route of ROUTES) {
    const url = `/crm/:version(^v[0-9.]+$)${route.path}`;
    service.app.route({
      ...{ method: route.method, url, exposeHeadRoute: false },
      handler: async (request, reply) => {
        const { status, body, left } = await counted(world, () => serve(service, world, route, request));
        if (left !== null) reply.header('X-API-CREDITS-REMAINING', String(left));
        return reply.code(status).send(body);
      },
    });
  }
}

function addErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof ZohoError) return reply.code(error.httpStatus).send(error.body);
    const { message } = error as Error;
    return reply.code(500).send(failure('INTERNAL_ERROR', { reason: message }));
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(failure('INVALID_URL_PATTERN')));
}

interface TokenWish {
  readonly scopes?: readonly string[];
  readonly user?: string;
  readonly seconds?: number;
}

/** What only this simulator offers: tokens made to measure, and what a person can do with the recycle bin. */
function addOwnAdmin(app: FastifyInstance, world: World): void {
  app.post('/_simulator/tokens', async ({ body }) => {
    const { scopes = ALL_SCOPES, user = world.state.users[0]?.id ?? '', seconds } = (body ?? {}) as TokenWish;
    const refreshToken = `1000.made-to-measure-${world.state.grants.length}`;
    const [client = ''] = world.state.clients.keys();
    world.state.grants.push({ refreshToken, client, user, scopes, mints: [] });
    return { accessToken: mintToken(world, { refreshToken, user, scopes }, seconds).token, refreshToken };
  });
  app.delete('/_simulator/tokens', async (request) => {
    world.state.tokens = [];
    if (strings(request.query).refresh === 'true') world.state.grants = [];
    return { ok: true };
  });
  app.post('/_simulator/purge', async ({ body }) => {
    const { module, ids } = body as { module: string; ids?: string[] };
    purge(world, module, ids);
    return { ok: true };
  });
  app.post('/_simulator/restore', async ({ body }) => {
    const { module, ids } = body as { module: string; ids: string[] };
    restore(world, module, ids);
    return { ok: true };
  });
}

/** A simulated Zoho: accounts server and CRM on one base URL. */
export function makeZoho(): ZohoService {
  const world: World = { now: () => service.clock.now(), state: freshState(Date.now()), limits: {}, outbox: [] };
  const service = makeService<ZohoState>({
    name: 'zoho',
    reset: () => freshState(Date.now()),
    seed: (_state, seed) => seedZoho(world, seed as ZohoSeed),
    dump: () => dumpZoho(world),
    limits: ZOHO_LIMITS,
    errorBody: (status) =>
      failure(status === 429 ? 'TOO_MANY_REQUESTS' : status === 401 ? 'INVALID_TOKEN' : 'INTERNAL_ERROR'),
  });
  Object.assign(world, { state: service.state, limits: service.limits, outbox: service.outbox });
  addErrors(service.app);
  addOAuth(service.app, world);
  addOwnAdmin(service.app, world);
  addCrm(service, world);
  return service;
}
