import { bad } from './errors';
import type { Choice, DataType, FieldMeta } from './fieldMeta';
import type { ModuleMeta } from './modules';
import { actualValue, referenceValue } from './fieldMeta';
import type { Values } from './record';
import type { World } from './state';
import type { Answer, Call } from './world';
import { fieldsNow, moduleOf, nothing, ok } from './world';

const JSON_TYPES: Partial<Record<DataType, string>> = {
  boolean: 'boolean',
  integer: 'integer',
  currency: 'double',
  double: 'double',
  lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
  jsonobject: 'jsonobject',
  jsonarray: 'jsonarray',
  multiselectpicklist: 'jsonarray',
};

const fieldId = (module: ModuleMeta, index: number): string => `${module.id.slice(0, -4)}${String(index + 1000)}`;

const displayValue = (value: Choice): string =>
  typeof value === 'string' ? value : (value.display_value ?? value.actual_value);

const isUnused = (value: Choice): boolean => typeof value !== 'string' && value.type === 'unused';

const choices = (field: FieldMeta) =>
  (field.values ?? []).map((value, index) => ({
    ...{ display_value: displayValue(value), actual_value: actualValue(value), sequence_number: index + 1 },
    reference_value: referenceValue(value),
    ...{ colour_code: null, id: String(5545974000000003000 + index * 1000), type: isUnused(value) ? 'unused' : 'used' },
  }));

function lookupMeta(world: World, field: FieldMeta): Values {
  if (field.data_type !== 'lookup') return {};
  const target = world.state.modules.find((module) => module.api_name === field.lookup);
  return {
    module: { api_name: field.lookup, id: target?.id ?? '' },
    display_label: field.label,
    api_name: field.api_name,
  };
}

const PROFILES = [{ permission_type: 'read_write', name: 'Administrator', id: '5545974000000026011' }];

/** What answers hold and no client of ours reads (recorded answers of v6; v7 docs: "Fields metadata"). */
const UNREAD = {
  ...{ webhook: true, colour_code_enabled_by_system: false, enable_colour_code: false, separator: false },
  ...{ customizable_properties: null, association_details: null, businesscard_supported: true, crypt: null },
  ...{ multi_module_lookup: {}, rollup_summary: {}, created_time: null, modified_time: null, profiles: PROFILES },
  ...{ display_type: -1, ui_type: 1, hipaa_compliance: null, hipaa_compliance_enabled: false },
  ...{ email_parser: { fields_update_supported: false, record_operations_supported: false } },
  ...{ convert_mapping: { Contacts: null, Deals: null, Accounts: null }, pick_list_values_sorted_lexically: false },
  ...{ global_picklist: null, history_tracking: null },
};

const standardLayout = (module: ModuleMeta) => ({
  ...{ api_name: 'Standard__s', name: 'Standard', id: `${module.id.slice(0, -4)}0900` },
});

function renderField(world: World, module: ModuleMeta, field: FieldMeta, index: number): Values {
  const writes = !field.readOnly;
  const plain = !['jsonobject', 'jsonarray'].includes(field.data_type);
  const data_type = field.shownType ?? (plain ? field.data_type : 'text');
  const changes = writes && field.apiUpdate !== false;
  return {
    ...{ id: fieldId(module, index), api_name: field.api_name, field_label: field.label, display_label: field.label },
    ...{ data_type, json_type: JSON_TYPES[field.data_type] ?? 'string', length: field.length },
    ...{ system_mandatory: field.mandatory ?? false, read_only: !writes, field_read_only: !writes, visible: true },
    ...{ custom_field: false, filterable: plain && field.data_type !== 'textarea', searchable: true, sortable: true },
    ...{ operation_type: { web_update: writes, api_create: writes, web_create: writes, api_update: changes } },
    ...{ view_type: { view: true, edit: writes, quick_create: false, create: writes } },
    ...(typeof field.defaultValue === 'string' ? { default_value: field.defaultValue } : {}),
    ...{ unique: field.unique ? { casesensitive: 'false' } : {}, external: null, decimal_place: null },
    ...{ lookup: lookupMeta(world, field), pick_list_values: choices(field), currency: {}, formula: {} },
    ...UNREAD,
    layout_associations: [standardLayout(module)],
    ...{ virtual_field: false, mass_update: changes, type: 'used', created_source: 'default', tooltip: null },
    ...{
      multiselectlookup: {},
      auto_number: {},
      associated_module: null,
      display_field: field.api_name === module.nameField,
    },
  };
}

