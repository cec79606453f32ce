import { safeCode, credentialPath, reconnect, type Radius } from '../errors';
import type { Method } from '../http';

export interface ZohoResource {
  /** API name where the path is about a module. */
  readonly module: string | null;
  /** How a person calls what is there. */
  readonly name: string;
  /** Scopes the call needs; one of them is missing when Zoho says OAUTH_SCOPE_MISMATCH. */
  readonly scopes: string;
}

const verbs: Readonly<Partial<Record<Method, string>>> = {
  GET: 'READ',
  POST: 'CREATE',
  PUT: 'UPDATE',
  PATCH: 'UPDATE',
  DELETE: 'DELETE',
};

/** First segment below /crm/v8 → what it is (CRM v8 docs: "Scopes"). */
const specialResources: Readonly<Record<string, (rest: string, method: Method) => ZohoResource>> = {
  coql: () => ({ module: null, name: 'queries (COQL)', scopes: 'ZohoCRM.coql.READ and ZohoCRM.modules.ALL' }),
  users: () => ({ module: null, name: 'users', scopes: 'ZohoCRM.users.READ' }),
  org: () => ({ module: null, name: 'the organisation', scopes: 'ZohoCRM.org.READ' }),
  settings: (rest) => ({
    module: null,
    name: `settings (${rest || 'all'})`,
    scopes: `ZohoCRM.settings.${rest || 'modules'}.READ`,
  }),
  actions: (_, method) => ({ module: null, name: 'notifications', scopes: `ZohoCRM.notifications.${verbs[method]}` }),
};

/** OAuth scopes name the modules in their own way; custom modules have one scope together. */
const standardModules = new Set([
  'leads',
  'contacts',
  'accounts',
  'deals',
  'tasks',
  'events',
  'calls',
  'cases',
  'notes',
  'products',
  'campaigns',
  'vendors',
  'solutions',
  'quotes',
  'invoices',
]);
const scopeModule = (module: string): string =>
  standardModules.has(module.toLowerCase()) ? module.toLowerCase() : 'custom';

const moduleResource = (module: string | null, rest: string, method: Method): ZohoResource => {
  const own = `ZohoCRM.modules.${module ? scopeModule(module) : 'ALL'}${module ? `.${verbs[method]}` : ''}`;
  const scopes = rest === 'search' ? `${own} and ZohoSearch.securesearch.READ` : own;
  return {
    module,
    name: module ? `the module ${module}` : 'a module',
    scopes: `${scopes} (ZohoCRM.modules.ALL holds all modules)`,
  };
};

/** What a path is about, in words. The path comes without its query. */
export function zohoResourceOf(path: string, method: Method): ZohoResource {
  const [first = '', rest = ''] = path.replace(/^.*\/crm\/(bulk\/)?v\d+(\.\d+)?\/?/, '').split('/');
  const known = Object.hasOwn(specialResources, first) ? specialResources[first] : undefined;
  return known ? known(safeCode(rest) ?? '', method) : moduleResource(safeCode(first), rest, method);
}

/** What is known of a failed call; nothing of it is content of a record. */
export interface FailedCall {
  readonly status: number;
  /** Upper case; '' where the answer has none (an HTML page). */
  readonly code: string;
  readonly resource: ZohoResource;
  readonly creditsLeft: string | null;
  /** Identifiers and numbers of `details`, as words. */
  readonly details: string;
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  readonly code?: string;
  readonly radius: Radius;
  readonly message: (seen: FailedCall) => string;
  readonly nextStep: (seen: FailedCall) => string;
  readonly retryAfterMs?: number;
}

const oneOf =
  (...codes: readonly string[]) =>
  (seen: FailedCall) =>
    codes.includes(seen.code);
const isThrottle = (seen: FailedCall): boolean =>
  seen.status === 429 || oneOf('TOO_MANY_REQUESTS', 'RATE_LIMIT_EXCEEDED')(seen);

