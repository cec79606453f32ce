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
