import { chunk, groupBy } from 'lodash';
import { ApiError } from '../../clients/errors';
import type { ZohoClient } from '../../clients/zoho';
import { fold } from '../../sync/likeness';
import type { WriteJob } from '../types';
import { MOST_VALUES, within } from './coql';
import type { Lookups, Resolved } from './lookups';
import type { Meaning, Register } from './names';
import type { Name, Related } from './named';
import { crmIn, looseIn, namesIn, relatedIn } from './named';
import { accounts, deals, meaningsOf, people } from './names';
import type { ZohoRecord } from './values';

/** A module that this user may not see tells nothing, and stops nothing. */
async function ifAllowed<T>(ask: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.radius !== 'side') return otherwise;
    throw error;
  }
}

/** Which of these records are there for this user. */
async function present(zoho: ZohoClient, module: string, ids: readonly string[]): Promise<readonly string[]> {
  if (!/^\w+$/.test(module)) return [];
  return await ifAllowed(async () => {
    const found: string[] = [];
    const query = `select id from ${module} where ${within('id', ids)} limit ${MOST_VALUES}`;
    for await (const page of zoho.coql(query)) found.push(...page.data.map(({ id }) => String(id)));
    return found;
  }, []);
}

const place = ({ module, id }: Related): string => `${module}/${id}`;
/** A contact is whom a task is about; anything else, leads among them, is what, and needs its module said. */
const asFields = ({ module, id }: Related): Record<string, unknown> =>
  module === 'Contacts' ? { Who_Id: { id } } : { What_Id: { id }, $se_module: module };

const nothing: Resolved = { found: {}, names: {}, notes: [], ambiguous: [] };
function recordsOf(meaning: Meaning | undefined, module: string): readonly Related[] {
  if (meaning?.kind === 'many') return meaning.records.map(({ ref }) => ({ module, id: ref }));
  return meaning?.kind === 'one' ? [{ module, id: meaning.record.ref }] : [];
}

/** A lead and a contact cannot go together; the first that is named counts. */
function chosen(all: readonly Related[]): readonly Related[] {
  const [first] = all;
  if (!first) return [];
  const second = all.find(({ module }) => (module === 'Contacts') !== (first.module === 'Contacts'));
  const pair = second && ![first.module, second.module].includes('Leads') ? [first, second] : [first];
  return pair;
}

/** What a name turned out to mean in all modules together: one record, none, or several. */
type Sense = Related | 'none' | 'several';

/** What has been asked for already: records that are there, and what names mean. */
interface Memory {
  readonly there: Set<string>;
  readonly named: Map<string, Sense>;
  /** What CRM tasks are about, by their id. */
  readonly before: Map<string, readonly Related[]>;
}

const idOf = (value: unknown): string => String((value as { id?: unknown } | null | undefined)?.id ?? '');

function aboutOf({ Who_Id, What_Id, $se_module }: ZohoRecord): readonly Related[] {
  const module = typeof $se_module === 'string' ? $se_module : '';
  const both = [
    { module: 'Contacts', id: idOf(Who_Id) },
    { module, id: idOf(What_Id) },
  ];
  return both.filter((one) => one.id !== '' && one.module !== '');
}

/** The next task of a recurring one still leads to the CRM task before it: what that one is about, it is about, too. */
async function askBefore(zoho: ZohoClient, jobs: readonly WriteJob[], { before }: Memory): Promise<void> {
  const ids = [...new Set(jobs.flatMap((job) => crmIn(job)))].filter((id) => /^\d+$/.test(id));
  for (const some of chunk(ids, MOST_VALUES)) {
    const fields = 'Who_Id,What_Id,$se_module';
    await ifAllowed(async () => {
      for await (const page of zoho.list('Tasks', { ids: some.join(','), fields }))
        page.data.forEach((row) => before.set(String(row.id), aboutOf(row)));
    }, undefined);
  }
}

async function askIds(zoho: ZohoClient, jobs: readonly WriteJob[], { there }: Memory): Promise<void> {
  const wanted = groupBy(
    jobs.flatMap((job) => [...relatedIn(job), ...looseIn(job)]),
    'module',
  );
  for (const [module, records] of Object.entries(wanted)) {
    const ids = [...new Set(records.map(({ id }) => id))].filter((id) => /^\d+$/.test(id));
    for (const some of chunk(ids, MOST_VALUES))
      for (const id of await present(zoho, module, some)) there.add(place({ module, id }));
  }
}

/** What names mean in one module; a module this user may not see means nothing. */
async function senses(zoho: ZohoClient, register: Register, names: readonly string[]) {
  return await ifAllowed(() => meaningsOf(zoho, register, names), new Map<string, Meaning>());
}

/** A name means a record where just one contact, account or deal has it. */
async function askNames(zoho: ZohoClient, jobs: readonly WriteJob[], { named }: Memory): Promise<void> {
  const names = [...new Set(jobs.flatMap((job) => namesIn(job).map(({ name }) => name)))];
  const asked = names.filter((name) => !named.has(fold(name)));
  if (asked.length === 0) return;
  const found: (readonly [Register, ReadonlyMap<string, Meaning>])[] = [];
  for (const register of [people, accounts, deals]) found.push([register, await senses(zoho, register, asked)]);
  for (const name of asked.map(fold)) {
    const records = found.flatMap(([{ module }, meanings]) => recordsOf(meanings.get(name), module));
    named.set(name, records.length > 1 ? 'several' : (records[0] ?? 'none'));
  }
}

const UNCLEAR = 'The CRM record that this task is linked with was not found, so it is about none.';
const several = (name: string): string =>
  `Several CRM records are called "${name}", so the task is about none of them.`;
const unknown = (name: string): string => `No contact, account or deal of the CRM is called "${name}".`;

function notesOf(names: readonly Name[], named: Memory['named']): readonly string[] {
  return names.flatMap(({ name, isMeant }) => {
    const sense = named.get(fold(name));
    if (sense === 'several') return [several(name)];
    return sense === 'none' && isMeant ? [unknown(name)] : [];
  });
}

function resolve(job: WriteJob, { there, named, before }: Memory): Resolved {
  const [asked, names] = [relatedIn(job), namesIn(job)];
  const linked = [...asked, ...looseIn(job)].filter((record) => there.has(place(record)));
  const byName = names.flatMap(({ name }) => {
    const sense = named.get(fold(name));
    return typeof sense === 'object' ? [sense] : [];
  });
  const said = [...linked, ...byName];
  const inherited = crmIn(job).flatMap((id) => before.get(id) ?? []);
  const about = chosen(said.length > 0 ? said : inherited);
  const lost = asked.length > 0 && linked.length === 0 ? [UNCLEAR] : [];
  const notes = [...lost, ...notesOf(names, named)];
  const more = Object.assign({}, ...about.map(asFields)) as Record<string, unknown>;
  return { ...nothing, notes, ...(about.length > 0 && { more }) };
}

/**
 * Finds the CRM records that a new task is about: those its linked resources lead to, and the contact, account or deal that has
 * the name of one of its categories. What is not there, or not clear, is left unset and said in a note. Throws ApiError.
 */
export function makeRelations(zoho: ZohoClient): Lookups {
  const memory: Memory = { there: new Set(), named: new Map(), before: new Map() };
  return {
    async prepare(jobs) {
      await askIds(zoho, jobs, memory);
      await askNames(zoho, jobs, memory);
      await askBefore(zoho, jobs, memory);
    },
    of: (job) => resolve(job, memory),
  };
}
