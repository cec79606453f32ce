import { seededActivity } from './activities';
import type { CalDavSeed } from './caldav';
import { seedCalDav } from './caldav';
import type { Choice, FieldMeta } from './fieldMeta';
import { customModule } from './modules';
import { recordName } from './render';
import type { StoredRecord, Values, ZohoUser } from './record';
import type { CustomView, World, ZohoState } from './state';
import { standardUsers } from './standardOrg';
import { keepRecord, newId, recordsOf } from './state';
import { noteNews } from './watch/news';

/**
 * Plain seed data. Records are in vendor form; besides fields they may carry `id`, `Created_Time`, `Modified_Time` (ISO),
 * `Owner` ({id} or {email}), `$locked` and `$hidden_from` (user ids or e-mail addresses, `*` for everybody).
 * A lookup may be `{name}`: it is resolved to the first record of that name, which is made if missing.
 */
export interface ZohoSeed {
  readonly org?: Values;
  /** Replaces the standard users; the first one is the user who signs in. */
  readonly users?: readonly Partial<ZohoUser>[];
  /** Modules of the org's own; one that is there already gets the fields besides its own. */
  readonly modules?: readonly { readonly api_name: string; readonly fields?: readonly FieldMeta[] }[];
  /** By module and field: the values of a picklist as this org's administrators have them. */
  readonly picklists?: Readonly<Record<string, Readonly<Record<string, readonly Choice[]>>>>;
  readonly views?: readonly { readonly module: string; readonly name: string; readonly criteria?: string }[];
  readonly records?: Readonly<Record<string, readonly Values[]>>;
  readonly calDav?: CalDavSeed;
  /** By e-mail address: the cause for which the older sign-in refuses this user. */
  readonly signInCauses?: Readonly<Record<string, string>>;
}

function seedUsers(state: ZohoState, users: ZohoSeed['users']): void {
  if (!users) return;
  const standard = standardUsers();
  state.users = users.map((user, index) => {
    const like = standard[index] ?? { ...standard[2], id: `5545974000000001${String(index + 1).padStart(3, '0')}` };
    return { ...like, ...user } as ZohoUser;
  });
  const first = state.users[0]?.id ?? '';
  const known = (id: string) => (state.users.some((user) => user.id === id) ? id : first);
  state.grants = state.grants.map((grant) => ({ ...grant, user: known(grant.user) }));
  state.tokens = state.tokens.map((token) => ({ ...token, user: known(token.user) }));
}

function ownerOf(state: ZohoState, owner: unknown): string {
  const { id, email } = (owner ?? {}) as { id?: string; email?: string };
  const found = state.users.find((user) => user.id === id || (email !== undefined && user.email === email));
  return found?.id ?? state.users[0]?.id ?? '';
}

function resolveLookup(world: World, module: string, name: string): { id: string } {
  const found = [...recordsOf(world.state, module).values()].find((record) => recordName(world, record) === name);
  const meta = world.state.modules.find((one) => one.api_name === module);
  return { id: (found ?? seedRecord(world, module, { [meta?.nameField ?? 'Name']: name })).id };
}

function seedValues(world: World, module: string, given: Values): Values {
  const meta = world.state.modules.find((one) => one.api_name === module);
  const lookups = new Map(meta?.fields.flatMap((field) => (field.lookup ? [[field.api_name, field.lookup]] : [])));
  const entries = Object.entries(given).map(([key, value]): [string, unknown] => {
    const { id, name } = (value ?? {}) as { id?: string; name?: string };
    const target = lookups.get(key);
    return target && !id && name ? [key, resolveLookup(world, target, name)] : [key, value];
  });
  return Object.fromEntries(entries);
}

const OWN_KEYS = ['id', 'Owner', 'Created_Time', 'Modified_Time', '$locked', '$hidden_from'] as const;
const ms = (value: unknown, otherwise: number): number => (typeof value === 'string' ? Date.parse(value) : otherwise);

function seedRecord(world: World, module: string, given: Values): StoredRecord {
  const { state } = world;
  const own = Object.fromEntries(OWN_KEYS.map((key) => [key, given[key]])) as Record<
    (typeof OWN_KEYS)[number],
    unknown
  >;
  const rest = Object.fromEntries(Object.entries(given).filter(([key]) => !OWN_KEYS.some((own) => own === key)));
  const owner = ownerOf(state, own.Owner);
  const modified = ms(own.Modified_Time, world.now());
  const record: StoredRecord = {
    ...{ id: (own.id as string | undefined) ?? newId(state), module, owner },
    values: seededActivity(world, module, seedValues(world, module, rest), modified),
    ...{ createdBy: owner, modifiedBy: owner, created: ms(own.Created_Time, modified), modified },
    ...{ locked: own.$locked === true, hiddenFrom: (own.$hidden_from as string[] | undefined) ?? [] },
  };
  keepRecord(state, record);
  noteNews(world, record, 'insert', rest);
  return record;
}

function seedModule(state: ZohoState, api_name: string, fields: readonly FieldMeta[]): void {
  const there = state.modules.find((one) => one.api_name === api_name);
  if (!there) state.modules.push(customModule(api_name, fields, state.modules.length));
  state.modules = state.modules.map((one) => (one === there ? { ...one, fields: [...one.fields, ...fields] } : one));
}

function seedPicklists(state: ZohoState, picklists: ZohoSeed['picklists'] = {}): void {
  state.modules = state.modules.map((module) => {
    const lists = picklists[module.api_name];
    if (!lists) return module;
    const fields = module.fields.map((field) => ({ ...field, values: lists[field.api_name] ?? field.values }));
    return { ...module, fields: fields as FieldMeta[] };
  });
}

function seedViews(state: ZohoState, views: ZohoSeed['views'] = []): void {
  for (const view of views) {
    const made: CustomView = { criteria: null, ...view, id: newId(state), systemName: null };
    state.views.push(made);
  }
}

function checkModule(state: ZohoState, module: string): void {
  if (state.modules.some((one) => one.api_name === module)) return;
  throw new Error(`The Zoho seed names the module "${module}", which does not exist; add it under "modules".`);
}

/** Adds seed data to what is there. Nothing is validated: a seed may hold what Zoho would refuse. */
export function seedZoho(world: World, seed: ZohoSeed): void {
  const { state } = world;
  Object.assign(state.org, seed.org);
  seedUsers(state, seed.users);
  for (const { api_name, fields = [] } of seed.modules ?? []) seedModule(state, api_name, fields);
  seedPicklists(state, seed.picklists);
  for (const [module, records] of Object.entries(seed.records ?? {})) {
    checkModule(state, module);
    for (const record of records) seedRecord(world, module, record);
  }
  seedViews(state, seed.views);
  seedCalDav(world, seed.calDav);
  for (const [email, cause] of Object.entries(seed.signInCauses ?? {})) state.authTokens.causes.set(email, cause);
}
