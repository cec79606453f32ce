import type { ZohoClient } from '../../clients/zoho';
import { kinds } from '../../sync/kinds';
import { asArray, asObject, asString, type KindName } from '../../sync/model';
import { isWritable, type FieldMeta, type Module } from './module';
import { contacts } from './contact/module';
import { emptyProfile, eventsOf } from './event/module';
import { tasks } from './task/module';

/** What an org says of its licence; moments in ms, null where there is none. */
export interface Licence {
  readonly edition: string;
  readonly paid: boolean;
  readonly paidUntil: number | null;
  readonly trialUntil: number | null;
}

/** Who signed in, where, and under which licence. */
export interface Standing {
  /** As `readProfile` calls the org. */
  readonly account: string;
  readonly orgName: string;
  readonly userName: string;
  /** IANA name, as told. */
  readonly timeZone: string;
  readonly licence: Licence;
}

const momentOf = (value: unknown): number | null => {
  const ms = Date.parse(asString(value));
  return Number.isNaN(ms) ? null : ms;
};

/** Two requests; users.READ and org.READ. Throws ApiError. */
export async function readStanding(zoho: ZohoClient): Promise<Standing> {
  const [users, orgs] = await Promise.all([zoho.get('/users', { query: { type: 'CurrentUser' } }), zoho.get('/org')]);
  const [user, org] = [asObject(asArray(users?.users)[0]), asObject(asArray(orgs?.org)[0])];
  const licence = asObject(org.license_details);
  return {
    account: String(org.zgid ?? org.id ?? ''),
    orgName: asString(org.company_name),
    userName: asString(user.full_name) || [user.first_name, user.last_name].map(asString).filter(Boolean).join(' '),
    timeZone: asString(user.time_zone),
    licence: {
      edition: asString(licence.paid_type),
      paid: licence.paid === true,
      paidUntil: momentOf(licence.paid_expiry),
      trialUntil: momentOf(licence.trial_expiry),
    },
  };
}

type LayoutJson = Readonly<{ status?: string; sections?: unknown }>;
type Synced = Exclude<KindName, 'mail'>;
const modules: Readonly<Record<Synced, Module>> = {
  contact: contacts,
  task: tasks,
  event: eventsOf(emptyProfile),
};

/** What the user may do in a module, as its metadata says. */
const rightNames = ['viewable', 'creatable', 'editable', 'deletable'] as const;
export type RightName = (typeof rightNames)[number];

/** The module of a kind, and what of it this user lacks. Needs settings.modules.READ. Throws ApiError. */
export async function readModule(zoho: ZohoClient, kind: Synced) {
  const { name } = modules[kind];
  const reply = await zoho.get(`/settings/modules/${name}`);
  const told = asObject(asArray(reply?.modules)[0]);
  return { name, lacks: rightNames.filter((right) => told[right] === false) };
}

/** A field as a layout shows it; null default: a new record gets none. */
type LayoutField = FieldMeta & Readonly<{ required?: boolean | null; display_label?: string; field_label?: string }>;

/** Zoho fills the owner itself. */
const mustBeSent = (field: LayoutField): boolean =>
  field.required === true && !field.default_value && field.data_type !== 'ownerlookup' && isWritable(field);

/** What the layouts demand of a record and no field of the kind fills, as the org calls it. Needs settings.layouts.READ. Throws ApiError. */
export async function readDemandedFields(zoho: ZohoClient, kind: Synced): Promise<readonly string[]> {
  const module = modules[kind];
  const reply = await zoho.get('/settings/layouts', { query: { module: module.name } });
  const active = asArray<LayoutJson>(reply?.layouts).filter(({ status }) => status !== 'inactive');
  const fields = active
    .flatMap(({ sections }) => asArray<{ fields?: unknown }>(sections))
    .flatMap((one) => asArray<LayoutField>(one.fields));
  const byName = new Map(fields.map((one) => [one.api_name, one]));
  const filled = new Set(Object.values(module.fieldMapOf(() => true, byName)).map(({ api }) => api));
  const demanded = fields.filter((one) => mustBeSent(one) && !filled.has(one.api_name));
  return [...new Set(demanded.map((one) => one.display_label || one.field_label || one.api_name))];
}

/** The fields of a kind that have a place in the CRM, but not in this org or not for this user. Throws ApiError. */
export async function readLackingFields(zoho: ZohoClient, kind: Synced) {
  const module = modules[kind];
  const reply = await zoho.get('/settings/fields', { query: { module: module.name } });
  const metadata = new Map(asArray<FieldMeta>(reply?.fields).map((meta) => [meta.api_name, meta]));
  const may = (api: string) => metadata.has(api) && isWritable(metadata.get(api) as FieldMeta);
  const [here, anywhere] = [module.fieldMapOf(may, metadata), module.fieldMapOf(() => true, metadata)];
  const lacking = new Set(Object.keys(anywhere).filter((name) => !(name in here)));
  return kinds[kind].fields.filter(({ name }) => lacking.has(name)).map(({ label }) => label);
}
