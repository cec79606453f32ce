import { chunk, groupBy } from 'lodash';
import type { ZohoClient } from '../../../clients/zoho';
import { reason, type Reason } from '../../../reasons';
import { fold } from '../../../sync/compare';
import type { WriteJob } from '../../types';
import { nothingFound, type Lookups, type Resolved } from '../job';
import {
  type NameMatch,
  type NameColumn,
  accountNames,
  dealNames,
  ifAllowed,
  matchNames,
  contactNames,
} from '../names';
import { MAX_IN_LIST, inList, type ZohoRecord } from '../values';

/** A record that a task is about. */
export interface Related {
  readonly module: string;
  readonly id: string;
}

/** A category may be the name of whom or what a new task is about; written "Zoho: Tanaka Hanako" it says so for certain. */
const ZOHO_PREFIX = /^\s*zoho\s*[:：]\s*(.+)$/i;
const ZOHO_CATEGORY = 'zoho';

export interface CategoryName {
  readonly name: string;
  /** A category that says nothing else: that nobody has this name has to be told. */
  readonly isMeant: boolean;
}

const createExtra = ({ write }: WriteJob) =>
  (write.op === 'create' ? (write.from?.extra ?? {}) : {}) as {
    readonly related?: readonly Related[];
    readonly loose?: readonly string[];
    readonly crm?: readonly string[];
    readonly categories?: readonly string[];
  };

/** Where a record may be of which only the id is known. */
const candidateModules = ['Contacts', 'Leads', 'Accounts', 'Deals'];
const untypedRecords = (job: WriteJob): readonly Related[] =>
  (createExtra(job).loose ?? []).flatMap((id) => candidateModules.map((module) => ({ module, id })));
const relatedRecords = (job: WriteJob): readonly Related[] => createExtra(job).related ?? [];

function categoryNames(job: WriteJob): readonly CategoryName[] {
  const categories = (createExtra(job).categories ?? []).filter((category) => fold(category) !== ZOHO_CATEGORY);
  return categories.map((category) => {
    const named = ZOHO_PREFIX.exec(category)?.[1]?.trim();
    return { name: named ?? category.trim(), isMeant: named !== undefined };
  });
}

/** Ids of the CRM tasks that a task of To Do leads to. */
const crmTaskIds = (job: WriteJob): readonly string[] => createExtra(job).crm ?? [];

/** Which of these records are there for this user. */
async function existingIds(zoho: ZohoClient, module: string, ids: readonly string[]): Promise<readonly string[]> {
  if (!/^\w+$/.test(module)) return [];
  return await ifAllowed(async () => {
    const found: string[] = [];
    const query = `select id from ${module} where ${inList('id', ids)} limit ${MAX_IN_LIST}`;
    for await (const page of zoho.coql(query)) found.push(...page.data.map(({ id }) => String(id)));
    return found;
  }, []);
}

const recordKey = ({ module, id }: Related): string => `${module}/${id}`;
/** A contact is whom a task is about; anything else, leads among them, is what, and needs its module said. */
const asFields = ({ module, id }: Related): Record<string, unknown> =>
  module === 'Contacts' ? { Who_Id: { id } } : { What_Id: { id }, $se_module: module };

function recordsOf(meaning: NameMatch | undefined, module: string): readonly Related[] {
  if (meaning?.kind === 'many') return meaning.records.map(({ ref }) => ({ module, id: ref }));
  return meaning?.kind === 'one' ? [{ module, id: meaning.record.ref }] : [];
}

/** A lead and a contact cannot go together; the first that is named counts. */
function pickRelated(all: readonly Related[]): readonly Related[] {
  const [first] = all;
  if (!first) return [];
  const second = all.find(({ module }) => (module === 'Contacts') !== (first.module === 'Contacts'));
  const pair = second && ![first.module, second.module].includes('Leads') ? [first, second] : [first];
  return pair;
}

/** What a name turned out to mean in all modules together: one record, none, or several. */
type NameSense = Related | 'none' | 'several';

/** What has been asked for already: records that are there, and what names mean. */
interface RelationMemory {
  readonly there: Set<string>;
  readonly named: Map<string, NameSense>;
  /** What CRM tasks are about, by their id. */
  readonly before: Map<string, readonly Related[]>;
}

const idOf = (value: unknown): string => String((value as { id?: unknown } | null | undefined)?.id ?? '');

