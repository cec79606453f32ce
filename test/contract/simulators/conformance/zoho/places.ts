/** The org, its users and its metadata. */
import type { Json } from '../../zohoHarness';
import type { Capture } from '../suite';
import { INVENTED, one, only } from './examples';
import type { Zoho } from './replay';

const part =
  (path: string, pick: (body: Json) => unknown) =>
  async ({ call }: Zoho): Promise<unknown> =>
    pick((await call(path)).body as Json);

const COUNTRY = { 'org[].country: life null, simulator string': INVENTED };
const INVENTED_ORG = [
  ...['city', 'description', 'street', 'alias', 'state', 'zip', 'website'].map(
    (name) => `org[].${name}: life string, simulator null`,
  ),
  'org[].created_time: life timeZ, simulator time+hh:mm',
  'org[].license_details.paid_expiry: life null, simulator time+hh:mm',
  'org[].license_details.trial_type: life string, simulator null',
  'org[].license_details.trial_expiry: life time+hh:mm, simulator null',
  'org[].license_details.trial_action: life string, simulator missing',
  'org[].zia_portal_id: life null, simulator string',
  'org[].hierarchy_preferences.strictly_reporting: life boolean, simulator missing',
];

const SOME_FIELDS = 'of some fields; nobody reads it';
const LOOKUPS = [
  'module: life missing, simulator missing|object',
  'display_label: life missing, simulator missing|string',
];
const fieldsListed = (lines: readonly string[]) => ({
  ...only(
    lines.map((line) => `[].${line}`),
    SOME_FIELDS,
  ),
  ...only(
    [...LOOKUPS, 'api_name: life missing, simulator missing|string'].map((line) => `[].lookup.${line}`),
    'the sample has no lookup',
  ),
  '[].customizable_properties: life list|null, simulator null': SOME_FIELDS,
  '[].quick_sequence_number: life missing|string, simulator missing': SOME_FIELDS,
  '[].blueprint_supported: life boolean|missing, simulator missing': SOME_FIELDS,
});

export const PLACES: readonly Capture<Zoho>[] = [
  {
    // the other one of the sample was deleted, and is told with less
    file: 'v7-users.json',
    own: part('/crm/v7/users?type=AllUsers', ({ users }) => (users as Json[])[0]),
    life: ({ users }: { readonly users: readonly Json[] }) => users[0],
    listed: {
      'phone: life string, simulator null': INVENTED,
      'dob: life date, simulator null': INVENTED,
    },
  },
  one('v7-org.json', ({ call }) => call('/crm/v7/org'), COUNTRY),
  one('oas8-org.json', ({ call }) => call('/crm/v8/org'), only(INVENTED_ORG, INVENTED)),
  {
    file: 'v7-modules.json',
    own: part('/crm/v7/settings/modules', ({ modules }) =>
      (modules as Json[]).find((one) => one.api_name === 'Contacts'),
    ),
    life: ({ modules }: { readonly modules: readonly Json[] }) => modules.find((one) => one.api_name === 'Contacts'),
    listed: {
      'modified_time: life time+hh:mm, simulator null': 'nobody changed the simulated module',
      'modified_by: life object, simulator null': 'nobody changed the simulated module',
      'visible: life missing, simulator boolean': 'in the OpenAPI file of v8',
      'filter_supported: life missing, simulator boolean': 'in the OpenAPI file of v8',
    },
  },
  {
    file: 'v7-fields-leads.json',
    own: part('/crm/v7/settings/fields?module=Leads', ({ fields }) => fields),
    life: ({ fields }: Json) => fields,
    listed: fieldsListed([
      'modified_time: life null|time+hh:mm, simulator null',
      'unique.case_sensitive: life boolean|missing, simulator missing',
      'currency.rounding_option: life missing|string, simulator missing',
      'currency.precision: life missing|number, simulator missing',
      'global_picklist: life null|object, simulator null',
      'decimal_place: life null|number, simulator null',
      'textarea: life missing|object, simulator missing',
      ...['Contacts', 'Deals', 'Accounts'].map((name) => `convert_mapping.${name}: life null|string, simulator null`),
    ]),
  },
  {
    file: 'amp-v6-fields-deals.json',
    own: part('/crm/v6/settings/fields?module=Deals', ({ fields }) => fields),
    life: ({ fields }: Json) => fields,
    listed: fieldsListed([
      ...['display_format_properties', 'parent_field', 'child_fields', 'range', 'address', 'display_format'].map(
        (name) => `${name}: life null, simulator missing`,
      ),
      'pick_list_values[].deal_category: life string, simulator missing',
      'pick_list_values[].probability: life number, simulator missing',
      'pick_list_values[].forecast_category: life object, simulator missing',
      'pick_list_values[].forecast_type: life string, simulator missing',
      'pick_list_values[].colour_code: life missing, simulator null',
      'pick_list_values[].type: life missing, simulator string',
      'history_tracking: life null|object, simulator null',
      'hipaa_compliance: life missing, simulator null',
      'hipaa_compliance_enabled: life missing, simulator boolean',
      'convert_mapping: life missing, simulator object',
      'layout_associations: life missing, simulator list',
    ]),
  },
];
