import { field, fixed, lookup, must } from './fieldTables';
import type { FieldMeta } from './fieldMeta';

const description = field('Description', 'textarea', 32000);
const who = lookup('Who_Id', 'Contacts');
const what = lookup('What_Id', 'se_module');

/** Zoho's metadata says of the rule: may be created by API, may not be updated. */
const rule = field('Recurring_Activity', 'jsonobject', 2000, { apiUpdate: false, shownType: 'RRULE' });

/** The values are those a new org starts with; administrators rename and remove them. */
export const TASK_FIELDS: readonly FieldMeta[] = [
  field('Subject', 'text', 255, must),
  field('Due_Date', 'date', 20),
  field('Status', 'picklist', 120, {
    values: ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input'],
    defaultValue: 'Not Started',
  }),
  field('Priority', 'picklist', 120, {
    values: ['High', 'Highest', 'Low', 'Lowest', 'Normal'],
    defaultValue: 'High',
  }),
  who,
  what,
  fixed('Closed_Time', 'datetime', 120),
  field('Send_Notification_Email', 'boolean', 5),
  field('Remind_At', 'jsonobject', 2000, { shownType: 'ALARM' }),
  rule,
  description,
];

export const EVENT_FIELDS: readonly FieldMeta[] = [
  field('Event_Title', 'text', 255, must),
  field('Start_DateTime', 'datetime', 120, must),
  field('End_DateTime', 'datetime', 120, must),
  field('All_day', 'boolean', 5, { defaultValue: false }),
  field('Venue', 'text', 255, { label: 'Location' }),
  field('Meeting_Venue__s', 'picklist', 120, {
    ...must,
    ...{ values: ['In-office', 'Client location', 'Online'], defaultValue: 'Client location' },
    ...{ oldOrg: false, onlyWith: 'meetingVenue' },
  }),
  who,
  what,
  field('Participants', 'jsonarray', 2000),
  field('Remind_At', 'jsonarray', 2000, { shownType: 'multireminder' }),
  field('Remind_Participants', 'jsonarray', 2000, { shownType: 'multireminder' }),
  rule,
  description,
];
