import type { FastifyReply, FastifyRequest } from 'fastify';
import { INNER_HEADER, faultRequest, isInner } from '../common/faultHooks';
import type { Service } from '../common/service';
import type { Call, InnerReply, InnerRequest, Reply } from './call';
import { preferenceApplied } from './call';
import { refuseCorrupt } from './corrupt';
import { badRequest, errorBody, graphError, isGraphFault, noMailbox, noResource } from './errors';
import { checkMailbox, checkQuota, checkScope, grantOf } from './guard';
import { makeGuid, next } from './ids';
import type { GraphLimits } from './limits';
import type { Grant, GraphState } from './model';
import { readQuery } from './odata';
import { findRoute } from './router';
import type { Found } from './router';
import { segmentsOf } from './segments';
import { mailboxNamed } from './tenant';

type Graph = Service<GraphState>;

const JSON_TYPE = 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';
const VERSION = '/v1.0/';
/** The host by which the client of a batch knows the server, for links in the items' replies. */
const HOST_HEADER = 'x-simulator-host';
const pause = (ms: number): Promise<void> | undefined =>
  ms ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined;

const limitsOf = (service: Graph): GraphLimits => service.limits as GraphLimits;
const pretty = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (all) => all.toUpperCase()).replace('Odata', 'OData');

/** What a batch shows of an item's reply: few headers, the body as JSON. */
const SHOWN_HEADERS = [
  ...['content-type', 'retry-after', 'location', 'preference-applied', 'www-authenticate', 'cache-control'],
  'odata-version',
];

function innerReply(status: number, headers: Record<string, unknown>, raw: Buffer): InnerReply {
  const text = raw.toString('utf8');
  const shown = SHOWN_HEADERS.filter((name) => headers[name] !== undefined && (text || name !== 'content-type'));
  const parsed = Object.fromEntries(shown.map((name) => [pretty(name), String(headers[name])]));
  if (!text) return { status, headers: parsed, body: undefined };
  try {
    const body = JSON.parse(text) as { error?: { code?: string } };
    // What the gateway itself refuses is not said to be cached or not [seen live: amp-labs].
    if (body.error?.code === 'BadRequest') delete parsed['Cache-Control'];
    return { status, headers: parsed, body };
  } catch {
    return { status, headers: parsed, body: raw.toString('base64') };
  }
}

