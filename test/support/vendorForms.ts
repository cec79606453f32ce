import { vendorNames } from '../../sync/kinds/contact';
import type { Fields, Side } from '../../sync/model';

type Raw = Record<string, unknown>;
type Put = (value: string | null) => Raw;

const as =
  (name: string): Put =>
  (value) => ({ [name]: value });

/** How a person's edit of a field reaches each service, said a second time on purpose. */
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

const puts = { outlook: graph, zoho };
/** A field that is not listed is a plain property. */
const plainPut = (side: Side, name: string): Put => as(vendorNames[name]?.[side] ?? name);

function formOf(side: Side, fields: Fields): Raw {
  const put = ([name, value]: [string, Fields[string]]) =>
    (puts[side][name] ?? plainPut(side, name))(value as string | null);
  return Object.assign({}, ...Object.entries(fields).map(put)) as Raw;
}

/** The fields that are listed nowhere but in the product, as `side` shows them. */
export const unlistedForm = (side: Side, fields: Fields): Raw =>
  formOf(side, Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in puts[side]))));

export const graphForm = (fields: Fields): Raw => formOf('outlook', fields);
export const zohoForm = (fields: Fields): Raw => formOf('zoho', fields);
