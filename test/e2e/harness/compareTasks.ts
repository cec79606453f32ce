import type { Comparison, Excuse, Problem } from './compare';
import type { Raw } from './contactRows';
import { fold } from './contactRows';

/** Tasks of both sides as the vendors show them, and the zone of the mailbox, whose midnights stand for due dates. */
export interface TaskWorld {
  readonly outlook: readonly Raw[];
  readonly zoho: readonly Raw[];
  /** IANA name */
  readonly zone: string;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const object = (value: unknown): Raw => (typeof value === 'object' && value !== null ? (value as Raw) : {});

/** The calendar date that a clock in the zone shows; said a second time, so that the sync's own reading is put to the test. */
function dateIn(value: unknown, zone: string): string {
  const time = text(object(value).dateTime);
  if (!time) return '';
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(new Date(`${time.slice(0, 19)}Z`));
}

const statuses: Raw = {
  ...{ notStarted: 'Not Started', inProgress: 'In Progress', completed: 'Completed' },
  ...{ waitingOnOthers: 'Waiting for input', deferred: 'Deferred' },
};
const importances: Readonly<Record<string, readonly string[]>> = {
  ...{ high: ['Highest', 'High'], normal: ['Normal'], low: ['Low', 'Lowest'] },
};

const words = (value: string): string => value.replace(/\s+/g, ' ').trim();
const plain = (body: unknown): string => {
  const { content, contentType } = object(body);
  if (contentType !== 'html') return words(text(content));
  const bare = text(content).replace(/<[^>]*>/g, ' ');
  return words(bare.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
};

const minute = (time: string): string => (time ? new Date(time).toISOString().slice(0, 16) : '');
const reminderInOutlook = (task: Raw): string =>
  task.isReminderOn === true ? minute(`${text(object(task.reminderDateTime).dateTime).slice(0, 19)}Z`) : '';
const reminderInZoho = (task: Raw): string =>
  minute(/DATE-TIME:(\S+)$/.exec(text(object(task.Remind_At).ALARM))?.[1] ?? '');

type Row = readonly [string, (outlook: Raw, zoho: Raw, zone: string) => boolean];
const rows: readonly Row[] = [
  ['subject', (o, z) => words(text(o.title)) === words(text(z.Subject))],
  ['due date', (o, z, zone) => dateIn(o.dueDateTime, zone) === text(z.Due_Date)],
  ['status', (o, z) => statuses[text(o.status)] === z.Status],
  ['priority', (o, z) => (importances[text(o.importance)] ?? []).includes(text(z.Priority))],
  ['description', (o, z) => plain(o.body) === words(text(z.Description))],
  ['reminder', (o, z) => reminderInOutlook(o) === reminderInZoho(z)],
  ['link to the CRM', (o, z) => JSON.stringify(o.linkedResources ?? []).includes(`"externalId":"${text(z.id)}"`)],
];

interface Task {
  readonly side: 'outlook' | 'zoho';
  readonly ref: string;
  readonly raw: Raw;
  readonly key: string;
  readonly label: string;
}

const outlookTask = (raw: Raw, zone: string): Task => ({
  ...{ side: 'outlook', ref: text(raw.id), raw, label: text(raw.title) },
  key: `${fold(text(raw.title))}|${dateIn(raw.dueDateTime, zone)}`,
});
const zohoTask = (raw: Raw): Task => ({
  ...{ side: 'zoho', ref: text(raw.id), raw, label: text(raw.Subject) },
  key: `${fold(text(raw.Subject))}|${text(raw.Due_Date)}`,
});

function judge(one: Task, others: readonly Task[], zone: string): readonly string[] {
  const found = others.filter(({ key }) => key === one.key);
  const place = one.side === 'outlook' ? 'in Zoho CRM' : 'in Outlook';
  if (found.length !== 1)
    return [found.length === 0 ? `is missing ${place}` : `is there ${found.length} times ${place}`];
  const [o, z] = one.side === 'outlook' ? [one.raw, found[0]!.raw] : [found[0]!.raw, one.raw];
  return rows.filter(([, agrees]) => !agrees(o, z, zone)).map(([name]) => `${name} differs`);
}

/** Says whether both sides hold the same tasks with the same data, from the vendors' raw records alone, as `compareContacts` does. */
export function compareTasks({ outlook, zoho, zone }: TaskWorld, excuses: readonly Excuse[]): Comparison {
  const [left, right] = [outlook.map((raw) => outlookTask(raw, zone)), zoho.map(zohoTask)];
  const reasons = new Map(excuses.map((excuse) => [`${excuse.side} ${excuse.ref}`, excuse]));
  const excuseOf = ({ side, ref }: Task): Excuse | undefined => reasons.get(`${side} ${ref}`);
  const all = [...left, ...right];
  const problems = all
    .filter((one) => !excuseOf(one))
    .flatMap((one): readonly Problem[] => {
      const found = judge(one, one.side === 'outlook' ? right : left, zone);
      return found.map((what) => ({ side: one.side, ref: one.ref, label: one.label, what }));
    });
  const excused = all.flatMap((one) => {
    const excuse = excuseOf(one);
    return excuse ? [{ ...excuse, label: one.label }] : [];
  });
  const wrong = new Set(problems.map(({ side, ref }) => `${side} ${ref}`));
  const inStep = left.filter((one) => !excuseOf(one) && !wrong.has(`outlook ${one.ref}`)).length;
  return { inStep, excused, problems };
}
