export { contactFeed, type ZohoFeed, type ZohoSettings } from './feed';
export { writeContacts, type ZohoWriting } from './write';
export { makeLookups, type CompanyRule, type LookupOptions, type Lookups } from './lookups';
export { profileFrom, readProfile, type ZohoProfile } from './profile';
export { chooseField, chooseModule, chooseUser, chooseView } from './choices';
export { toNeutral, toVendor, type ZohoRecord } from './contact';
export type { SentCreate } from './recall';
export type { ZohoScope } from './record';
