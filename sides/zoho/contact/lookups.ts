import { reason, type Label } from '../../../reasons';
import type { ZohoClient } from '../../../clients/zoho';
import { fold } from '../../../sync/compare';
import type { Fields } from '../../../sync/model';
import type { WriteJob } from '../../types';
import { createCompanies, accountNames, matchNames, contactNames, type MadeCompany, type NameColumn } from '../names';
import type { FoundIds } from '../values';
import { SECONDARY_EMAIL, type ZohoProfile } from '../module';
import { swappedAddress } from './module';
import { nothingFound, type Lookups, type Resolved } from '../job';

/** find: a company without an Account stays unset. findOrCreate: its Account is made. */
export type CompanyRule = 'find' | 'findOrCreate';

export interface LookupOptions {
  readonly profile: ZohoProfile;
  readonly companies: CompanyRule;
  /** Automations that a new Account may start; none unless told. */
  readonly trigger?: readonly string[];
}

type NameMemory = Map<string, MadeCompany>;

interface LookupField {
  readonly field: 'companyName' | 'managerName';
  readonly what: Label;
  readonly register: NameColumn;
}

const lookupFields: readonly LookupField[] = [
  { field: 'companyName', what: { en: 'company', ja: '会社' }, register: accountNames },
  { field: 'managerName', what: { en: 'manager', ja: '上司' }, register: contactNames },
];

const nameIn = ({ write }: WriteJob, field: string): string => {
  const value = write.op === 'delete' ? null : write.fields[field];
  return typeof value === 'string' ? value.trim() : '';
};

/** Names that a group of jobs needs and nobody has asked for yet, each once however it is spelt; the first spelling counts. */
function newNames(jobs: readonly WriteJob[], field: string, memory: NameMemory): readonly string[] {
  const names = jobs.map((job) => nameIn(job, field)).filter((name) => name && !memory.has(fold(name)));
  return [...new Map(names.toReversed().map((name) => [fold(name), name])).values()].toReversed();
}

const isLookupField = ({ profile }: LookupOptions, field: string): boolean =>
  (profile.fieldMap[field]?.kind ?? 'plain') !== 'plain';

async function askNames(
  zoho: ZohoClient,
  { field, register }: LookupField,
  names: readonly string[],
  o: LookupOptions,
  memory: NameMemory,
) {
  if (names.length === 0) return;
  const found = await matchNames(zoho, register, names);
  found.forEach((meaning, key) => memory.set(key, meaning));
  const missing = names.filter((name) => memory.get(fold(name))?.kind === 'none');
  if (field !== 'companyName' || o.companies === 'find' || missing.length === 0) return;
  const made = await createCompanies(zoho, missing, o.trigger ?? []);
  made.forEach((meaning, key) => memory.set(key, meaning));
}

/** The look-up field of one record; what is not clear is left as it is in Zoho, never blanked. */
function resolveLookup(
  { field, what, register: { module } }: LookupField,
  name: string,
  meaning: MadeCompany | undefined,
): Resolved {
  if (meaning?.kind === 'one') {
    return { ...nothingFound, found: { [field]: meaning.record.ref }, names: { [field]: meaning.record.name } };
  }
  if (meaning?.kind === 'many') {
    const notes = [reason('lookupSeveral', { what, module })];
    return { ...nothingFound, notes, ambiguous: [{ field, name, candidates: meaning.records }] };
  }
  if (meaning?.kind === 'refused')
    return { ...nothingFound, notes: [reason('lookupNotCreated', { what, why: meaning.reason })] };
  return { ...nothingFound, notes: [reason('lookupNone', { what, module })] };
}

const mergeResolved = (all: readonly Resolved[]): Resolved => ({
  found: Object.assign({}, ...all.map(({ found }) => found)) as FoundIds,
  names: Object.assign({}, ...all.map(({ names }) => names)) as Fields,
  notes: all.flatMap(({ notes }) => notes),
  ambiguous: all.flatMap(({ ambiguous }) => ambiguous),
});

/**
 * Turns company and manager names into ids of Accounts and Contacts. It remembers within one run, so a name costs one
 * look-up however many records bear it. Managers are only ever found, never made. Throws ApiError.
 */
export function makeLookups(zoho: ZohoClient, o: LookupOptions): Lookups {
  const asked = lookupFields
    .filter(({ field }) => isLookupField(o, field))
    .map((lookup) => ({ lookup, memory: new Map() as NameMemory }));
  return {
    async prepare(jobs) {
      for (const { lookup, memory } of asked)
        await askNames(zoho, lookup, newNames(jobs, lookup.field, memory), o, memory);
    },
    of(job) {
      const named = asked.map(({ lookup, memory }) => ({ lookup, memory, name: nameIn(job, lookup.field) }));
      const resolved = named
        .filter(({ name }) => name)
        .map(({ lookup, memory, name }) => resolveLookup(lookup, name, memory.get(fold(name))));
      const swapped = swappedAddress(job);
      return { ...mergeResolved(resolved), ...(swapped !== null && { more: { [SECONDARY_EMAIL]: swapped } }) };
    },
  };
}
