import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Limits, Service } from '../common/service';
import { faultRequest } from '../common/faultHooks';
import { makeService } from '../common/service';
import { addOwnAdmin, addWatchAdmin } from './admin';
import { addAuthTokens, AUTH_TOKEN_LIMITS } from './authTokens';
import { addCalDav, addCalDavAdmin } from './caldav';
import { CALDAV_LIMITS } from './caldav/limits';
import { dumpZoho } from './dump';
import { bad, failure, ZohoError } from './errors';
import { usualHeaders } from './headers';
import { charge, checkConcurrency, checkScopes, tokenOf } from './guard';
import type { OAuthAnswer, OAuthCall } from './oauth';
import { authorize, revoke, tokenRequest } from './oauth';
import { strings } from './params';
import type { Route } from './routes';
import { ROUTES } from './routes';
import type { ZohoSeed } from './seed';
import { seedZoho } from './seed';
import type { World, ZohoState } from './state';
import { freshState, userOf } from './state';
import type { Postman } from './watch/postman';
import { makePostman } from './watch/postman';
import type { Answer, Call } from './world';

export type ZohoService = Service<ZohoState>;

/** Quotas are off (0) unless a test switches them on; what they are in real life is in simulators/README.md. */
const ZOHO_LIMITS = {
  accessTokenSeconds: 3600,
  mintsPerTenMinutes: 10,
  mintPauseMinutes: 15,
  liveAccessTokens: 0,
  liveRefreshTokens: 0,
  credits: 0,
  concurrency: 0,
  latencyMs: 0,
  searchLagSeconds: 180,
  idsLength: 1024,
  refuseUnknownFields: true,
  allDayInUtc: true,
  recycleBinDays: 60,
  privateRecords: false,
  uniqueContactEmail: false,
  oldOrg: false,
  meetingVenue: true,
  meetingVenueMandatory: false,
  strictPicklists: false,
  refuseRecurrenceUpdate: false,
  eventOccurrences: true,
  seriesNeedReminder: false,
  occurrencesBackwards: false,
  allDayEnd: 0,
  notifyUnlessRefused: false,
  coqlWithoutJson: false,
  coqlEmptiesJson: false,
  coqlRefusesFullName: false,
  coqlRefusesBackslash: true,
  coqlHidesConverted: false,
  coqlIdsAlone: false,
  coqlRefusesJoins: false,
  linkedRecordMandatory: false,
  httpNotifications: false,
  watchTokenLength: 50,
  notifyAfterMs: 50,
  notifyTimeoutMs: 10_000,
  notifyRetries: 0,
  notifyRetryMs: 500,
  ...AUTH_TOKEN_LIMITS,
  ...CALDAV_LIMITS,
} as const;

const baseOf = (request: FastifyRequest): string => `http://${request.headers.host ?? '127.0.0.1'}`;

function oauthCall(request: FastifyRequest): OAuthCall {
  return { base: baseOf(request), given: { ...strings(request.query), ...strings(request.body) } };
}

function sendOAuth(reply: FastifyReply, answer: OAuthAnswer) {
  if (answer.kind === 'redirect') return reply.redirect(answer.to);
  if (answer.kind === 'page') return reply.code(answer.status).type('text/html').send(answer.text);
  return reply.code(answer.status ?? 200).send(answer.body);
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
    ...{ query: strings(request.query), headers: request.headers, body: request.body, files: request.files },
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

function addCrm(service: ZohoService, world: World, postman: Postman): void {
  for (const route of ROUTES) {
    const url = `/crm/:version(^v[0-9.]+$)${route.path}`;
    service.app.route({
      ...{ method: route.method, url, exposeHeadRoute: false },
      handler: async (request, reply) => {
        const { status, body, left } = await counted(world, () => serve(service, world, route, request));
        postman.tellNews();
        reply.headers(usualHeaders(world, request));
        if (left !== null) reply.header('X-API-CREDITS-REMAINING', String(left));
        return reply.code(status).send(body);
      },
    });
  }
}

function addErrors(app: FastifyInstance, world: World): void {
  app.setErrorHandler((error, request, reply) => {
    reply.headers(usualHeaders(world, request));
    if (error instanceof ZohoError) return reply.code(error.httpStatus).send(error.body);
    const { message } = error as Error;
    return reply.code(500).send(failure('INTERNAL_ERROR', { reason: message }));
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(failure('INVALID_URL_PATTERN')));
}

/**
 * A simulated Zoho: accounts server and CRM on one base URL. The limits given hold from the start and after each reset.
 */
export function makeZoho(limits: Limits = {}): ZohoService {
  const world: World = { now: () => service.clock.now(), state: freshState(Date.now()), limits: {}, outbox: [] };
  const postman = makePostman(() => service);
  const service = makeService<ZohoState>({
    name: 'zoho',
    reset: () => {
      postman.clear();
      return freshState(Date.now());
    },
    seed: (_state, seed) => {
      seedZoho(world, seed as ZohoSeed);
      postman.tellNews();
    },
    dump: () => dumpZoho(world),
    limits: { ...ZOHO_LIMITS, ...limits },
    errorBody: (status) =>
      failure(status === 429 ? 'TOO_MANY_REQUESTS' : status === 401 ? 'INVALID_TOKEN' : 'INTERNAL_ERROR'),
  });
  Object.assign(world, { state: service.state, limits: service.limits, outbox: service.outbox });
  addErrors(service.app, world);
  addOAuth(service.app, world);
  addAuthTokens(service.app, world);
  addOwnAdmin(service.app, world);
  addWatchAdmin(service.app, world);
  addCalDavAdmin(service.app, world);
  addCalDav(service.app, world);
  addCrm(service, world, postman);
  service.app.addHook('onClose', async () => postman.clear());
  return service;
}
