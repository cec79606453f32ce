export { contactFeed, type OutlookFeed, type OutlookSettings } from './feed';
export { writeContacts, type OutlookWriting } from './write';
export { readProfile, type OutlookProfile } from './profile';
export { addCategory, ensureCategory, listCategories, removeCategory, type Category } from './categories';
export { chooseCategory, chooseFolder, chooseTaskList } from './choices';
export { toNeutral, type GraphContact } from './contact';
export { toNewVendor, toVendor } from './patch';
export { MARK, ZOHO } from './fields';
export * from './todo';
