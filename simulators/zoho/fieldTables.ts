import type { DataType, FieldMeta } from './fieldMeta';

/** Default lengths, from Zoho's field metadata replies and help pages. Real orgs differ: clients must read the metadata. */
export const field = (
  api_name: string,
  data_type: DataType,
  length: number,
  more: Partial<FieldMeta> = {},
): FieldMeta => ({
  ...{ api_name, data_type, length, label: api_name.replace(/__s$/, '').replace(/_/g, ' ') },
  ...more,
});
const texts = (length: number, ...names: readonly string[]) => names.map((name) => field(name, 'text', length));
const phones = (length: number, ...names: readonly string[]) => names.map((name) => field(name, 'phone', length));
const picklist = (name: string, ...values: readonly string[]) =>
  field(name, 'picklist', 120, { values: ['-None-', ...values] });
export const lookup = (name: string, module: string, more: Partial<FieldMeta> = {}) =>
  field(name, 'lookup', 120, { lookup: module, ...more });
export const fixed = (name: string, type: DataType, length: number) => field(name, type, length, { readOnly: true });

export const must = { mandatory: true };
const salutation = field('Salutation', 'picklist', 25, { values: ['-None-', 'Mr.', 'Mrs.', 'Ms.', 'Dr.', 'Prof.'] });
const source = picklist('Lead_Source', 'Advertisement', 'Cold Call', 'Employee Referral', 'Partner', 'Web Research');
const person: readonly FieldMeta[] = [
  salutation,
  field('First_Name', 'text', 40),
  field('Last_Name', 'text', 80, must),
  fixed('Full_Name', 'text', 120),
  field('Email', 'email', 100),
  field('Secondary_Email', 'email', 100),
  field('Email_Opt_Out', 'boolean', 5),
  source,
  ...texts(50, 'Skype_ID', 'Twitter'),
  field('Description', 'textarea', 32000),
];
const address = (kind: string) => [
  field(`${kind}_Street`, 'text', 250),
  ...texts(30, `${kind}_City`, `${kind}_State`, `${kind}_Zip`),
  field(`${kind}_Country`, 'text', 100, { oldLength: 30 }),
];

/** On every module. */
export const GENERIC_FIELDS: readonly FieldMeta[] = [
  fixed('id', 'bigint', 20),
  field('Owner', 'ownerlookup', 120),
  fixed('Created_By', 'ownerlookup', 120),
  fixed('Modified_By', 'ownerlookup', 120),
  fixed('Created_Time', 'datetime', 120),
  fixed('Modified_Time', 'datetime', 120),
  field('Tag', 'jsonarray', 2000),
  fixed('Locked__s', 'boolean', 5),
  fixed('Record_Status__s', 'picklist', 120),
];

export const CONTACT_FIELDS: readonly FieldMeta[] = [
  ...person,
  lookup('Account_Name', 'Accounts'),
  lookup('Vendor_Name', 'Vendors'),
  lookup('Reporting_To', 'Contacts', { oldOrg: false }),
  field('Reports_To', 'text', 50, { oldOrg: true }),
  field('Title', 'text', 100),
  ...texts(50, 'Department', 'Assistant'),
  field('Phone', 'phone', 50, { oldLength: 30 }),
  ...phones(30, 'Home_Phone', 'Other_Phone', 'Mobile', 'Asst_Phone'),
  ...texts(30, 'Fax'),
  field('Date_of_Birth', 'date', 20),
  ...address('Mailing'),
  ...address('Other'),
  fixed('Record_Image', 'profileimage', 255),
];

export const LEAD_FIELDS: readonly FieldMeta[] = [
  ...person,
  field('Company', 'text', 200, { layoutMandatory: true }),
  ...texts(100, 'Designation', 'City', 'State', 'Country'),
  ...phones(30, 'Phone', 'Mobile'),
  ...texts(30, 'Fax', 'Zip_Code'),
  field('Website', 'website', 255),
  picklist('Lead_Status', 'Attempted to Contact', 'Contacted', 'Not Contacted', 'Lost Lead'),
  picklist('Industry', 'ASP', 'Data/Telecom OEM', 'Manufacturing'),
  picklist('Rating', 'Acquired', 'Active'),
  field('No_of_Employees', 'integer', 9),
  field('Annual_Revenue', 'currency', 16),
  field('Street', 'text', 250),
  fixed('Record_Image', 'profileimage', 255),
  fixed('Converted__s', 'boolean', 5),
  fixed('Converted_Date_Time', 'datetime', 120),
  fixed('Converted_Contact', 'lookup', 120),
];

