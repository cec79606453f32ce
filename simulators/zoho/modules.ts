import { EVENT_FIELDS, TASK_FIELDS } from './activityFields';
import { CONTACT_FIELDS, GENERIC_FIELDS, LEAD_FIELDS, ACCOUNT_FIELDS, OTHER_FIELDS } from './fieldTables';

export type DataType =
  | 'text'
  | 'email'
  | 'phone'
  | 'website'
  | 'textarea'
  | 'picklist'
  | 'multiselectpicklist'
  | 'date'
  | 'datetime'
  | 'boolean'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'currency'
  | 'lookup'
  | 'ownerlookup'
  | 'profileimage'
  | 'jsonobject'
  | 'jsonarray';

/** A picklist value; one that an administrator renamed still tells the value it was made as (`reference_value`). */
export type Choice =
  | string
  | {
      readonly actual_value: string;
      readonly display_value?: string;
      readonly reference_value?: string;
      readonly type?: 'used' | 'unused';
    };

export const actualValue = (choice: Choice): string => (typeof choice === 'string' ? choice : choice.actual_value);
export const referenceValue = (choice: Choice): string =>
  typeof choice === 'string' ? choice : (choice.reference_value ?? choice.actual_value);

export interface FieldMeta {
  readonly api_name: string;
  readonly data_type: DataType;
  readonly length: number;
  readonly label: string;
  readonly mandatory?: boolean;
  /** Asked for by the org's layout: a new record must have it, though the metadata does not call it mandatory. */
  readonly layoutMandatory?: boolean;
  readonly readOnly?: boolean;
  readonly unique?: boolean;
  /** Module a lookup points to. */
  readonly lookup?: string;
  readonly values?: readonly Choice[];
  /** Filled in when an insert leaves the field out. */
  readonly defaultValue?: unknown;
  /** False: may be set when the record is made, not changed afterwards. */
  readonly apiUpdate?: false;
  /** The data type the metadata shows, where it is one of Zoho's special ones. */
  readonly shownType?: string;
  /** Present only while the limit of this name is on. */
  readonly onlyWith?: 'meetingVenue';
  /** Only in orgs made long ago (true), only in newer ones (false), or in all (absent). */
  readonly oldOrg?: boolean;
  /** Length in an org made long ago. */
  readonly oldLength?: number;
}

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
