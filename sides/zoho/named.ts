import { fold } from '../../sync/likeness';
import type { WriteJob } from '../types';

/** A record that a task is about. */
export interface Related {
  readonly module: string;
  readonly id: string;
}

/** A category may be the name of whom or what a new task is about; written "Zoho: Tanaka Hanako" it says so for certain. */
const NAMED = /^\s*zoho\s*[:：]\s*(.+)$/i;
const SYNCED = 'zoho';

export interface Name {
  readonly name: string;
  /** A category that says nothing else: that nobody has this name has to be told. */
  readonly isMeant: boolean;
}

const extraOf = ({ write }: WriteJob) =>
  (write.op === 'create' ? (write.from?.extra ?? {}) : {}) as {
    readonly related?: readonly Related[];
    readonly loose?: readonly string[];
    readonly crm?: readonly string[];
    readonly categories?: readonly string[];
  };

/** Where a record may be of which only the id is known. */
const modules = ['Contacts', 'Leads', 'Accounts', 'Deals'];
export const looseIn = (job: WriteJob): readonly Related[] =>
  (extraOf(job).loose ?? []).flatMap((id) => modules.map((module) => ({ module, id })));
export const relatedIn = (job: WriteJob): readonly Related[] => extraOf(job).related ?? [];

export function namesIn(job: WriteJob): readonly Name[] {
  const categories = (extraOf(job).categories ?? []).filter((category) => fold(category) !== SYNCED);
  return categories.map((category) => {
    const named = NAMED.exec(category)?.[1]?.trim();
    return { name: named ?? category.trim(), isMeant: named !== undefined };
  });
}

/** Ids of the CRM tasks that a task of To Do leads to. */
export const crmIn = (job: WriteJob): readonly string[] => extraOf(job).crm ?? [];
