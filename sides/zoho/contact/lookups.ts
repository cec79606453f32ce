import { reason, type Label } from '../../../reasons';
import type { ZohoClient } from '../../../clients/zoho';
import { fold } from '../../../sync/compare';
import type { Fields, NamedRecord } from '../../../sync/model';
import type { Namesake } from '../../../sync/review/review';
import type { WriteJob } from '../../types';
import type { TakeTurn } from '../beside';
import { createCompanies, accountNames, matchNames, contactNames, namesakesOf, type MadeCompany } from '../names';
import type { NameColumn } from '../names';
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
  /** Where the CRM's records are opened. */
  readonly web?: string;
  /** The ref that a person said is meant wherever several go by this name. */
  readonly meant?: (field: string, name: string) => string | undefined;
  /** See `Writing`. */
  readonly turn?: TakeTurn;
}

/** What names mean, and who goes by those that several have. */
interface NameMemory {
  readonly meanings: Map<string, MadeCompany>;
  readonly namesakes: Map<string, readonly Namesake[]>;
}

interface LookupField {
  readonly field: 'companyName' | 'managerName';
  readonly what: Label;
  readonly register: NameColumn;
}

const lookupFields: readonly LookupField[] = [
  { field: 'companyName', what: { en: 'company', ja: '会社' }, register: accountNames },
  { field: 'managerName', what: { en: 'manager', ja: '上司' }, register: contactNames },
];

/** The name to look for; '' for none, and where a person said which record it is. */
const nameIn = ({ write }: WriteJob, field: string): string => {
  if (write.chosen?.[field]) return '';
  const value = write.op === 'delete' ? null : write.fields[field];
  return typeof value === 'string' ? value.trim() : '';
};

/** Names that a group of jobs needs and nobody has asked for yet, each once however it is spelt; the first spelling counts. */
function newNames(jobs: readonly WriteJob[], field: string, { meanings }: NameMemory): readonly string[] {
  const names = jobs.map((job) => nameIn(job, field)).filter((name) => name && !meanings.has(fold(name)));
  return [...new Map(names.toReversed().map((name) => [fold(name), name])).values()].toReversed();
}

const isLookupField = ({ profile }: LookupOptions, field: string): boolean =>
  (profile.fieldMap[field]?.kind ?? 'plain') !== 'plain';

/** Of several of one name the one a person said is meant by it, as long as it goes by it. */
function meantOne(meaning: MadeCompany, field: string, name: string, { meant }: LookupOptions): MadeCompany {
  if (meaning.kind !== 'many') return meaning;
  const ref = meant?.(field, name);
  const record = meaning.records.find((one) => one.ref === ref);
  return record ? { kind: 'one', record } : meaning;
}

async function askNames(
  zoho: ZohoClient,
  { field, register }: LookupField,
  names: readonly string[],
  o: LookupOptions,
  { meanings, namesakes }: NameMemory,
) {
  if (names.length === 0) return;
  const found = await matchNames(zoho, register, names);
  found.forEach((meaning, key) => meanings.set(key, meantOne(meaning, field, key, o)));
  const several = [...meanings].flatMap(([key, meaning]) =>
    meaning.kind === 'many' && !namesakes.has(key) ? [{ key, records: meaning.records }] : [],
  );
  const told = await namesakesOf(
    zoho,
    register,
    several.flatMap(({ records }) => records),
    o.web ?? '',
  );
  for (const { key, records } of several)
    namesakes.set(
      key,
      records.flatMap(({ ref }) => told.get(ref) ?? []),
    );
  const missing = names.filter((name) => meanings.get(fold(name))?.kind === 'none');
  if (field !== 'companyName' || o.companies === 'find' || missing.length === 0) return;
  const made = await createOnce(zoho, register, missing, o);
  made.forEach((meaning, key) => meanings.set(key, meaning));
}

/** Where several syncs write to one CRM, another may have made it since it was looked for: in this turn nobody does. */
async function createOnce(zoho: ZohoClient, register: NameColumn, names: readonly string[], o: LookupOptions) {
  const how = { trigger: o.trigger ?? [], owned: o.profile.owned };
  const turn = (await o.turn?.()) ?? 'alone';
  if (typeof turn === 'string') return createCompanies(zoho, names, how);
  try {
    const there = new Map<string, MadeCompany>(await matchNames(zoho, register, names));
    const still = names.filter((name) => there.get(fold(name))?.kind === 'none');
    return new Map([...there, ...(await createCompanies(zoho, still, how))]);
  } finally {
    await turn.end();
  }
}

const oneFound = (field: string, { ref, name }: NamedRecord): Resolved => ({
  ...nothingFound,
  found: { [field]: ref },
  names: { [field]: name },
});

/** The look-up field of one record; what is not clear is left as it is in Zoho, never blanked. */
function resolveLookup(
  { field, what, register: { module } }: LookupField,
  name: string,
  { meanings, namesakes }: NameMemory,
): Resolved {
  const meaning = meanings.get(fold(name));
  if (meaning?.kind === 'one') return oneFound(field, meaning.record);
  if (meaning?.kind === 'many') {
    const notes = [reason('lookupSeveral', { what, module })];
    const candidates = namesakes.get(fold(name)) ?? meaning.records;
    return { ...nothingFound, notes, ambiguous: [{ field, name, candidates }] };
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
    .map((lookup) => ({ lookup, memory: { meanings: new Map(), namesakes: new Map() } as NameMemory }));
  return {
    async prepare(jobs) {
      for (const { lookup, memory } of asked)
        await askNames(zoho, lookup, newNames(jobs, lookup.field, memory), o, memory);
    },
    of(job) {
      const named = asked.map(({ lookup, memory }) => ({ lookup, memory, name: nameIn(job, lookup.field) }));
      const chosen = Object.entries(job.write.chosen ?? {}).filter(([field]) => field in job.write.fields);
      const resolved = [
        ...chosen.map(([field, record]) => oneFound(field, record)),
        ...named.filter(({ name }) => name).map(({ lookup, memory, name }) => resolveLookup(lookup, name, memory)),
      ];
      const swapped = swappedAddress(job);
      return { ...mergeResolved(resolved), ...(swapped !== null && { more: { [SECONDARY_EMAIL]: swapped } }) };
    },
  };
}
