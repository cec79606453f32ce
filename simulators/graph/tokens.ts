import { createHash, createVerify, X509Certificate } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Service } from '../common/service';
import { makeGuid, makeSecret, next } from './ids';
import type { GraphLimits } from './limits';
import type { Grant, GraphState } from './model';

export type Graph = Service<GraphState>;
export type Form = Record<string, string | undefined>;

export const CLIENT_ID = '6731de76-14a6-49ae-97bc-6eba6914391e';
export const CLIENT_SECRET = 'graph-simulator-secret';

interface LoginError {
  readonly status: number;
  readonly error: string;
  readonly aadsts: number;
  readonly text: string;
}

const loginError = (error: string, aadsts: number, text: string, status = 400): LoginError => ({
  status,
  error,
  aadsts,
  text,
});

/** The reply of the token endpoint to a bad request [docs: OAuth 2.0 authorization code flow]. */
function errorReply(service: Graph, { status, error, aadsts, text }: LoginError): { status: number; body: unknown } {
  const [trace, correlation] = [makeGuid(next(service.state), 'trace'), makeGuid(next(service.state), 'correlation')];
  const timestamp = new Date(service.clock.now()).toISOString().replace('T', ' ').replace(/\.\d+/, '');
  const lines = [
    `AADSTS${aadsts}: ${text}`,
    `Trace ID: ${trace}`,
    `Correlation ID: ${correlation}`,
    `Timestamp: ${timestamp}`,
  ];
  const description = lines.join('\r\n');
  const uri = `https://login.microsoftonline.com/error?code=${aadsts}`;
  const ids = { error_codes: [aadsts], timestamp, trace_id: trace, correlation_id: correlation, error_uri: uri };
  return { status, body: { error, error_description: description, ...ids } };
}

export const scopesOf = (text: string | undefined): string[] => (text ?? '').split(/\s+/).filter(Boolean);
export const fold = (scope: string): string => scope.split('/').pop()?.toLowerCase() ?? '';

const BASIC = /^Basic\s+(.+)$/i;

function clientOf(request: FastifyRequest, form: Form): { id?: string; secret?: string } {
  const basic = BASIC.exec(request.headers.authorization ?? '')?.[1];
  if (!basic) return { id: form.client_id, secret: form.client_secret };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(secret) };
}

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** What the application signed with the certificate of its registration, in the place of a secret [docs: certificate credentials]. */
function isAsserted(
  { state }: Graph,
  { client_id: id, client_assertion: token = '' }: Form,
  audience: string,
): boolean {
  const { certificate } = state.tenant.application;
  const [head = '', payload = '', signature = ''] = token.split('.');
  if (!certificate || !signature) return false;
  const { publicKey, fingerprint } = new X509Certificate(certificate);
  const { x5t } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { x5t?: string };
  const said = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const isSigned = createVerify('RSA-SHA256').update(`${head}.${payload}`).verify(publicKey, signature, 'base64url');
  const thumb = Buffer.from(fingerprint.replace(/:/g, ''), 'hex').toString('base64url');
  return isSigned && x5t === thumb && [said.iss, said.sub].every((one) => one === id) && said.aud === audience;
}

function checkAssertion(service: Graph, request: FastifyRequest, form: Form): LoginError | null {
  const audience = `http://${request.headers.host ?? ''}${request.url}`;
  if (form.client_id === CLIENT_ID && isAsserted(service, form, audience)) return null;
  return loginError(
    'invalid_client',
    700027,
    'The certificate with identifier used to sign the client assertion is not registered on application.',
    401,
  );
}

function checkClient({ id, secret }: { id?: string; secret?: string }): LoginError | null {
  if (id !== CLIENT_ID)
    return loginError(
      'unauthorized_client',
      700016,
      `Application with identifier '${id ?? ''}' was not found in the directory.`,
    );
  return secret === CLIENT_SECRET
    ? null
    : loginError('invalid_client', 7000215, 'Invalid client secret provided.', 401);
}

