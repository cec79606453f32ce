import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../state';
import type { Ask, Reply } from './ask';
import { BASE, DavError, missing, placeOf } from './ask';
import { inOwnManner } from './manner';
import { getObject, options, propfind } from './read';
import { report } from './report';
import { accountOf } from './signIn';
import { deleteObject, postMessage, putObject } from './write';

type Serve = (world: World, ask: Ask) => Reply;

const SERVES: Readonly<Record<string, Serve>> = {
  OPTIONS: options,
  GET: getObject,
  HEAD: getObject,
  PROPFIND: propfind,
  REPORT: report,
  PUT: putObject,
  DELETE: deleteObject,
  POST: postMessage,
};

/** Those fastify does not know by itself. */
const EXTENSIONS = ['PROPFIND', 'REPORT'];
const CHALLENGE = { 'www-authenticate': 'Basic realm="Zoho Calendar", charset="UTF-8"' };

function answer(world: World, request: FastifyRequest): Reply {
  const account = accountOf(world.state.calDav, request.headers.authorization);
  if (account === 401) return { status: 401, headers: CHALLENGE };
  if (account === 403) return { status: 403, body: 'This account is locked.' };
  const path = request.raw.url?.split('?')[0] ?? '';
  const place = placeOf(world.state.calDav, account, path);
  if (!place) throw missing();
  const headers = request.headers as Ask['headers'];
  return (SERVES[request.method] as Serve)(world, { account, place, path, body: request.rawBody, headers });
}

function serve(world: World, request: FastifyRequest): Reply {
  try {
    return answer(world, request);
  } catch (error) {
    if (error instanceof DavError) return error.reply;
    throw error;
  }
}

function send(reply: FastifyReply, { status, headers = {}, body }: Reply): FastifyReply {
  const typed = body === undefined || headers['content-type'] ? reply : reply.type('text/plain; charset=utf-8');
  return typed
    .code(status)
    .headers(headers)
    .send(body ?? '');
}

/**
 * Zoho Calendar over CalDAV, by RFC 4791, 6578 and 6638, with Zoho's own manner as far as others met it (see `manner.ts`):
 * signing in with the e-mail address and an app-specific password, discovery, calendars and their objects.
 */
export function addCalDav(app: FastifyInstance, world: World): void {
  for (const method of EXTENSIONS) app.addHttpMethod(method, { hasBody: true });
  const method = Object.keys(SERVES);
  const handler = async (request: FastifyRequest, reply: FastifyReply) => send(reply, serve(world, request));
  for (const url of ['/', BASE, `${BASE}/*`]) app.route({ method, url, handler, exposeHeadRoute: false });
  app.route({
    ...{ method: ['GET', 'PROPFIND', 'OPTIONS'], url: '/.well-known/caldav', exposeHeadRoute: false },
    handler: async (_request, reply) =>
      reply
        .code(301)
        .header('location', inOwnManner(world) ? BASE : `${BASE}/`)
        .send(''),
  });
}
