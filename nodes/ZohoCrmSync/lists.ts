import type { FieldType, ILoadOptionsFunctions, ResourceMapperField, ResourceMapperFields } from 'n8n-workflow';
import { chooseDavCalendar } from '../../sides/caldav';
import { chooseField, chooseModule, chooseOwner, chooseView } from '../../sides/zoho';
import { calDavClient, zohoClient } from '../shared/clients';
import { asNodeError } from '../shared/errors';
import { listing, searching } from '../shared/lists';
import { readFields, type FieldMeta } from './metadata';

const chosenModule = (context: ILoadOptionsFunctions): string =>
  String(context.getCurrentNodeParameter('module', { extractValue: true }) ?? '');

const ofModule = async (context: ILoadOptionsFunctions) => ({
  zoho: await zohoClient(context),
  module: chosenModule(context),
});

/** Modules of the live org, by what people call them. */
export const searchModules = searching(zohoClient, chooseModule);
export const getModules = listing(zohoClient, chooseModule);

/** Calendars of the account, by CalDAV; those that may only be read are marked. */
export const searchCalendars = searching(calDavClient, ({ dav }, ...asked) => chooseDavCalendar(dav, ...asked));

/** Active users of the org. */
export const searchOwners = searching(zohoClient, chooseOwner);

/** Custom views of the chosen module. */
export const searchViews = searching(ofModule, ({ zoho, module }, ...asked) => chooseView(zoho, module, ...asked));

/** Fields of the chosen module. */
export const getFields = listing(ofModule, ({ zoho, module }, ...asked) => chooseField(zoho, module, ...asked));

const fieldTypes: Readonly<Record<string, FieldType>> = {
  boolean: 'boolean',
  integer: 'number',
  bigint: 'string',
  double: 'number',
  currency: 'number',
  date: 'dateTime',
  datetime: 'dateTime',
  picklist: 'options',
  multiselectpicklist: 'array',
};

/** Dates stay texts: n8n would turn a date without a time into an instant of the workflow's time zone. */
const typeOf = ({ data_type }: FieldMeta): FieldType => {
  const type = fieldTypes[data_type ?? ''] ?? 'string';
  return type === 'dateTime' ? 'string' : type;
};

const typeHints: Readonly<Record<string, string>> = { date: ' (YYYY-MM-DD)', lookup: ' (ID)', ownerlookup: ' (ID)' };

const mapperField = (field: FieldMeta): ResourceMapperField => ({
  id: field.api_name,
  displayName: `${field.field_label ?? field.api_name}${typeHints[field.data_type ?? ''] ?? ''}`,
  required: field.system_mandatory === true,
  defaultMatch: false,
  canBeUsedToMatch: false,
  display: true,
  type: typeOf(field),
  ...(field.data_type === 'picklist' && {
    options: (field.pick_list_values ?? []).map(({ display_value, actual_value }) => ({
      name: display_value ?? actual_value,
      value: actual_value,
    })),
  }),
});

/** The writable fields of the chosen module, out of the org's own metadata. */
export async function getModuleFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
  return await asNodeError(this, async () => {
    const fields = await readFields(await zohoClient(this), chosenModule(this));
    return { fields: fields.filter(({ writable }) => writable).map(mapperField) };
  });
}
