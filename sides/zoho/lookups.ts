import type { ZohoClient } from '../../clients/zoho';
import { fold } from '../../sync/likeness';
import type { Fields } from '../../sync/model';
import type { Lookup, WriteJob } from '../types';
import type { Made } from './companies';
import { createCompanies } from './companies';
import type { Found } from './values';
import type { Register } from './names';
import { accounts, meaningsOf, people } from './names';
import type { ZohoProfile } from './profile';

/** find: a company without an Account stays unset. findOrCreate: its Account is made. */
export type CompanyRule = 'find' | 'findOrCreate';

export interface LookupOptions {
  readonly profile: ZohoProfile;
  readonly companies: CompanyRule;
  /** Automations that a new Account may start; none unless told. */
  readonly trigger?: readonly string[];
}

/** What became of the look-ups of one record. */
export interface Resolved {
  readonly found: Found;
  /** The names as Zoho will show them, for those found. */
  readonly names: Fields;
  readonly notes: readonly string[];
  readonly ambiguous: readonly Lookup[];
  /** What goes along with the fields as it is (the records a new task is about). */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface Lookups {
  /** Makes ready for these jobs: every name not asked for before is asked for once. */
  prepare(jobs: readonly WriteJob[]): Promise<void>;
  of(job: WriteJob): Resolved;
}

type Memory = Map<string, Made>;

interface LookupField {
  readonly field: 'companyName' | 'managerName';
  readonly word: string;
  readonly register: Register;
}

const lookupFields: readonly LookupField[] = [
  { field: 'companyName', word: 'company', register: accounts },
  { field: 'managerName', word: 'manager', register: people },
];

const nameIn = ({ write }: WriteJob, field: string): string => {
  const value = write.op === 'delete' ? null : write.fields[field];
  return typeof value === 'string' ? value.trim() : '';
};

/** Names that a group of jobs needs and nobody has asked for yet, each once however it is spelt; the first spelling counts. */
function newNames(jobs: readonly WriteJob[], field: string, memory: Memory): readonly string[] {
  const names = jobs.map((job) => nameIn(job, field)).filter((name) => name && !memory.has(fold(name)));
  return [...new Map(names.toReversed().map((name) => [fold(name), name])).values()].toReversed();
}

const isIn = ({ profile }: LookupOptions, field: string): boolean =>
  (profile.places[field]?.kind ?? 'plain') !== 'plain';

async function ask(
  zoho: ZohoClient,
  { field, register }: LookupField,
  names: readonly string[],
  o: LookupOptions,
  memory: Memory,
) {
  if (names.length === 0) return;
  const found = await meaningsOf(zoho, register, names);
  found.forEach((meaning, key) => memory.set(key, meaning));
  const missing = names.filter((name) => memory.get(fold(name))?.kind === 'none');
  if (field !== 'companyName' || o.companies === 'find' || missing.length === 0) return;
  const made = await createCompanies(zoho, missing, o.trigger ?? []);
  made.forEach((meaning, key) => memory.set(key, meaning));
}

const nothing: Resolved = { found: {}, names: {}, notes: [], ambiguous: [] };

/** The look-up field of one record; what is not clear is left as it is in Zoho, never blanked. */
function resolve({ field, word, register }: LookupField, name: string, meaning: Made | undefined): Resolved {
  const target = `${register.module} of Zoho CRM`;
  if (meaning?.kind === 'one') {
    return { ...nothing, found: { [field]: meaning.record.ref }, names: { [field]: meaning.record.name } };
  }
  if (meaning?.kind === 'many') {
    const notes = [`The ${word} was left as it is: several records in ${target} have this name.`];
    return { ...nothing, notes, ambiguous: [{ field, name, candidates: meaning.records }] };
  }
  if (meaning?.kind === 'refused')
    return { ...nothing, notes: [`The ${word} could not be created. ${meaning.message}`] };
  return { ...nothing, notes: [`The ${word} was left as it is: no record in ${target} has this name.`] };
}

const joined = (all: readonly Resolved[]): Resolved => ({
  found: Object.assign({}, ...all.map(({ found }) => found)) as Found,
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
    .filter(({ field }) => isIn(o, field))
    .map((lookup) => ({ lookup, memory: new Map() as Memory }));
  return {
    async prepare(jobs) {
      for (const { lookup, memory } of asked) await ask(zoho, lookup, newNames(jobs, lookup.field, memory), o, memory);
    },
    of(job) {
      const named = asked.map(({ lookup, memory }) => ({ lookup, memory, name: nameIn(job, lookup.field) }));
      return joined(
        named
          .filter(({ name }) => name)
          .map(({ lookup, memory, name }) => resolve(lookup, name, memory.get(fold(name)))),
      );
    },
  };
}
