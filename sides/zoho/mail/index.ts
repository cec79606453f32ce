export { findPeople, type Wanted } from './people';
export { findOpenDeals, type OpenDeal } from './deals';
export { createPeople, type MadePerson, type NewPerson } from './create';
export { attachMail, type AttachResult, type FileRef, type MailToAttach, type Place } from './attach';
export { uploadFiles, MOST_BYTES, type Uploaded } from './files';
export { createCase, findCases, type MadeCase } from './cases';
export { listMails } from './list';
