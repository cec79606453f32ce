/**
 * Where a neutral field lives in a Zoho record: a plain value, a look-up that shows another record's name, a choice with the
 * org's `words` (its word → the neutral one), a task's reminder, or the rule by which it recurs.
 */
export interface Place {
  readonly api: string;
  readonly kind: 'plain' | 'account' | 'contact' | 'choice' | 'alarm' | 'rule';
  readonly words?: Readonly<Record<string, string>>;
  /** Words among `words` that are only read, for the org offers them no more. */
  readonly unused?: readonly string[];
  /** The org's word that a new record gets where none is sent. */
  readonly initial?: string;
}

/** The org's word for a neutral value; undefined where it has none to offer. */
export const wordFor = ({ words = {}, unused = [] }: Place, value: unknown): string | undefined =>
  Object.keys(words).find((word) => words[word] === value && !unused.includes(word));

const plain = (api: string): Place => ({ api, kind: 'plain' });

/** The 26 rows on Zoho's side, by the API names of the Contacts module. The manager is added by `managerPlaces`. */
const places: Readonly<Record<string, Place>> = {
  firstName: plain('First_Name'),
  lastName: plain('Last_Name'),
  email: plain('Email'),
  jobTitle: plain('Title'),
  companyName: { api: 'Account_Name', kind: 'account' },
  department: plain('Department'),
  businessPhone: plain('Phone'),
  homePhone: plain('Home_Phone'),
  otherPhone: plain('Other_Phone'),
  businessFax: plain('Fax'),
  mobilePhone: plain('Mobile'),
  assistantName: plain('Assistant'),
  assistantPhone: plain('Asst_Phone'),
  businessStreet: plain('Mailing_Street'),
  businessCity: plain('Mailing_City'),
  businessState: plain('Mailing_State'),
  businessPostalCode: plain('Mailing_Zip'),
  businessCountry: plain('Mailing_Country'),
  otherStreet: plain('Other_Street'),
  otherCity: plain('Other_City'),
  otherState: plain('Other_State'),
  otherPostalCode: plain('Other_Zip'),
  otherCountry: plain('Other_Country'),
  notes: plain('Description'),
  birthday: plain('Date_of_Birth'),
};

/** Newer orgs have a look-up to another contact, older ones a text; some have neither. The first that exists counts. */
const managerPlaces: readonly Place[] = [{ api: 'Reporting_To', kind: 'contact' }, plain('Reports_To')];

export type Places = Readonly<Record<string, Place>>;

export const SECONDARY_EMAIL = 'Secondary_Email';

/** The rows an org really has. `has`: does this API name exist there, and may the user write it? */
export function placesIn(has: (api: string) => boolean): Places {
  const manager = managerPlaces.find((place) => has(place.api));
  const all = manager ? { ...places, managerName: manager } : places;
  return Object.fromEntries(Object.entries(all).filter(([, place]) => has(place.api)));
}

/** Every field name of the plan, whether or not an org has it. */
export const neutralNames: readonly string[] = [...Object.keys(places), 'managerName'];
