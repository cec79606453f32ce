import type { FastifyReply } from 'fastify';
import { makeSecret, next } from './ids';
import type { Form, Graph } from './tokens';
import { CLIENT_ID, fold, scopesOf, token } from './tokens';

const CODE_LIFE = 10 * 60_000;

/** The user agrees at once: straight back to the redirect address with a code. */
function authorize(service: Graph, query: Form): string | null {
  const { client_id, redirect_uri, response_type, state = '', scope } = query;
  if (client_id !== CLIENT_ID || !redirect_uri || response_type !== 'code') return null;
  const code = makeSecret(next(service.state), 'code');
  const { consented } = service.state;
  const scopes = scopesOf(scope).filter((name) => !consented || consented.map(fold).includes(fold(name)));
  const times = { expires: service.clock.now() + CODE_LIFE, redirectUri: redirect_uri };
  service.state.codes.set(code, {
    scopes,
    ...times,
    ...(query.code_challenge ? { challenge: query.code_challenge } : {}),
  });
  const back = new URL(redirect_uri);
  back.searchParams.set('code', code);
  back.searchParams.set('state', state);
  return back.toString();
}

const sendBack = (reply: FastifyReply, to: string | null): FastifyReply =>
  to === null
    ? reply.code(400).send({ error: 'invalid_request', error_description: 'AADSTS900144: bad authorization request.' })
    : reply.redirect(to, 302);

/** Adds the login server of Microsoft: authorize and token, for any tenant. */
export function addLoginRoutes(service: Graph): void {
  service.app.get('/:tenant/oauth2/v2.0/authorize', async (request, reply) =>
    sendBack(reply, authorize(service, request.query as Form)),
  );
  service.app.post('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const { status, body } = token(service, request);
    return reply.code(status).header('cache-control', 'no-store').send(body);
  });
}
