import type { Comparison } from './compare';
import { compareContacts } from './compare';
import { compareEvents } from './compareEvents';
import { compareMails, readMails } from './compareMails';
import { compareTasks } from './compareTasks';
import type { Connection } from './credentials';
import type { Finish } from './cycles';
import { excusesOf, leftBy, skippedBy, readEvents, readTasks, readWorld } from './world';

/** One kind of thing: the template that keeps it in step, and who says independently whether it did. */
export interface Judge {
  readonly kind: string;
  /** id of the template */
  readonly template: string;
  readonly compare: (connection: Connection, finishes: readonly Finish[]) => Promise<Comparison>;
}

const excuses = (finishes: readonly Finish[]) => [...finishes.slice(-1).flatMap(excusesOf), ...leftBy(finishes)];

export const judges: readonly Judge[] = [
  {
    kind: 'contacts',
    template: 'zohoOutlookContacts',
    compare: async (connection, finishes) => compareContacts(await readWorld(connection), excuses(finishes)),
  },
  {
    kind: 'tasks',
    template: 'zohoOutlookTasks',
    compare: async (connection, finishes) => compareTasks(await readTasks(connection), excuses(finishes)),
  },
  {
    kind: 'mails',
    template: 'zohoOutlookSentMail',
    compare: async (connection, finishes) =>
      compareMails(await readMails(connection), [...excuses(finishes), ...skippedBy(finishes)]),
  },
  {
    kind: 'meetings',
    template: 'zohoOutlookEvents',
    compare: async (connection, finishes) => compareEvents(await readEvents(connection), excuses(finishes)),
  },
];
