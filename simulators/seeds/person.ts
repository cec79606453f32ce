import { extendedPhones, IN_SCOPE } from './world';

type Vendor = Record<string, unknown>;

/** Somebody who may be in either address book; absent parts are unknown there. */
export interface Person {
  readonly given: string | null;
  readonly surname: string;
  readonly emails: readonly string[];
  readonly title?: string;
  readonly company?: string;
  readonly department?: string;
  readonly phone?: string;
  readonly secondPhone?: string;
  readonly homePhone?: string;
  readonly mobile?: string;
  readonly fax?: string;
  readonly otherPhone?: string;
  readonly assistant?: string;
  readonly assistantPhone?: string;
  readonly manager?: string;
  readonly address?: Address;
  readonly otherAddress?: Address;
  readonly notes?: string;
  /** yyyy-MM-dd */
  readonly birthday?: string;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly country: string;
}

/** Drops what is not there, so that a record looks as a program would have sent it. */
const present = (record: Vendor): Vendor =>
  Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined));
const listed = (...values: readonly (string | undefined)[]): string[] => values.filter((value) => value !== undefined);

const graphAddress = (address: Address | undefined) =>
  address && {
    ...{ street: address.street, city: address.city, state: address.state },
    ...{ postalCode: address.zip, countryOrRegion: address.country },
  };

const zohoAddress = (kind: string, address: Address | undefined): Vendor =>
  address
    ? {
        [`${kind}_Street`]: address.street,
        [`${kind}_City`]: address.city,
        [`${kind}_State`]: address.state,
        [`${kind}_Zip`]: address.zip,
        [`${kind}_Country`]: address.country,
      }
    : {};

function extended({ fax, otherPhone, assistantPhone }: Person): Vendor {
  const numbers = { businessFax: fax, otherPhone, assistantPhone };
  return extendedPhones(Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)));
}

/** The person as an Outlook contact in scope. Outlook keeps a birthday as an instant about noon. */
export function toOutlook(person: Person, more: Vendor = {}): Vendor {
  const displayName = listed(person.given ?? undefined, person.surname || undefined).join(' ') || person.company;
  const contact = {
    ...{ givenName: person.given, surname: person.surname || null, displayName },
    emailAddresses: person.emails.map((address) => ({ address, name: displayName })),
    ...{ jobTitle: person.title, companyName: person.company, department: person.department, manager: person.manager },
    businessPhones: listed(person.phone, person.secondPhone),
    homePhones: listed(person.homePhone),
    ...{ mobilePhone: person.mobile, assistantName: person.assistant, personalNotes: person.notes },
    businessAddress: graphAddress(person.address),
    otherAddress: graphAddress(person.otherAddress),
    birthday: person.birthday && `${person.birthday}T11:59:00Z`,
    categories: [IN_SCOPE],
  };
  return present({ ...contact, ...extended(person), ...more });
}

/** The person as a Zoho contact; companies and managers by name, which the seed resolves. */
export function toZoho(person: Person, more: Vendor = {}): Vendor {
  const contact = {
    ...{ First_Name: person.given, Last_Name: person.surname, Email: person.emails[0], Title: person.title },
    Account_Name: person.company && { name: person.company },
    Reporting_To: person.manager && { name: person.manager },
    ...{ Department: person.department, Phone: person.phone, Home_Phone: person.homePhone, Mobile: person.mobile },
    ...{ Fax: person.fax, Other_Phone: person.otherPhone, Assistant: person.assistant },
    ...{ Asst_Phone: person.assistantPhone, Description: person.notes, Date_of_Birth: person.birthday },
  };
  const addresses = { ...zohoAddress('Mailing', person.address), ...zohoAddress('Other', person.otherAddress) };
  return present({ ...contact, ...addresses, ...more });
}

/** A person as a lead of Zoho CRM. */
export function toLead(person: Person): Vendor {
  const { given, surname, emails, title, company } = person;
  return { First_Name: given, Last_Name: surname, Email: emails[0], Designation: title, Company: company ?? 'Unknown' };
}