/** Sends an item of a batch to this very server, so that faults and log meet it as they meet any request. */
function sender({ app }: Graph, { headers: outer }: FastifyRequest): Call['sendInner'] {
  return async ({ method, url, headers, body }: InnerRequest) => {
    const reply = await app.inject({
      method: method as 'GET',
      url: url.replace(/^https?:\/\/[^/]*/, ''),
      headers: {
        'user-agent': outer['user-agent'] ?? '',
        ...headers,
        [HOST_HEADER]: outer.host ?? '',
        [INNER_HEADER]: '1',
      },
      ...(body === undefined || body === null
        ? {}
        : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return innerReply(reply.statusCode, reply.headers, reply.rawPayload);
  };
}

/** `/users/{id or sign-in name}` is read as `/me` of that mailbox; `/me` needs somebody who signed in. */
function mailboxOf(home: GraphState, grant: Grant, segments: readonly string[]): [GraphState, string[]] {
  const [head = '', user = '', ...rest] = segments;
  if (grant.app && head.toLowerCase() === 'me')
    throw badRequest('/me request is only valid with delegated authentication flow.');
  if (head.toLowerCase() !== 'users' || user === '') return [home, [...segments]];
  const state = mailboxNamed(home, user);
  if (state) return [state, ['me', ...rest]];
  throw rest.length === 0
    ? noResource(user)
    : graphError(404, 'ErrorInvalidUser', `The requested user '${user}' is invalid.`);
}

function checkBody(request: FastifyRequest): void {
  const isOdd = typeof request.body === 'string' || Buffer.isBuffer(request.body);
  if (request.badBody || (isOdd && request.rawBody !== ''))
    throw badRequest(
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
}

function callOf(
  service: Graph,
  request: FastifyRequest,
  { state, params }: Admitted,
  path: string,
  search: string,
): Call {
  return {
    ...{ state, limits: limitsOf(service), now: service.clock.now(), params, path, body: request.body },
    base: `http://${String(request.headers[HOST_HEADER] ?? request.headers.host ?? '127.0.0.1')}/v1.0`,
    query: readQuery(new URLSearchParams(search), path),
    home: service.state,
    mail: (letter) => void service.outbox.push(letter),
    headers: request.headers as Call['headers'],
    take: (kind) => service.faults.take(kind, faultRequest(request)),
    sendInner: sender(service, request),
  };
}

interface Admitted extends Found {
  /** The mailbox it is about. */
  readonly state: GraphState;
}

const NO_MAILBOX_NEEDED = ['user', 'users', 'groups', 'none', 'any'];

/** Everything that may refuse a request before its handler sees it. */
function admit(service: Graph, request: FastifyRequest, path: string, inFlight: InFlight): Admitted {
  const [limits, home, now] = [limitsOf(service), service.state, service.clock.now()];
  const grant = grantOf(home, request.headers.authorization, now, limits.revoked);
  const [state, segments] = mailboxOf(home, grant, segmentsOf(path));
  const found = findRoute(request.method, segments);
  const { area } = found.route;
  if (grant.app || state === home) checkScope(grant, area, request.method);
  checkMailbox(grant, home, state, area, request.method);
  const isShut = limits.mailboxShut || state.mailbox.licensed === false;
  if (isShut && !NO_MAILBOX_NEEDED.includes(area)) throw noMailbox();
  if (area !== 'none') checkQuota(state, limits, inFlight.enter(state), now);
  checkBody(request);
  return { ...found, state };
}

/** Requests under way in each mailbox, for one request: in it goes once it is known where to. */
interface InFlight {
  /** How many there were before it. */
  enter(state: GraphState): number;
  leave(): void;
}

function counter(counts: Map<string, number>): InFlight {
  let id: string | null = null;
  return {
    enter: ({ mailbox }) => {
      id = mailbox.id;
      const before = counts.get(id) ?? 0;
      counts.set(id, before + 1);
      return before;
    },
    leave: () => {
      if (id !== null) counts.set(id, (counts.get(id) ?? 1) - 1);
    },
  };
}

function failure(service: Graph, request: FastifyRequest, requestId: string, error: unknown): Reply {
  if (!isGraphFault(error)) throw error;
  const clientRequestId = String(request.headers['client-request-id'] ?? requestId);
  const context = { now: service.clock.now(), requestId, clientRequestId, inner: error.inner };
  const headers = {
    'content-type': 'application/json',
    ...preferenceApplied({ headers: request.headers as Call['headers'] }),
    ...error.headers,
  };
  return { status: error.status, body: errorBody(error.code, error.message, context), headers };
}

function put(
  service: Graph,
  request: FastifyRequest,
  reply: FastifyReply,
  requestId: string,
  answer: Reply,
): Buffer | FastifyReply {
  reply.code(answer.status).headers({
    ...{ date: new Date(service.clock.now()).toUTCString(), 'request-id': requestId, 'cache-control': 'private' },
    'client-request-id': request.headers['client-request-id'] ?? requestId,
    ...(answer.body === undefined ? {} : { 'content-type': JSON_TYPE }),
    ...answer.headers,
  });
  if (Buffer.isBuffer(answer.body)) return answer.body;
  return answer.body === undefined ? reply.send() : Buffer.from(JSON.stringify(answer.body));
}

/** Adds all of `/v1.0/…` to the app: one entry, then the table of routes. `afterwards` is told of each request handled. */
export function addGraphRoutes(service: Graph, afterwards: () => void): void {
  const counts = new Map<string, number>();
  service.app.all(`${VERSION}*`, async (request, reply) => {
    const requestId = makeGuid(next(service.state), 'request');
    const [whole = '', search = ''] = [request.url.split('?')[0], request.url.split('?').slice(1).join('?')];
    const path = whole.slice(VERSION.length).replace(/\/+$/, '');
    const inFlight = counter(counts);
    const answer = await answerTo(service, request, { path, search, inFlight })
      .catch((error: unknown) => failure(service, request, requestId, error))
      .finally(() => inFlight.leave());
    afterwards();
    return put(service, request, reply, requestId, answer);
  });
}

interface Target {
  readonly path: string;
  readonly search: string;
  readonly inFlight: InFlight;
}

/** A batch takes its time, and each of its items as well, four at once; where it is told so, the items take none. */
function latencyOf(service: Graph, request: FastifyRequest): number {
  const { latencyMs, latencyInBatch } = limitsOf(service);
  return isInner(request) && !latencyInBatch ? 0 : latencyMs;
}

async function answerTo(service: Graph, request: FastifyRequest, { path, search, inFlight }: Target): Promise<Reply> {
  const admitted = admit(service, request, path, inFlight);
  await pause(latencyOf(service, request));
  const reply = await admitted.handler(callOf(service, request, admitted, path, search));
  return request.method === 'GET' ? refuseCorrupt(admitted.state, reply) : reply;
}