/** CRM v8 docs: "Status codes and error handling", "API limits". First match counts. */
const rules: readonly Rule[] = [
  {
    when: oneOf('OAUTH_SCOPE_MISMATCH'),
    radius: 'kind',
    message: (seen) => `The Zoho credential lacks a scope for ${seen.resource.name}: ${seen.resource.scopes}.`,
    nextStep: () =>
      `In n8n open ${credentialPath.zoho}, restore the default scopes (or add the one named) and press Connect again.`,
  },
  {
    when: (seen) => seen.status === 401 || oneOf('INVALID_TOKEN', 'AUTHENTICATION_FAILURE', 'INVALID_OAUTHTOKEN')(seen),
    radius: 'side',
    message: () => 'Zoho CRM no longer accepts the sign-in of the credential, or it belongs to another data centre.',
    nextStep: () => `${reconnect('zoho')} Check the data centre there, too.`,
  },
  {
    when: oneOf('INVALID_MODULE', 'API_NOT_SUPPORTED'),
    radius: 'kind',
    message: (seen) =>
      `Zoho CRM knows no module ${seen.resource.module ?? 'of that name'}, or it is hidden from this user.`,
    nextStep: () =>
      'Choose the module from the list in the Zoho CRM Sync node (its API name counts, not its label), or have it enabled in Zoho CRM.',
  },
  {
    when: oneOf('NO_PERMISSION', 'AUTHORIZATION_FAILED', 'PERMISSION_DENIED'),
    radius: 'kind',
    message: (seen) => `The Zoho user of the credential may not do this with ${seen.resource.name}${seen.details}.`,
    nextStep: () =>
      "Have the user's profile changed in Zoho CRM (Setup › Security Control › Profiles), or connect another user.",
  },
  {
    when: (seen) => isThrottle(seen) && seen.creditsLeft === '0',
    code: 'creditsUsedUp',
    radius: 'side',
    message: () => "The Zoho CRM organisation's API credits for these 24 hours are used up.",
    nextStep: () =>
      'Nothing is lost: it goes on when credits come back. Run less often, or see Setup › Developer Hub › APIs in Zoho CRM for who uses them.',
    retryAfterMs: 3_600_000,
  },
  {
    when: isThrottle,
    code: 'TOO_MANY_REQUESTS',
    radius: 'side',
    message: () =>
      'Zoho CRM asks to slow down: too many requests at once, or the API credits of these 24 hours are used up.',
    nextStep: () =>
      'Nothing is lost: run again in an hour. If it stays so, see Setup › Developer Hub › APIs in Zoho CRM for the credits used.',
    retryAfterMs: 3_600_000,
  },
  {
    when: oneOf('EXPIRED_VALUE', 'TOKEN_BOUND_DATA_MISMATCH'),
    code: 'resync',
    radius: 'kind',
    message: (seen) => `Zoho CRM has forgotten how far ${seen.resource.name} had been read.`,
    nextStep: () => 'Nothing to do: the list is read again from its first page.',
  },
  {
    when: oneOf('ALREADY_MODIFIED'),
    radius: 'record',
    message: () => 'The Zoho record was changed by somebody else at the same moment.',
    nextStep: () => 'Nothing to do: it is read again and decided anew in the next run.',
  },
  {
    when: oneOf('NOT_FOUND', 'RESOURCE_NOT_FOUND'),
    radius: 'record',
    message: (seen) => `The record is no longer in ${seen.resource.name}.`,
    nextStep: () => 'Nothing to do, unless it should be there: look in the recycle bin of Zoho CRM.',
  },
  {
    when: oneOf('INVALID_QUERY', 'SYNTAX_ERROR'),
    radius: 'kind',
    message: (seen) => `Zoho CRM does not understand the query${seen.details}.`,
    nextStep: () => 'Correct the query: fields by API name, texts in single quotes, a WHERE clause is required.',
  },
  {
    when: oneOf(
      'LIMIT_EXCEEDED',
      'LIMIT_REACHED',
      'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      'PAGINATION_LIMIT_EXCEEDED',
      'CRITERIA_LIMIT_EXCEEDED',
    ),
    radius: 'kind',
    message: (seen) => `The request goes beyond a limit of Zoho CRM for ${seen.resource.name}${seen.details}.`,
    nextStep: () => 'Ask for less at once: fewer fields, a narrower filter, or a later start.',
  },
  {
    when: (seen) => seen.status >= 500 || seen.status === 408,
    radius: 'side',
    message: (seen) =>
      `Zoho CRM has a problem (status ${seen.status}${seen.code === '' ? ', an error page instead of data' : ''}).`,
    nextStep: () => 'Nothing is lost: the next run tries again by itself. If it stays so, see status.zoho.com.',
  },
  {
    when: () => true,
    radius: 'kind',
    message: (seen) =>
      `Zoho CRM did not accept a request to ${seen.resource.name} (status ${seen.status}${seen.code && `, ${seen.code}`})${seen.details}.`,
    nextStep: () => 'Check the settings of the Zoho CRM Sync node: module, fields and filter by their API names.',
  },
];

/** There is a rule for everything: the last one always fits. */
export const ruleFor = (seen: FailedCall): Rule => rules.find((rule) => rule.when(seen)) as Rule;
