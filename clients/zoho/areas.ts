import { asCode } from '../facts';
import type { Method } from '../http';

export interface ZohoPlace {
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
const special: Readonly<Record<string, (rest: string, method: Method) => ZohoPlace>> = {
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
const standard = new Set([
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
const scopeModule = (module: string): string => (standard.has(module.toLowerCase()) ? module.toLowerCase() : 'custom');

const modulePlace = (module: string | null, rest: string, method: Method): ZohoPlace => {
  const own = `ZohoCRM.modules.${module ? scopeModule(module) : 'ALL'}${module ? `.${verbs[method]}` : ''}`;
  const scopes = rest === 'search' ? `${own} and ZohoSearch.securesearch.READ` : own;
  return {
    module,
    name: module ? `the module ${module}` : 'a module',
    scopes: `${scopes} (ZohoCRM.modules.ALL holds all modules)`,
  };
};

/** What a path is about, in words. The path comes without its query. */
export function zohoPlaceOf(path: string, method: Method): ZohoPlace {
  const [first = '', rest = ''] = path.replace(/^.*\/crm\/(bulk\/)?v\d+(\.\d+)?\/?/, '').split('/');
  const known = Object.hasOwn(special, first) ? special[first] : undefined;
  return known ? known(asCode(rest) ?? '', method) : modulePlace(asCode(first), rest, method);
}
