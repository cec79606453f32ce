export { taskFeed } from './task/feed';
export { scopeOf, type LinkedTask, type SyncScope, type TaskLinks, type TodoSettings } from './task/read';
export { writeTasks } from './task/write';
export { linkTasks, type LinkTasksResult, type TaskPair } from './task/linkedResources';
export { dueIn } from './task/record';
export { crmIdsIn } from './task/crmLinks';
export { readTodoProfile, type TodoProfile } from './task/read';
export { toNeutral as taskToNeutral } from './task/record';
export { listIn } from './task/record';

export { contactFeed, type OutlookSettings } from './contact/feed';
export { writeContacts } from './contact/write';
export { readProfile, type OutlookProfile } from './contact/read';
export { addCategory, ensureCategory, chooseCategory, removeCategory } from './categories';
export { chooseFolder } from './contact/read';
export { chooseTaskList } from './task/read';
export { toNeutral } from './contact/record';
export { outlookChangeFingerprints } from './subscriptions';
export { removeSubscriptions, ensureSubscriptions, type OutlookTopic, type OutlookSubscription } from './subscriptions';

export { eventFeed } from './event/feed';
export { writeEvents } from './event/write';
export type { EventWriting } from './event/guards';
export { chooseCalendar, mayWrite } from './event/read';
export { type Privates } from './event/record';
export { defaultWindow, type CalendarSettings } from './event/record';
export { readCalendarProfile, type CalendarProfile } from './event/read';

export { mailFeed, type MailSettings } from './mail/feed';
export { readOwner as readMailProfile, type Owner as MailProfile } from './mailbox';
export { chooseMailFolder } from './mail/read';
export { listAttachments, readAttachment } from './mail/read';
export type { MailExtra } from './mail/record';
