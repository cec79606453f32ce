export { taskFeed } from './task/feed';
export { chooseTaskList, findTasks, placeOfTask, readWholeTasks, scopeOf, readTodoProfile } from './task/read';
export type { LinkedTask, SyncScope, TaskLinks, TodoProfile, TodoSettings } from './task/read';
export { writeTasks } from './task/write';
export { linkTasks, type LinkTasksResult, type TaskPair } from './task/linkedResources';
export { crmIdsIn } from './task/crmLinks';
export { dueIn, listIn, toNeutral as taskToNeutral } from './task/record';

export { writeContacts } from './contact/write';
export { chooseFolder, contactFeed, readProfile, type OutlookProfile, type OutlookSettings } from './contact/feed';
export {
  addCategory,
  ensureCategory,
  chooseAnyCategory,
  chooseCategory,
  removeCategory,
  unknownCategories,
} from './categories';
export { readLive as findContacts } from './contact/feed';
export { toNeutral } from './contact/record';
export { outlookChangeFingerprints } from './subscriptions';
export { removeSubscriptions, ensureSubscriptions, type OutlookTopic, type OutlookSubscription } from './subscriptions';

export { defaultWindow, eventFeed, readLive as findEvents, type CalendarSettings } from './event/feed';
export { writeEvents } from './event/write';
export type { EventWriting } from './event/guards';
export {
  chooseCalendar,
  eventPath,
  mayWrite,
  readCalendarProfile,
  readWholeEvents,
  type CalendarProfile,
} from './event/read';
export type { Privates } from './event/fields';
export type { Categories } from './record';

export { mailFeed, type MailSettings } from './mail/feed';
export { readPlace } from './place';
export { chooseMailbox, readAccount, readOwner, timeZone } from './mailbox';
export { readOwner as readMailProfile, type Owner as MailProfile } from './mailbox';
export { chooseMailFolder, listAttachments, readAttachment } from './mail/read';
export type { MailExtra } from './mail/record';

export { chooseGroup, readMailboxes, type CompanyMailbox } from './company';
export { tellOfContacts, tellOfEvents } from './told';
export {
  contactLeavings,
  eventLeavings,
  leavings,
  takeBack,
  taskLeavings,
  type Leaving,
  type TakenBack,
} from './leave';
export { contactPath, patchItems, readWholeContacts, restOfContact, restOfEvent, restOfTask } from './rest';