function checkVerifier(challenge: string | undefined, verifier: string | undefined): boolean {
  return (
    !challenge ||
    createHash('sha256')
      .update(verifier ?? '')
      .digest('base64url') === challenge
  );
}

type Redeem = (service: Graph, form: Form) => Grant | LoginError;

const redeemCode: Redeem = ({ state, clock }, form) => {
  const grant = state.codes.get(form.code ?? '');
  state.codes.delete(form.code ?? '');
  if (!grant)
    return loginError('invalid_grant', 54005, 'OAuth2 Authorization code was already redeemed or is not known.');
  if (grant.expires < clock.now())
    return loginError('invalid_grant', 70008, 'The provided authorization code has expired.');
  if (grant.redirectUri !== form.redirect_uri)
    return loginError(
      'invalid_grant',
      500112,
      'The reply address does not match the one of the authorization request.',
    );
  return checkVerifier(grant.challenge, form.code_verifier)
    ? grant
    : loginError('invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge.');
};

const redeemRefresh: Redeem = ({ state, limits }, form) => {
  const grant = state.refreshTokens.get(form.refresh_token ?? '');
  if (!grant) return loginError('invalid_grant', 9002313, 'Invalid request. Request is malformed or invalid.');
  if (limits.revoked)
    return loginError('invalid_grant', 50173, 'The provided grant has expired due to it being revoked.');
  const asked = scopesOf(form.scope).map(fold);
  const granted = grant.scopes.map(fold);
  const more = asked.find(
    (scope) => !granted.includes(scope) && !['.default', 'offline_access', 'openid', 'profile'].includes(scope),
  );
  return more ? loginError('invalid_grant', 65001, `The user has not consented to use the scope '${more}'.`) : grant;
};

/** The application for itself: it asks for all it was given at once [docs: OAuth 2.0 client credentials flow]. */
const redeemClient: Redeem = ({ state }, { scope = '' }) =>
  /\/\.default$/.test(scope.trim())
    ? { app: true, scopes: state.tenant.application.roles, expires: Infinity }
    : loginError(
        'invalid_scope',
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
      );

const REDEEM: Record<string, Redeem> = {
  ...{ authorization_code: redeemCode, refresh_token: redeemRefresh, client_credentials: redeemClient },
};

function issue({ state, clock, limits }: Graph, { scopes, app }: Grant): Record<string, unknown> {
  const life = (limits as GraphLimits).accessTokenLife;
  const [access, refresh] = [makeSecret(next(state), 'access'), makeSecret(next(state), 'refresh')];
  state.accessTokens.set(access, { scopes, expires: clock.now() + life * 1000, ...(app ? { app } : {}) });
  const offline = scopes.some((scope) => fold(scope) === 'offline_access');
  if (offline) state.refreshTokens.set(refresh, { scopes, expires: Infinity });
  const scope = scopes.filter((name) => fold(name) !== 'offline_access').join(' ');
  const times = { expires_in: life, ext_expires_in: life };
  if (app) return { token_type: 'Bearer', ...times, access_token: access };
  return {
    token_type: 'Bearer',
    scope,
    ...times,
    access_token: access,
    ...(offline ? { refresh_token: refresh } : {}),
  };
}

/** Answers the token endpoint: a code or a refresh token for new tokens, or the error that AAD would give. */
export function token(service: Graph, request: FastifyRequest): { status: number; body: unknown } {
  const form = (request.body ?? {}) as Form;
  const refused =
    form.client_assertion_type === ASSERTION
      ? checkAssertion(service, request, form)
      : checkClient(clientOf(request, form));
  const redeem = REDEEM[form.grant_type ?? ''];
  if (refused) return errorReply(service, refused);
  if (!redeem)
    return errorReply(
      service,
      loginError('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.'),
    );
  const grant = redeem(service, form);
  return 'error' in grant ? errorReply(service, grant) : { status: 200, body: issue(service, grant) };
}
