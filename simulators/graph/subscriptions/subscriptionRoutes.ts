import type { Call, Handler, Reply } from '../call';
import { noContent, ok, wantsImmutableIds } from '../call';
import { badRequest, graphError } from '../errors';
import { checkMailbox, checkScope, grantOf } from '../guard';
import { makeGuid, next } from '../ids';
import { cutPage } from '../listPage';
import type { Grant, GraphState } from '../model';
import { CLIENT_ID } from '../tokens';
import type { Row } from '../shapes';
import { isObject } from '../values';
import type { Subscription, Watched } from './model';
import { liveSubscriptions } from './postman';
import { validate } from './validation';
import { readWatched } from './watched';

const MINUTE = 60_000;
const LONGEST_CLIENT_STATE = 128;
/** Who the application is in the tenant. */
const SERVICE_PRINCIPAL = makeGuid(1, 'servicePrincipal');
const CHANGE_TYPES = ['created', 'updated', 'deleted'];

const invalid = (message: string): Error => badRequest(message, 'InvalidRequest');

const subscriptionRow = ({ state }: Call, one: Subscription): Row => ({
  ...{ id: one.id, resource: one.resource, applicationId: CLIENT_ID, changeType: one.changeType },
  ...{ clientState: one.clientState, notificationUrl: one.notificationUrl, notificationQueryOptions: null },
  ...{ lifecycleNotificationUrl: one.lifecycleNotificationUrl },
  expirationDateTime: new Date(one.expires).toISOString(),
  ...{ creatorId: one.app ? SERVICE_PRINCIPAL : state.mailbox.id, includeResourceData: null },
  ...{ latestSupportedTlsVersion: one.latestSupportedTlsVersion, encryptionCertificate: null },
  ...{ encryptionCertificateId: null, notificationUrlAppId: null },
});

/** Subscriptions are kept by another service behind the same door, and found there [seen live: amp-labs]. */
const headersOf = ({ id }: Subscription, status: number) => ({
  ...{ 'cache-control': 'no-cache', 'odata-version': '4.0' },
  ...(status === 201 ? { location: `https://subscriptionstore.windows.net/1.0/NA/subscriptions('${id}')` } : {}),
});

const single = (call: Call, one: Subscription, status = 200): Reply => ({
  ...{ status, headers: headersOf(one, status) },
  body: { '@odata.context': `${call.base}/$metadata#subscriptions/$entity`, ...subscriptionRow(call, one) },
});

/** The end of a subscription: at least 45 minutes off, no later than the longest life [docs: subscription]. */
function readExpiry({ limits, now }: Call, value: unknown): number {
  const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : NaN;
  if (Number.isNaN(at)) throw invalid("The property 'expirationDateTime' must be a date and time.");
  if (at <= now) throw invalid('Subscription expiration can only be in the future.');
  if (at > now + limits.subscriptionMinutes * MINUTE)
    throw badRequest(
      `Operation: Create; Exception: [Status Code: BadRequest; Reason: Subscription expiration can only be ${limits.subscriptionMinutes} minutes in the future.]`,
      'ExtensionError',
    );
  return Math.max(at, now + limits.subscriptionMinMinutes * MINUTE);
}

function readUrl({ limits }: Call, name: string, value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && limits.httpNotifications)) return String(value);
  throw invalid(`The property '${name}' must be a valid https address.`);
}

function readChangeTypes(value: unknown): string[] {
  const types =
    typeof value === 'string'
      ? value
          .toLowerCase()
          .split(',')
          .map((type) => type.trim())
      : [];
  if (types.length > 0 && types.every((type) => CHANGE_TYPES.includes(type))) return types;
  throw invalid(`The property 'changeType' must be one or more of ${CHANGE_TYPES.join(', ')}.`);
}

function readClientState(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string' && value.length <= LONGEST_CLIENT_STATE) return value;
  throw invalid(`The property 'clientState' must be a text of at most ${LONGEST_CLIENT_STATE} characters.`);
}

function readBody({ body }: Call): Row {
  if (!isObject(body)) throw invalid('Empty Payload. JSON content expected.');
  if (body.includeResourceData) throw invalid('This simulator sends no resource data with its notifications.');
  return body;
}

const callerOf = ({ home, headers, now, limits }: Call): Grant =>
  grantOf(home, headers.authorization, now, limits.revoked);

