import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { strings } from '../params';
import type { World } from '../state';

export { AUTH_TOKEN_LIMITS } from './model';

type Given = Readonly<Record<string, string | undefined>>;
type Reply = Readonly<Record<string, string>>;

const givenOf = (request: FastifyRequest): Given => ({ ...strings(request.query), ...strings(request.body) });

/** Why this user gets no token; null where nothing is in the way. */
function causeOf({ state, limits }: World, given: Given): string | null {
  const email = (given.EMAIL_ID ?? '').toLowerCase();
  const account = state.calDav.accounts.find((one) => one.email.toLowerCase() === email);
  const forced = state.authTokens.causes.get(email);
  if (given.SCOPE !== 'ZohoCRM/crmapi') return 'INVALID_SCOPE';
  if (forced) return forced;
  if (!account) return 'NO_SUCH_USER';
  if (account.locked) return 'USER_NOT_ACTIVE';
  const isApp = account.appPasswords.includes(given.PASSWORD ?? '');
  if (!isApp && given.PASSWORD !== account.password) return 'INVALID_PASSWORD';
  if (!isApp && account.twoFactor) return 'WEB_LOGIN_REQUIRED';
  const live = state.authTokens.tokens.filter((one) => one.email === account.email).length;
  return live >= Number(limits.authTokensMost) ? 'EXCEEDED_MAXIMUM_ALLOWED_AUTHTOKENS' : null;
}

function create(world: World, given: Given): Reply {
  const cause = causeOf(world, given);
  if (cause) return { CAUSE: cause, RESULT: 'FALSE' };
  const { authTokens, calDav } = world.state;
  const email = calDav.accounts.find((one) => one.email.toLowerCase() === given.EMAIL_ID?.toLowerCase())?.email ?? '';
  authTokens.made += 1;
  const token = createHash('md5').update(`${email} ${authTokens.made}`).digest('hex');
  authTokens.tokens.push({ token, email, label: given.DISPLAY_NAME ?? '', created: world.now() });
  return { AUTHTOKEN: token, RESULT: 'TRUE' };
}

function remove({ state: { authTokens } }: World, { AUTHTOKEN }: Given): Reply {
  const rest = authTokens.tokens.filter(({ token }) => token !== AUTHTOKEN);
  if (rest.length === authTokens.tokens.length) return { RESULT: 'FALSE', CAUSE: 'INVALID_AUTHTOKEN' };
  authTokens.tokens = rest;
  return { RESULT: 'TRUE' };
}

/** As Java writes properties, and the order of the lines now this way, now that. */
function propertiesOf(world: World, reply: Reply): string {
  const lines = Object.entries(reply).map(([name, value]) => `${name}=${value}`);
  const ordered = world.state.authTokens.made % 2 === 0 ? lines : lines.reverse();
  return ['#', `#${new Date(world.now()).toUTCString()}`, ...ordered, ''].join('\n');
}

const page = '<!DOCTYPE html><html><head><title>Zoho Accounts</title></head><body>Page not found</body></html>';

function answer(world: World, reply: FastifyReply, work: () => Reply): FastifyReply {
  const { authTokens, authTokensRetiredStatus, authTokensAsJson } = world.limits;
  if (!authTokens) return reply.code(Number(authTokensRetiredStatus)).type('text/html').send(page);
  const said = work();
  return authTokensAsJson ? reply.send(said) : reply.type('text/plain').send(propertiesOf(world, said));
}

/** The sign-in before OAuth. Zoho has retired it, so it answers only where a test switches it on. */
export function addAuthTokens(app: FastifyInstance, world: World): void {
  app.post('/apiauthtoken/nb/create', (request, reply) => answer(world, reply, () => create(world, givenOf(request))));
  app.post('/apiauthtoken/delete', (request, reply) => answer(world, reply, () => remove(world, givenOf(request))));
  app.post('/_simulator/authTokens/causes', async ({ body }) => {
    for (const [email, cause] of Object.entries(strings(body))) world.state.authTokens.causes.set(email, cause ?? '');
    return { ok: true };
  });
  app.get('/_simulator/authTokens', async () =>
    world.state.authTokens.tokens.map(({ email, label, created }) => ({ email, label, created })),
  );
  app.delete('/_simulator/authTokens', async () => {
    world.state.authTokens.tokens = [];
    return { ok: true };
  });
}
