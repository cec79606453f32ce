import type { FieldMeta } from './fieldMeta';
import { EVENT_FIELDS, TASK_FIELDS } from './activityFields';
import { CONTACT_FIELDS, GENERIC_FIELDS, LEAD_FIELDS, ACCOUNT_FIELDS, OTHER_FIELDS } from './fieldTables';

export interface ModuleMeta {
  readonly api_name: string;
  readonly singular: string;
  readonly plural: string;
  readonly id: string;
  readonly custom: boolean;
  /** The field Zoho itself uses to find duplicates, if any. */
  readonly duplicateField: string | null;
  /** The field whose value names a record in lookups and in the deleted list. */
  readonly nameField: string;
  readonly fields: readonly FieldMeta[];
}

type Row = readonly [string, string, string | null, string, readonly FieldMeta[]];

const ROWS: readonly Row[] = [
  ['Leads', 'Lead', 'Email', 'Full_Name', LEAD_FIELDS],
  ['Contacts', 'Contact', 'Email', 'Full_Name', CONTACT_FIELDS],
  ['Accounts', 'Account', 'Account_Name', 'Account_Name', ACCOUNT_FIELDS],
  ['Deals', 'Deal', 'Deal_Name', 'Deal_Name', OTHER_FIELDS.Deals],
  ['Tasks', 'Task', null, 'Subject', TASK_FIELDS],
  ['Events', 'Meeting', null, 'Event_Title', EVENT_FIELDS],
  ['Cases', 'Case', 'Subject', 'Subject', OTHER_FIELDS.Cases],
  ['Vendors', 'Vendor', 'Vendor_Name', 'Vendor_Name', OTHER_FIELDS.Vendors],
  ['Notes', 'Note', null, 'Note_Title', OTHER_FIELDS.Notes],
];

const moduleId = (index: number): string => `55459740000000021${String(index).padStart(2, '0')}`;

export function standardModules(): ModuleMeta[] {
  return ROWS.map(([api_name, singular, duplicateField, nameField, fields], index) => ({
    ...{ api_name, singular, plural: `${singular}s`, id: moduleId(index), custom: false },
    ...{ duplicateField, nameField, fields: [...fields, ...GENERIC_FIELDS] },
  }));
}

/** A custom module, as an administrator would make one: a Name, the system's own fields, and what the seed adds. */
export function customModule(api_name: string, fields: readonly FieldMeta[], index: number): ModuleMeta {
  const name: FieldMeta = { api_name: 'Name', data_type: 'text', length: 120, label: 'Name', mandatory: true };
  return {
    ...{ api_name, singular: api_name, plural: api_name, id: moduleId(index + 50), custom: true },
    ...{ duplicateField: 'Name', nameField: 'Name', fields: [name, ...fields, ...GENERIC_FIELDS] },
  };
}

export interface OrgAge {
  readonly oldOrg: boolean;
  readonly uniqueContactEmail: boolean;
  readonly meetingVenue: boolean;
}

/** The fields of a module as this org has them: orgs made long ago lack some fields and have shorter ones. */
export function fieldsOf(module: ModuleMeta, org: OrgAge): readonly FieldMeta[] {
  const present = module.fields.filter(
    ({ oldOrg, onlyWith }) => (oldOrg === undefined || oldOrg === org.oldOrg) && (!onlyWith || org[onlyWith]),
  );
  return present.map((field) => ({
    ...field,
    length: (org.oldOrg && field.oldLength) || field.length,
    unique: field.unique || (org.uniqueContactEmail && module.api_name === 'Contacts' && field.api_name === 'Email'),
  }));
}