const companyAddress = (kind: string) => [
  field(`${kind}_Street`, 'text', 250),
  ...texts(30, `${kind}_City`, `${kind}_State`, `${kind}_Code`, `${kind}_Country`),
];

export const ACCOUNT_FIELDS: readonly FieldMeta[] = [
  field('Account_Name', 'text', 200, must),
  lookup('Parent_Account', 'Accounts'),
  ...phones(30, 'Phone'),
  ...texts(30, 'Fax', 'SIC_Code', 'Ticker_Symbol', 'Account_Site'),
  ...companyAddress('Billing'),
  ...companyAddress('Shipping'),
  field('Account_Number', 'bigint', 9, { defaultValue: '0' }),
  picklist('Ownership', 'Partnership', 'Private', 'Privately Held', 'Public Company'),
  picklist('Rating', 'Acquired', 'Active'),
  fixed('Record_Image', 'profileimage', 255),
  field('Website', 'website', 255),
  picklist('Industry', 'ASP', 'Manufacturing'),
  picklist('Account_Type', 'Analyst', 'Customer', 'Partner'),
  field('Employees', 'integer', 9),
  field('Annual_Revenue', 'currency', 16),
  field('Description', 'textarea', 32000),
];

/** Of a new org; the three last ones are closed. */
const STAGES = [
  ...['Qualification', 'Needs Analysis', 'Value Proposition', 'Identify Decision Makers', 'Proposal/Price Quote'],
  ...['Negotiation/Review', 'Closed Won', 'Closed Lost', 'Closed Lost to Competition'],
];

const DEALS: readonly FieldMeta[] = [
  field('Deal_Name', 'text', 120, must),
  lookup('Account_Name', 'Accounts'),
  lookup('Contact_Name', 'Contacts'),
  field('Stage', 'picklist', 120, { mandatory: true, values: STAGES }),
  field('Pipeline', 'picklist', 120, { values: ['Standard (Standard)'] }),
  field('Type', 'picklist', 120, { values: ['-None-', 'Existing Business', 'New Business'] }),
  field('Next_Step', 'text', 100),
  field('Amount', 'currency', 16),
  field('Closing_Date', 'date', 20),
  field('Expected_Revenue', 'currency', 16),
  field('Probability', 'integer', 3),
  source,
  lookup('Campaign_Source', 'Campaigns'),
  field('Description', 'textarea', 32000),
];
export const OTHER_FIELDS = {
  Deals: DEALS,
  Cases: [
    field('Subject', 'text', 255, must),
    field('Status', 'picklist', 120, { mandatory: true, values: ['-None-', 'New', 'On Hold', 'Escalated', 'Closed'] }),
    field('Case_Origin', 'picklist', 120, { mandatory: true, values: ['-None-', 'Email', 'Phone', 'Web'] }),
    picklist('Priority', 'High', 'Medium', 'Low'),
    picklist('Type', 'Problem', 'Feature Request', 'Question'),
    field('Email', 'email', 100),
    ...phones(30, 'Phone'),
    ...texts(50, 'Reported_By'),
    picklist('Case_Reason', 'User did not attend any training', 'Complex functionality', 'Existing problem'),
    field('Internal_Comments', 'textarea', 3000),
    field('Solution', 'textarea', 32000),
    field('Add_Comment', 'textarea', 3000),
    lookup('Product_Name', 'Products'),
    lookup('Related_To', 'Contacts'),
    lookup('Deal_Name', 'Deals'),
    lookup('Account_Name', 'Accounts'),
    field('Description', 'textarea', 32000),
  ],
  Vendors: [field('Vendor_Name', 'text', 120, must), field('Email', 'email', 100), ...phones(30, 'Phone')],
  Notes: [
    field('Note_Title', 'text', 120),
    field('Note_Content', 'textarea', 32000, must),
    lookup('Parent_Id', 'se_module', must),
  ],
} as const;