/** What may be watched by this caller. Tasks by no application, others' by nobody who signed in [docs: subscription, permissions]. */
function checkWatch(call: Call, state: GraphState, { area, kind }: Watched): Grant {
  const grant = callerOf(call);
  checkScope(grant, area, 'GET');
  checkMailbox(grant, call.home, state, area, 'GET');
  if (!(grant.app ? kind === 'todoTask' : state !== call.home)) return grant;
  const message = 'Operation: Create; Exception: [Status Code: Forbidden; Reason: Access is denied.]';
  throw graphError(403, 'ExtensionError', message);
}

function readSubscription(call: Call): Subscription {
  const body = readBody(call);
  if (typeof body.resource !== 'string' || body.resource === '') throw invalid("The property 'resource' is required.");
  const lifecycle = body.lifecycleNotificationUrl ?? null;
  const tls = body.latestSupportedTlsVersion;
  const { state, watched } = readWatched(call.home, body.resource);
  const app = checkWatch(call, state, watched).app ?? false;
  return {
    ...{ id: makeGuid(next(call.state), 'subscription'), resource: body.resource },
    ...{ watched, app, mailbox: state.mailbox.id, changeTypes: readChangeTypes(body.changeType) },
    ...{ changeType: String(body.changeType), notificationUrl: readUrl(call, 'notificationUrl', body.notificationUrl) },
    lifecycleNotificationUrl: lifecycle === null ? null : readUrl(call, 'lifecycleNotificationUrl', lifecycle),
    ...{ clientState: readClientState(body.clientState), expires: readExpiry(call, body.expirationDateTime) },
    latestSupportedTlsVersion: typeof tls === 'string' ? tls : 'v1_2',
    immutableIds: wantsImmutableIds(call),
  };
}

const isTwin = (one: Subscription, other: Subscription): boolean =>
  one.resource === other.resource &&
  one.notificationUrl === other.notificationUrl &&
  one.changeType === other.changeType;

/** `POST /subscriptions`: both addresses have to answer a validation request before it is made. */
export const addSubscription: Handler = async (call) => {
  const one = readSubscription(call);
  const { state, limits, now } = call;
  if (liveSubscriptions(state, now).filter(({ mailbox }) => mailbox === one.mailbox).length >= limits.subscriptionsMax)
    throw graphError(
      403,
      'ExtensionError',
      'Operation: Create; Exception: [Status Code: Forbidden; Reason: Quota exceeded.]',
    );
  if (liveSubscriptions(state, now).some((other) => isTwin(one, other)))
    throw graphError(
      409,
      'ExtensionError',
      'Operation: Create; Exception: [Status Code: Conflict; Reason: Subscription already exists for this resource and address.]',
    );
  await validate(call, one.notificationUrl);
  if (one.lifecycleNotificationUrl) await validate(call, one.lifecycleNotificationUrl);
  state.post.subscriptions.set(one.id, one);
  return single(call, one, 201);
};

const ownSubscriptions = (call: Call): Subscription[] => {
  const app = callerOf(call).app ?? false;
  return liveSubscriptions(call.state, call.now).filter((one) => one.app === app);
};

function subscriptionOf(call: Call): Subscription {
  const one = ownSubscriptions(call).find(({ id }) => id === call.params.id?.toLowerCase());
  if (one) return one;
  throw graphError(404, 'ResourceNotFound', 'The object was not found.');
}

export const listSubscriptions: Handler = (call) => {
  const { items, links } = cutPage(call, ownSubscriptions(call));
  const value = items.map((one) => subscriptionRow(call, one));
  return ok(call, { '@odata.context': `${call.base}/$metadata#subscriptions`, ...links, value });
};

export const getSubscription: Handler = (call) => single(call, subscriptionOf(call));

/** Renews; a new notificationUrl has to answer as a first one. All else cannot be changed. */
export const patchSubscription: Handler = async (call) => {
  const [one, body] = [subscriptionOf(call), readBody(call)];
  const fixed = Object.keys(body).find((name) => !/^(@.*|expirationDateTime|notificationUrl)$/.test(name));
  if (fixed) throw invalid(`The property '${fixed}' of a subscription cannot be changed.`);
  const expires = body.expirationDateTime === undefined ? one.expires : readExpiry(call, body.expirationDateTime);
  const url =
    body.notificationUrl === undefined ? one.notificationUrl : readUrl(call, 'notificationUrl', body.notificationUrl);
  if (url !== one.notificationUrl) await validate(call, url);
  Object.assign(one, { expires, notificationUrl: url });
  return single(call, one);
};

export const removeSubscription: Handler = (call) => {
  call.state.post.subscriptions.delete(subscriptionOf(call).id);
  return noContent;
};

/** Confirms the right to go on, and changes nothing else. */
export const reauthorize: Handler = (call) => {
  subscriptionOf(call);
  return noContent;
};