function relatedOf({ Who_Id, What_Id, $se_module }: ZohoRecord): readonly Related[] {
  const module = typeof $se_module === 'string' ? $se_module : '';
  const both = [
    { module: 'Contacts', id: idOf(Who_Id) },
    { module, id: idOf(What_Id) },
  ];
  return both.filter((one) => one.id !== '' && one.module !== '');
}

/** The next task of a recurring one still leads to the CRM task before it: what that one is about, it is about, too. */
async function loadPreviousTasks(zoho: ZohoClient, jobs: readonly WriteJob[], { before }: RelationMemory) {
  const ids = [...new Set(jobs.flatMap((job) => crmTaskIds(job)))].filter((id) => /^\d+$/.test(id));
  const rows = await ifAllowed(() => zoho.byIds('Tasks', ids, ['Who_Id', 'What_Id', '$se_module']), []);
  rows.forEach((row) => before.set(String(row.id), relatedOf(row)));
}

async function loadIds(zoho: ZohoClient, jobs: readonly WriteJob[], { there }: RelationMemory): Promise<void> {
  const wanted = jobs.flatMap((job) => [...relatedRecords(job), ...untypedRecords(job)]);
  for (const [module, records] of Object.entries(groupBy(wanted, 'module'))) {
    const ids = [...new Set(records.map(({ id }) => id))].filter((id) => /^\d+$/.test(id));
    for (const some of chunk(ids, MAX_IN_LIST))
      for (const id of await existingIds(zoho, module, some)) there.add(recordKey({ module, id }));
  }
}

/** What names mean in one module; a module this user may not see means nothing. */
async function matchIfAllowed(zoho: ZohoClient, register: NameColumn, names: readonly string[]) {
  return await ifAllowed(() => matchNames(zoho, register, names), new Map<string, NameMatch>());
}

/** A name means a record where just one contact, account or deal has it. */
async function loadNames(zoho: ZohoClient, jobs: readonly WriteJob[], { named }: RelationMemory): Promise<void> {
  const names = [...new Set(jobs.flatMap((job) => categoryNames(job).map(({ name }) => name)))];
  const asked = names.filter((name) => !named.has(fold(name)));
  if (asked.length === 0) return;
  const found: (readonly [NameColumn, ReadonlyMap<string, NameMatch>])[] = [];
  for (const register of [contactNames, accountNames, dealNames])
    found.push([register, await matchIfAllowed(zoho, register, asked)]);
  for (const name of asked.map(fold)) {
    const records = found.flatMap(([{ module }, meanings]) => recordsOf(meanings.get(name), module));
    named.set(name, records.length > 1 ? 'several' : (records[0] ?? 'none'));
  }
}

function notesOf(names: readonly CategoryName[], named: RelationMemory['named']): readonly Reason[] {
  return names.flatMap(({ name, isMeant }) => {
    const sense = named.get(fold(name));
    if (sense === 'several') return [reason('taskNameSeveral', { name })];
    return sense === 'none' && isMeant ? [reason('taskNameNone', { name })] : [];
  });
}

function resolveRelations(job: WriteJob, { there, named, before }: RelationMemory): Resolved {
  const [asked, names] = [relatedRecords(job), categoryNames(job)];
  const linked = [...asked, ...untypedRecords(job)].filter((record) => there.has(recordKey(record)));
  const byName = names.flatMap(({ name }) => {
    const sense = named.get(fold(name));
    return typeof sense === 'object' ? [sense] : [];
  });
  const said = [...linked, ...byName];
  const inherited = crmTaskIds(job).flatMap((id) => before.get(id) ?? []);
  const about = pickRelated(said.length > 0 ? said : inherited);
  const lost = asked.length > 0 && linked.length === 0 ? [reason('taskAboutNone')] : [];
  const notes = [...lost, ...notesOf(names, named)];
  const more = Object.assign({}, ...about.map(asFields)) as Record<string, unknown>;
  return { ...nothingFound, notes, ...(about.length > 0 && { more }) };
}

/**
 * Finds the CRM records that a new task is about: those its linked resources lead to, and the contact, account or deal that has
 * the name of one of its categories. What is not there, or not clear, is left unset and said in a note. Throws ApiError.
 */
export function makeRelations(zoho: ZohoClient): Lookups {
  const memory: RelationMemory = { there: new Set(), named: new Map(), before: new Map() };
  return {
    async prepare(jobs) {
      await loadIds(zoho, jobs, memory);
      await loadNames(zoho, jobs, memory);
      await loadPreviousTasks(zoho, jobs, memory);
    },
    of: (job) => resolveRelations(job, memory),
  };
}
