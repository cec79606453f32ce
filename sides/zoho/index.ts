export { changeFeed, type ZohoSettings } from './feed';
export { readByIds } from './feed';
export type { Making } from './names';
export { putRecords, readWholeRecords, restOfRecords } from './whole';
export { writeRecords } from './write';
export { readTo } from './cursor';
export type { TakeTurn } from './beside';
export { makeLookups, type CompanyRule } from './contact/lookups';
export { readProfile } from './profile';
export {
  readDemandedFields,
  readLackingFields,
  readModule,
  readStanding,
  type Licence,
  type RightName,
} from './standing';
export { activeUsers, chooseOwner, ownershipFacts, readOwnership, requireActiveOwner, type CrmUser } from './owner';
export { chooseField, chooseModule, chooseView } from './choices';
export { toNeutral } from './contact/module';
export type { ZohoScope } from './record';
export { contacts, contactFeed, writeContacts } from './contact/module';
export { writableBy, type Module, type Owned, type Writability, type ZohoProfile } from './module';
export { crmTaskFeed as crmTaskFeed, tasks } from './task/module';
export { makeRelations } from './task/relations';
export { tellOf } from './told';
export { crmOriginOf } from './values';
export { removeChannel, ensureChannel, type ZohoChannel } from './subscriptions';
export { zohoChangeFingerprints } from './subscriptions';

export { writeEvents } from './event/write';
export { eventFeed, eventsOf } from './event/module';
export type { DayRange } from './event/record';
export { readEventProfile } from './event/module';
export type { EventProfile } from './event/record';

export { findPeople } from './mail/people';
export { findOpenDeals, type OpenDeal } from './mail/deals';
export { createPeople, type MadePerson } from './mail/people';
export { attachMail, type MailToAttach, type AttachTarget } from './mail/attach';
export { uploadFiles } from './mail/files';
export { caseKey, createCase, findCases } from './mail/cases';
export { listMails, withOwnId } from './mail/attach';
