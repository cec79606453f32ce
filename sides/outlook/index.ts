export { taskFeed, type UnsyncableList, type TodoFeed, type TodoPage } from './task/feed';
export { readTasks } from './task/read';
export { scopeOf, type LinkedTask, type SyncScope, type TaskLinks, type TodoSettings } from './task/read';
export { writeTasks, type TodoWriting } from './task/write';
export { linkTasks, type LinkTasksResult, type TaskPair } from './task/linkedResources';
export { crmIdsIn } from './task/record';
export { listFor, readTodoProfile, type TodoProfile } from './task/read';
export { toNeutral as taskToNeutral } from './task/record';
export { listIn, type SentTask } from './task/record';

export { contactFeed, type OutlookFeed, type OutlookSettings } from './contact/feed';
export { writeContacts, type OutlookWriting } from './contact/write';
export { readProfile, type OutlookProfile } from './contact/read';
export {
  addCategory,
  ensureCategory,
  chooseCategory,
  listCategories,
  removeCategory,
  type Category,
} from './categories';
export { chooseFolder } from './contact/read';
export { chooseTaskList } from './task/read';
export { toNeutral, type GraphContact } from './contact/record';
export { toCreate, toPatch } from './contact/write';
export { INTENT_PROPERTY } from './contact/record';
export { ZOHO_CATEGORY } from './record';
export { outlookChangeFingerprints } from './subscriptions';
export { removeSubscriptions, ensureSubscriptions, type OutlookTopic, type OutlookSubscription } from './subscriptions';

export { eventFeed, type EventFeed } from './event/feed';
export { writeEvents } from './event/write';
export type { EventWriting } from './event/guards';
export { chooseCalendar, mayWrite } from './event/read';
export { toNeutral as eventToNeutral, type GraphEvent, type Privates } from './event/record';
export { defaultWindow, type CalendarSettings } from './event/record';
export { readCalendarProfile, type CalendarProfile } from './event/read';

export { mailFeed, type MailFeed, type MailSettings } from './mail/feed';
export { readMailProfile, type MailProfile } from './mail/read';
export { chooseMailFolder } from './mail/read';
export { listAttachments, readAttachment } from './mail/read';
export type { MailExtra } from './mail/record';
