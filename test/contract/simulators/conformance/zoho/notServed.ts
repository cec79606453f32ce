/** Recordings that the simulator has no answer to compare with, each with the reason. */

const OTHER_MODULE = 'the simulator has no such module: nothing of ours asks for it';
const NO_BULK = 'bulk and composite requests are not simulated: we send none';
const JOINED = 'the module Activities of v2, which joins three: rows of Tasks and Events are compared by themselves';
const NOT_ASKED = 'we never ask for it';

const calls = ['calls', 'create-call', 'delete-call', 'get-call', 'list-calls', 'update-call-1-put'];
const products = ['create-product', 'delete-product', 'get-product'];

export const NOT_SERVED: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...calls, ...products].map((name) => [`nango-v2-${name}.json`, OTHER_MODULE])),
  'airbyte-v2-activity-event.json': JOINED,
  'airbyte-v2-activity-event-allday.json': JOINED,
  'airbyte-v2-activity-task.json': JOINED,
  'airbyte-v2-attachment.json': 'attachments of records are not simulated: we neither read nor write them',
  'nango-v2-convert-lead.json': 'we never convert a lead',
  'pasted-mandatory-subform.json': 'quotes and subforms are not simulated',
  'pasted-v8-mapping-mismatch-layout.json': 'the simulated org has one layout; we write no deals',
  'pasted-v8-mapping-mismatch-stage.json': 'the simulated org has one pipeline; we write no deals',
  'v7-bulk-read-added.json': NO_BULK,
  'v7-bulk-read-completed.json': NO_BULK,
  'v7-composite.json': NO_BULK,
  'v7-composite-rollback.json': NO_BULK,
  'v7-coql-include-meta.json': NOT_ASKED,
  'v7-recycle-bin.json': NOT_ASKED,
  'v7-email-of-record.json': 'a mail that was filed has none of what a mail sent by the CRM shows; we read lists only',
};

export const NOT_SERVED_CALDAV: Readonly<Record<string, string>> = {
  'kashcal-04-ctag-missing.xml': 'made by hand, and life is otherwise: the calendar has a ctag',
  'kashcal-05-event-report.xml': 'made by hand, and contradicts what was recorded',
  'vdirsyncer-carddav-discovery.txt': 'address books are not simulated',
};
