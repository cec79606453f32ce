import type { Fields } from '../../sync/model';

type Raw = Record<string, unknown>;
type Put = (value: string | null) => Raw;

const as =
  (name: string): Put =>
  (value) => ({ [name]: value });

/** How a person's edit of a field reaches each service; only the fields that scenarios use. */
const graph: Readonly<Record<string, Put>> = {
  firstName: as('givenName'),
  lastName: as('surname'),
  email: (value) => ({ emailAddresses: value ? [{ address: value, name: value }] : [] }),
  jobTitle: as('jobTitle'),
  companyName: as('companyName'),
  department: as('department'),
  mobilePhone: as('mobilePhone'),
  businessPhone: (value) => ({ businessPhones: value ? [value] : [] }),
  homePhone: (value) => ({ homePhones: value ? [value] : [] }),
  businessStreet: (value) => ({ businessAddress: { street: value ?? '' } }),
};
const zoho: Readonly<Record<string, Put>> = {
  firstName: as('First_Name'),
  lastName: as('Last_Name'),
  email: as('Email'),
  jobTitle: as('Title'),
  companyName: (value) => ({ Account_Name: value ? { name: value } : null }),
  department: as('Department'),
  mobilePhone: as('Mobile'),
  businessPhone: as('Phone'),
  homePhone: as('Home_Phone'),
  businessStreet: as('Mailing_Street'),
};

function formOf(puts: Readonly<Record<string, Put>>, fields: Fields): Raw {
  const put = ([name, value]: [string, Fields[string]]) => puts[name]?.(value as string | null);
  const parts = Object.entries(fields).map(put);
  return Object.assign({}, ...parts) as Raw;
}

export const graphForm = (fields: Fields): Raw => formOf(graph, fields);
export const zohoForm = (fields: Fields): Raw => formOf(zoho, fields);
