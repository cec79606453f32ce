/** A field as the module's metadata describes it (v8 docs: "Fields metadata"). */
export interface FieldMeta {
  readonly api_name: string;
  readonly length?: number;
  readonly data_type?: string;
  readonly read_only?: boolean;
  readonly field_read_only?: boolean;
  readonly operation_type?: { readonly api_create?: boolean; readonly api_update?: boolean };
  readonly pick_list_values?: readonly PickListValue[];
  /** What a new record gets where nothing is sent. */
  readonly default_value?: string;
}

/** One value of a choice. Records hold `actual_value`; one that was renamed still tells the value it was made as. */
export interface PickListValue {
  readonly actual_value: string;
  readonly display_value?: string;
  readonly reference_value?: string;
  /** `unused`: an administrator took it out of the choice; old records may still hold it. */
  readonly type?: string;
}

export const isWritable = ({ read_only, field_read_only, operation_type }: FieldMeta): boolean =>
  !read_only && !field_read_only && operation_type?.api_create !== false && operation_type?.api_update !== false;
