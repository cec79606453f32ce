import { hasCode, safeCode, type Radius } from '../errors';
import { reason, type Label, type Reason } from '../../reasons';
import type { Method } from '../http';

export interface ZohoResource {
  /** API name where the path is about a module. */
  readonly module: string | null;
  /** How a person calls what is there. */
  readonly name: Label;
  /** Scopes the call needs; one of them is missing when Zoho says OAUTH_SCOPE_MISMATCH. */
  readonly scopes: readonly string[];
  /** A module is meant, also one whose name is not known. */
  readonly ofModule: boolean;
}

const verbs: Readonly<Partial<Record<Method, string>>> = {
  GET: 'READ',
  POST: 'CREATE',
  PUT: 'UPDATE',
  PATCH: 'UPDATE',
  DELETE: 'DELETE',
};

const special = (name: Label, ...scopes: readonly string[]): ZohoResource => ({
  ...{ module: null, name, scopes, ofModule: false },
});

/** First segment below /crm/v8 → what it is (CRM v8 docs: "Scopes"). */
const specialResources: Readonly<Record<string, (rest: string, method: Method) => ZohoResource>> = {
  coql: () => special({ en: 'queries (COQL)', ja: 'クエリ (COQL)' }, 'ZohoCRM.coql.READ', 'ZohoCRM.modules.ALL'),
  users: () => special({ en: 'users', ja: 'ユーザー' }, 'ZohoCRM.users.READ'),
  org: () => special({ en: 'the organisation', ja: '組織' }, 'ZohoCRM.org.READ'),
  settings: (rest) =>
    special(
      { en: `settings (${rest || 'all'})`, ja: `設定 (${rest || 'すべて'})` },
      `ZohoCRM.settings.${rest || 'modules'}.READ`,
    ),
  actions: (_, method) => special({ en: 'notifications', ja: '通知' }, `ZohoCRM.notifications.${verbs[method]}`),
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
const scopeModule = (module: string) => (standardModules.has(module.toLowerCase()) ? module.toLowerCase() : 'custom');

const moduleResource = (module: string | null, rest: string, method: Method): ZohoResource => {
  const own = `ZohoCRM.modules.${module ? scopeModule(module) : 'ALL'}${module ? `.${verbs[method]}` : ''}`;
  return {
    module,
    name: module ? { en: `the module ${module}`, ja: `モジュール ${module} ` } : { en: 'a module', ja: 'モジュール' },
    scopes: rest === 'search' ? [own, 'ZohoSearch.securesearch.READ'] : [own],
    ofModule: true,
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
  /** Identifiers and numbers of `details`, as `api_name: Email`. */
  readonly facts: readonly string[];
}

export interface Rule {
  readonly when: (seen: FailedCall) => boolean;
  readonly code?: string;
  readonly radius: Radius;
  readonly reason: (seen: FailedCall) => Reason;
  readonly retryAfterMs?: number;
}

const at = ({ resource }: FailedCall) => ({ place: resource.name });
const withFacts = (seen: FailedCall) => ({ ...at(seen), facts: seen.facts });
const isThrottle = (seen: FailedCall): boolean =>
  seen.status === 429 || hasCode('TOO_MANY_REQUESTS', 'RATE_LIMIT_EXCEEDED')(seen);

/** CRM v8 docs: "Status codes and error handling", "API limits". First match counts. */
const rules: readonly Rule[] = [
  {
    when: hasCode('OAUTH_SCOPE_MISMATCH'),
    radius: 'kind',
    reason: ({ resource: { name, scopes, ofModule } }) => reason('zohoScopeMissing', { place: name, scopes, ofModule }),
  },
  {
    when: (seen) =>
      seen.status === 401 || hasCode('INVALID_TOKEN', 'AUTHENTICATION_FAILURE', 'INVALID_OAUTHTOKEN')(seen),
    radius: 'side',
    reason: () => reason('zohoSignInLost'),
  },
  {
    // The permission of a profile that opens the API at all.
    when: (seen) => seen.facts.some((fact) => /\bcrm_implied_api_access\b/i.test(fact)),
    radius: 'side',
    reason: () => reason('zohoNoApiAccess'),
  },
  {
    when: hasCode(
      ...['API_NOT_SUPPORTED', 'FEATURE_NOT_SUPPORTED', 'FEATURE_NOT_ENABLED', 'NOT_SUPPORTED'],
      ...['FEATURE_PERMISSION', 'LICENSE_LIMIT_EXCEEDED'],
    ),
    radius: 'kind',
    reason: (seen) => reason('zohoEditionLacks', { ...at(seen), word: seen.code }),
  },
  {
    when: hasCode('INVALID_MODULE'),
    radius: 'kind',
    reason: ({ resource }) => reason('zohoModuleUnknown', { module: resource.module }),
  },
  {
    when: hasCode('NO_PERMISSION', 'AUTHORIZATION_FAILED', 'PERMISSION_DENIED'),
    radius: 'kind',
    reason: (seen) => reason('zohoAccessRefused', withFacts(seen)),
  },
  {
    when: (seen) => isThrottle(seen) && seen.creditsLeft === '0',
    code: 'creditsUsedUp',
    radius: 'side',
    reason: () => reason('zohoCreditsUsedUp'),
    retryAfterMs: 3_600_000,
  },
  {
    when: isThrottle,
    code: 'TOO_MANY_REQUESTS',
    radius: 'side',
    reason: () => reason('zohoThrottled'),
    retryAfterMs: 3_600_000,
  },
  {
    when: hasCode('EXPIRED_VALUE', 'TOKEN_BOUND_DATA_MISMATCH'),
    code: 'resync',
    radius: 'kind',
    reason: (seen) => reason('zohoResync', at(seen)),
  },
  { when: hasCode('ALREADY_MODIFIED'), radius: 'record', reason: () => reason('zohoRecordChanged') },
  {
    when: hasCode('NOT_FOUND', 'RESOURCE_NOT_FOUND'),
    radius: 'record',
    reason: (seen) => reason('zohoRecordNotIn', at(seen)),
  },
  {
    when: hasCode('INVALID_QUERY', 'SYNTAX_ERROR'),
    radius: 'kind',
    reason: ({ facts }) => reason('zohoQueryRefused', { facts }),
  },
  {
    when: hasCode(
      'LIMIT_EXCEEDED',
      'LIMIT_REACHED',
      'DISCRETE_PAGINATION_LIMIT_EXCEEDED',
      'PAGINATION_LIMIT_EXCEEDED',
      'CRITERIA_LIMIT_EXCEEDED',
    ),
    radius: 'kind',
    reason: (seen) => reason('zohoLimitExceeded', withFacts(seen)),
  },
  {
    when: (seen) => seen.status >= 500 || seen.status === 408,
    radius: 'side',
    reason: ({ status, code }) => reason('zohoTrouble', { status, isPage: code === '' }),
  },
  {
    when: () => true,
    radius: 'kind',
    reason: (seen) => reason('zohoRequestRefused', { ...withFacts(seen), status: seen.status, word: seen.code }),
  },
];

/** There is a rule for everything: the last one always fits. */
export const ruleFor = (seen: FailedCall): Rule => rules.find((rule) => rule.when(seen)) as Rule;