const fieldsRendered = (world: World, module: ModuleMeta): Values[] =>
  fieldsNow(world, module).map((field, index) => renderField(world, module, field, index));

function needModule(world: World, call: Call): ModuleMeta {
  if (!call.query.module) throw bad('REQUIRED_PARAM_MISSING', { param_name: 'module' });
  return moduleOf(world, call.query.module);
}

/** GET `/settings/fields?module=` */
export const listFields = (world: World, call: Call): Answer =>
  ok({ fields: fieldsRendered(world, needModule(world, call)) });

/** GET `/settings/fields/{id}?module=` */
export function getField(world: World, call: Call): Answer {
  const found = fieldsRendered(world, needModule(world, call)).find((field) => field.id === call.params.id);
  return found ? ok({ fields: [found] }) : nothing;
}

/** GET `/settings/layouts?module=`: one layout with one section that holds every field. */
export function listLayouts(world: World, call: Call): Answer {
  const module = needModule(world, call);
  const section = { api_name: `${module.singular}_Information`, display_label: `${module.singular} Information` };
  const demanded = fieldsNow(world, module).map((one) => one.mandatory === true || one.layoutMandatory === true);
  const fields = fieldsRendered(world, module).map((one, at) => ({ ...one, required: demanded[at] === true }));
  const layout = {
    ...{ id: `${module.id.slice(0, -4)}0900`, name: 'Standard', api_name: 'Standard', display_label: 'Standard' },
    ...{ visible: true, status: 'active', source: 'system', profiles: [] },
    sections: [{ ...section, name: section.display_label, sequence_number: 1, fields }],
  };
  return ok({ layouts: [layout] });
}

const ADMINISTRATOR = { name: 'Administrator', id: '5545974000000026011' };

function renderModule(module: ModuleMeta, index: number): Values {
  return {
    ...{ id: module.id, api_name: module.api_name, module_name: module.plural },
    ...{
      singular_label: module.singular,
      plural_label: module.plural,
      generated_type: module.custom ? 'custom' : 'default',
    },
    ...{ api_supported: true, creatable: true, editable: true, deletable: true, viewable: true, visible: true },
    ...{ show_as_tab: true, visibility: 1, sequence_number: index + 1, status: 'visible', description: null },
    ...{
      recycle_bin_on_delete: true,
      filter_supported: true,
      modified_time: null,
      modified_by: null,
      parent_module: {},
    },
    ...{ business_card_field_limit: 5, profiles: [ADMINISTRATOR], profile_count: 1, arguments: [], web_link: null },
    ...{ has_more_profiles: false, access_type: 'org_based', private_profile: null, convertable: false },
    ...{ actual_plural_label: module.plural, actual_singular_label: module.singular, feeds_required: false },
    ...{ presence_sub_menu: true, sub_menu_available: true, quick_create: true },
  };
}

/** GET `/settings/modules` */
export const listModules = (world: World): Answer => ok({ modules: world.state.modules.map(renderModule) });

/** GET `/settings/modules/{module}` */
export function getModule(world: World, call: Call): Answer {
  const module = moduleOf(world, call.params.module);
  return ok({ modules: [renderModule(module, world.state.modules.indexOf(module))] });
}

/** GET `/settings/related_lists?module=`: the modules that have a lookup to this one. */
export function listRelated(world: World, call: Call): Answer {
  const module = needModule(world, call);
  const points = (other: ModuleMeta) => fieldsNow(world, other).some((field) => field.lookup === module.api_name);
  const lists = world.state.modules.filter(points).map((other, index) => ({
    ...{ id: `${module.id.slice(0, -4)}8${String(index).padStart(3, '0')}`, sequence_number: String(index + 1) },
    ...{
      api_name: other.api_name,
      display_label: other.plural,
      name: other.plural,
      href: `${other.api_name}`,
      type: 'default',
    },
    ...{ module: { api_name: other.api_name, id: other.id }, visible: true },
  }));
  return ok({ related_lists: lists });
}
