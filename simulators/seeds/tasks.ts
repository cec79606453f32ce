type Vendor = Record<string, unknown>;

/** A task of the demo: what it shows, and how it stands on each side. */
interface Both {
  readonly outlook: readonly Vendor[];
  readonly zoho: readonly Vendor[];
}

/** The demo's mailbox is in Tokyo; To Do keeps due dates as midnights of its zone. */
const ZONE = 'Tokyo Standard Time';
const IN_SCOPE = 'Zoho';

const day = (index: number): string => new Date(Date.UTC(2026, 2, 1 + index * 3)).toISOString().slice(0, 10);
const dueOn = (date: string) => ({ dueDateTime: { dateTime: `${date}T00:00:00`, timeZone: ZONE } });
const remindAt = (date: string) => ({
  isReminderOn: true,
  reminderDateTime: { dateTime: `${date}T09:00:00`, timeZone: ZONE },
});
const alarm = (date: string) => ({
  Remind_At: { ALARM: `FREQ=NONE;ACTION=EMAIL;TRIGGER=DATE-TIME:${date}T09:00:00+09:00` },
});

const todo = (title: string, more: Vendor = {}): Vendor => ({ title, categories: [IN_SCOPE], ...more });
const crm = (Subject: string, more: Vendor = {}): Vendor => ({
  ...{ Subject, Status: 'Not Started', Priority: 'Normal' },
  ...more,
});

const both = (title: string, date: string, inOutlook: Vendor = {}, inZoho: Vendor = {}): Both => ({
  outlook: [todo(title, { ...dueOn(date), ...inOutlook })],
  zoho: [crm(title, { Due_Date: date, ...inZoho })],
});
const outlookOnly = (title: string, more: Vendor = {}): Both => ({ outlook: [todo(title, more)], zoho: [] });
const zohoOnly = (Subject: string, more: Vendor = {}): Both => ({ outlook: [], zoho: [crm(Subject, more)] });

interface Family {
  readonly count: number;
  readonly make: (index: number) => Both;
}

const STATUSES = [
  ['notStarted', 'Not Started'],
  ['inProgress', 'In Progress'],
  ['completed', 'Completed'],
  ['waitingOnOthers', 'Waiting for input'],
  ['deferred', 'Deferred'],
] as const;
const PRIORITIES = ['Highest', 'High', 'Normal', 'Low', 'Lowest'] as const;
const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

const families: readonly Family[] = [
  {
    count: 15,
    make: (i) => both(`Prepare offer ${i + 1}`, day(i), { status: at(STATUSES, i)[0] }, { Status: at(STATUSES, i)[1] }),
  },
  {
    count: 5,
    make: (i) => both(`見積書を送る ${i + 1}`, day(i), { body: { content: '至急\n確認', contentType: 'text' } }),
  },
  { count: 4, make: (i) => both(`Visit fair ${i + 1}`, day(i), { importance: 'high' }, { Priority: 'Low' }) },
  { count: 10, make: (i) => outlookOnly(`Call back ${i + 1}`, { ...dueOn(day(i)), status: at(STATUSES, i)[0] }) },
  { count: 4, make: (i) => outlookOnly(`Remind of payment ${i + 1}`, { ...dueOn(day(i)), ...remindAt(day(i)) }) },
  {
    count: 3,
    make: (i) =>
      outlookOnly(`Read contract ${i + 1}`, {
        body: {
          content: '<html><body><p>Page <b>2</b></p><p>Terms &amp; prices</p></body></html>',
          contentType: 'html',
        },
      }),
  },
  { count: 10, make: (i) => zohoOnly(`Follow up ${i + 1}`, { Due_Date: day(i), Priority: at(PRIORITIES, i) }) },
  {
    count: 5,
    make: (i) =>
      zohoOnly(`Send catalogue ${i + 1}`, { Status: at(STATUSES, i)[1], Description: 'By post\nand by mail' }),
  },
  { count: 3, make: (i) => zohoOnly(`Check stock ${i + 1}`, { Due_Date: day(i), ...alarm(day(i)) }) },
  { count: 2, make: (i) => both(`Leap day ${i + 1}`, '2028-02-29') },
  // Two of one name and date: a person has to say which is meant.
  {
    count: 1,
    make: () => ({
      outlook: [todo('Tidy up', dueOn(day(1))), todo('Tidy up', dueOn(day(1)))],
      zoho: [crm('Tidy up', { Due_Date: day(1) })],
    }),
  },
  {
    count: 2,
    make: (i) =>
      outlookOnly(`Weekly report ${i + 1}`, {
        ...dueOn('2026-03-02'),
        recurrence: {
          pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'], firstDayOfWeek: 'monday' },
          range: { type: 'noEnd', startDate: '2026-03-02', recurrenceTimeZone: ZONE },
        },
      }),
  },
  {
    count: 5,
    make: (i) => ({ outlook: [todo(`Water plants ${i + 1}`, { categories: i % 2 ? ['Family'] : [] })], zoho: [] }),
  },
];

/** Some dozens of tasks on each side, always the same: shared, one-sided, conflicting, ambiguous, recurring, Japanese. */
export function demoTasks(): Both {
  const made = families.flatMap(({ count, make }) => Array.from({ length: count }, (_, index) => make(index)));
  return { outlook: made.flatMap((one) => one.outlook), zoho: made.flatMap((one) => one.zoho) };
}
