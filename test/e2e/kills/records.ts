import { outlookContact, zohoContact } from '../../../simulators/seeds/world';

export type KindName = 'contact' | 'task' | 'event';
export type SideName = 'outlook' | 'zoho';
type Vendor = Record<string, unknown>;

/** How records of one kind are written down by hand on each side. */
export interface Shape {
  readonly template: string;
  readonly module: string;
  /** a new record; `n` tells it from all others of its kind */
  readonly create: Readonly<Record<SideName, (n: number) => Vendor>>;
  /** what a person changes there; each side has a field of its own, so that no order of events makes a conflict of it */
  readonly edit: Readonly<Record<SideName, (round: number) => Vendor>>;
}

const dayMs = 86_400_000;
const today = Math.floor(Date.now() / dayMs) * dayMs;

const dayOf = (n: number): string => new Date(today + ((n % 120) - 30) * dayMs).toISOString().slice(0, 10);
const timeOf = (n: number, minutes: number): string =>
  new Date(today + ((n % 120) - 30) * dayMs + (8 * 60 + (n % 8) * 60 + minutes) * 60_000).toISOString().slice(0, 19);

/** One in four works for one of a dozen companies, which the sync has to find or to create in the CRM. */
const company = (n: number): Vendor => (n % 4 === 0 ? { companyName: `Company ${n % 12}` } : {});
const statuses = ['In Progress', 'Deferred', 'Waiting for input', 'Not Started'];

export const shapes: Readonly<Record<KindName, Shape>> = {
  contact: {
    ...{ template: 'zohoOutlookContacts', module: 'Contacts' },
    create: {
      outlook: (n) => outlookContact(`Given${n}`, `Family${n}`, [`c${n}@kills.example`], { ...company(n) }),
      zoho: (n) => zohoContact(`Given${n}`, `Family${n}`, `c${n}@kills.example`, { Mobile: `+81 90 ${1000_0000 + n}` }),
    },
    edit: {
      outlook: (round) => ({ department: `Department ${round}` }),
      zoho: (round) => ({ Title: `Title ${round}` }),
    },
  },
  task: {
    ...{ template: 'zohoOutlookTasks', module: 'Tasks' },
    create: {
      outlook: (n) => ({
        ...{ title: `Task ${n}`, categories: ['Zoho'], importance: n % 3 ? 'normal' : 'high' },
        dueDateTime: { dateTime: `${dayOf(n)}T00:00:00`, timeZone: 'Tokyo Standard Time' },
      }),
      zoho: (n) => ({ Subject: `Task ${n}`, Due_Date: dayOf(n), Status: 'Not Started', Priority: 'Normal' }),
    },
    edit: {
      outlook: (round) => ({ body: { content: `Note ${round}`, contentType: 'text' } }),
      zoho: (round) => ({ Status: statuses[round % statuses.length] }),
    },
  },
  event: {
    ...{ template: 'zohoOutlookEvents', module: 'Events' },
    create: {
      outlook: (n) => ({
        ...{ subject: `Meeting ${n}`, categories: ['Zoho'] },
        start: { dateTime: timeOf(n, 0), timeZone: 'UTC' },
        end: { dateTime: timeOf(n, 45), timeZone: 'UTC' },
      }),
      zoho: (n) => ({
        ...{ Event_Title: `Meeting ${n}`, Meeting_Venue__s: 'In-office' },
        ...{ Start_DateTime: `${timeOf(n, 0)}+00:00`, End_DateTime: `${timeOf(n, 45)}+00:00` },
      }),
    },
    edit: {
      outlook: (round) => ({ location: { displayName: `Room ${round}` } }),
      zoho: (round) => ({ Description: `Agenda ${round}` }),
    },
  },
};

export const kindNames = Object.keys(shapes) as readonly KindName[];

/** By what a record is told, on either side. */
export const nameOf: Readonly<Record<KindName, (n: number) => string>> = {
  contact: (n) => `Family${n}`,
  task: (n) => `Task ${n}`,
  event: (n) => `Meeting ${n}`,
};
