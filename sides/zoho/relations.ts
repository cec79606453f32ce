import { groupBy } from 'lodash';
import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import { fold } from '../../sync/likeness';
import type { WriteJob } from '../types';
import { MOST_VALUES, within } from './coql';
import type { Lookups, Resolved } from './lookups';
import type { Meaning } from './names';
import { accounts, meaningsOf, people } from './names';

interface Related {
  readonly module: string;
  readonly id: string;
}

/** A category such as "Zoho: Tanaka Hanako" says whom or what a new task is about. */
const NAMED = /^\s*zoho\s*[:：]\s*(.+)$/i;

const extraOf = ({ write }: WriteJob) =>
  (write.op === 'create' ? (write.from?.extra ?? {}) : {}) as {
    readonly related?: readonly Related[];
    readonly categories?: readonly string[];
  };

const relatedIn = (job: WriteJob): readonly Related[] => extraOf(job).related ?? [];
const nameIn = (job: WriteJob): string | null =>
  (extraOf(job).categories ?? []).flatMap((category) => NAMED.exec(category)?.[1]?.trim() ?? []).at(0) ?? null;

/** Which of these records are there for this user; of a module it may not see, none. */
async function present(zoho: ZohoClient, module: string, ids: readonly string[]): Promise<readonly string[]> {
  if (!/^\w+$/.test(module)) return [];
  try {
    const found: string[] = [];
    const query = `select id from ${module} where ${within('id', ids.slice(0, MOST_VALUES))} limit ${MOST_VALUES}`;
    for await (const page of zoho.coql(query)) found.push(...page.data.map(({ id }) => String(id)));
    return found;
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return [];
    throw error;
  }
}

const place = ({ module, id }: Related): string => `${module}/${id}`;
/** A contact is whom a task is about; anything else, leads among them, is what, and needs its module said. */
const asFields = ({ module, id }: Related): Record<string, unknown> =>
  module === 'Contacts' ? { Who_Id: { id } } : { What_Id: { id }, $se_module: module };

const nothing: Resolved = { found: {}, names: {}, notes: [], ambiguous: [] };
const one = (meaning: Meaning | undefined, module: string): Related | null =>
  meaning?.kind === 'one' ? { module, id: meaning.record.ref } : null;

/** A lead and a contact cannot go together; the first that is named counts. */
function chosen(all: readonly Related[]): readonly Related[] {
  const [first] = all;
  if (!first) return [];
  const second = all.find(({ module }) => (module === 'Contacts') !== (first.module === 'Contacts'));
  const pair = second && ![first.module, second.module].includes('Leads') ? [first, second] : [first];
  return pair;
}

/** What has been asked for already: records that are there, and what names mean. */
interface Memory {
  readonly there: Set<string>;
  readonly named: Map<string, Related | null>;
}

async function askIds(zoho: ZohoClient, jobs: readonly WriteJob[], { there }: Memory): Promise<void> {
  const wanted = groupBy(jobs.flatMap(relatedIn), 'module');
  for (const [module, records] of Object.entries(wanted)) {
    const ids = [...new Set(records.map(({ id }) => id))];
    for (const id of await present(zoho, module, ids)) there.add(place({ module, id }));
  }
}

/** A name means a record where one contact or one account has it, and not both. */
async function askNames(zoho: ZohoClient, jobs: readonly WriteJob[], { named }: Memory): Promise<void> {
  const names = [...new Set(jobs.flatMap((job) => nameIn(job) ?? []))].filter((name) => !named.has(fold(name)));
  if (names.length === 0) return;
  const [who, what] = [await meaningsOf(zoho, people, names), await meaningsOf(zoho, accounts, names)];
  for (const name of names.map(fold)) {
    const found = [one(who.get(name), 'Contacts'), one(what.get(name), 'Accounts')].flatMap((record) => record ?? []);
    named.set(name, found.length === 1 ? (found[0] ?? null) : null);
  }
}

const UNCLEAR = 'The CRM record that this task names was not found, or several have this name.';

function resolve(job: WriteJob, { there, named }: Memory): Resolved {
  const [asked, name] = [relatedIn(job), nameIn(job)];
  const found = asked.filter((record) => there.has(place(record)));
  const byName = name === null ? null : (named.get(fold(name)) ?? null);
  const about = chosen(found.length > 0 || !byName ? found : [byName]);
  if (about.length > 0)
    return { ...nothing, more: Object.assign({}, ...about.map(asFields)) as Record<string, unknown> };
  return asked.length > 0 || name !== null ? { ...nothing, notes: [UNCLEAR] } : nothing;
}

/**
 * Finds the CRM records that a new task is about: those its linked resources lead to, else the contact or the account whose
 * name its category "Zoho: …" gives. What is not there, or not clear, is left unset and said in a note. Throws ApiError.
 */
export function makeRelations(zoho: ZohoClient): Lookups {
  const memory: Memory = { there: new Set(), named: new Map() };
  return {
    async prepare(jobs) {
      await askIds(zoho, jobs, memory);
      await askNames(zoho, jobs, memory);
    },
    of: (job) => resolve(job, memory),
  };
}
