import type { RunningSimulators } from '../../../../simulators/start';
import type { StoredRecord } from '../../../../simulators/zoho/record';
import { keepRecord } from '../../../../simulators/zoho/state';
import type { SyncSettings, Values } from '../../types';

const modules = ['Contacts', 'Leads'] as const;
export type Module = (typeof modules)[number];

/** Somebody in the CRM, as far as mail is concerned. */
export interface Person {
  readonly module: Module;
  readonly id: string;
  readonly addresses: readonly string[];
}

/** The addresses of this history's world; the mailbox itself is megan.bowen@contoso.example. */
export const addresses = [
  ...['ann@cust.example', 'bob@cust.example', 'cat@pros.example', 'dan@gmail.com', 'ann+offers@cust.example'],
  ...['ken@contoso.example', 'noreply@cust.example', 'not an address'],
] as const;

const lower = (value: unknown): readonly string[] => (typeof value === 'string' && value ? [value.toLowerCase()] : []);

/** Whom the CRM has now. */
export const peopleIn = ({ zoho }: RunningSimulators): readonly Person[] =>
  modules.flatMap((module) =>
    [...(zoho.state.records.get(module)?.values() ?? [])].map(({ id, values }) => ({
      ...{ module, id, addresses: [...lower(values.Email), ...lower(values.Secondary_Email)] },
    })),
  );

const isInternal = (address: string): boolean => address.endsWith('@contoso.example');
const isMachine = (address: string): boolean => address.startsWith('noreply@');

/** Who counts of those a mail went to, by the lines that count. */
function counted(mail: Values, { lines }: SyncSettings): readonly string[] {
  const all = (lines as readonly string[]).flatMap((line) => (mail[line] as readonly string[] | undefined) ?? []);
  const known = [...new Set(all.map((one) => one.toLowerCase()))].filter((one) => one.includes('@'));
  return known.filter((one) => !isInternal(one) && !isMachine(one));
}

/** What becomes of a mail, by the README: ids of records it goes to, `new:` for whoever is made, and addresses that are unclear. */
export interface Goal {
  readonly to: readonly string[];
  readonly unclear: readonly string[];
}

const made: Readonly<Record<string, Module | undefined>> = { lead: 'Leads', contact: 'Contacts' };
const withoutTag = (address: string): string => address.replace(/\+.*@/, '@');

function holders(address: string, module: Module, people: readonly Person[]): readonly Person[] {
  const of = (one: string) => people.filter((who) => who.module === module && who.addresses.includes(one));
  return of(address).length > 0 ? of(address) : of(withoutTag(address));
}

function goalOf(address: string, people: readonly Person[], s: SyncSettings): Goal {
  const asked = modules.filter((one) => one === 'Contacts' || s.matchLeads === true);
  const found = asked.map((module) => holders(address, module, people)).filter((some) => some.length > 0);
  const fresh = made[String(s.nobodyMatches)];
  const there = fresh ? holders(address, fresh, people) : [];
  if (found.length === 0 && fresh && there.length === 0) return { to: [`new:${fresh}:${address}`], unclear: [] };
  const hits = found.length === 0 ? [there] : s.bothMatch === 'both' ? found : found.slice(0, 1);
  return {
    to: hits.flatMap((some) => (some.length === 1 ? some.map(({ id }) => id) : [])),
    unclear: hits.some((some) => some.length > 1) ? [address] : [],
  };
}

export function goal(mail: Values, people: readonly Person[], s: SyncSettings): Goal {
  const goals = counted(mail, s).map((address) => goalOf(address, people, s));
  return { to: [...new Set(goals.flatMap(({ to }) => to))], unclear: goals.flatMap(({ unclear }) => unclear) };
}

/** A person's hands in the CRM. */
export function makeCrmHands({ zoho }: RunningSimulators) {
  const all = (): readonly StoredRecord[] =>
    modules.flatMap((module) => [...(zoho.state.records.get(module)?.values() ?? [])]);
  return {
    all,
    pick: (who: number): StoredRecord | null => all()[who % Math.max(1, all().length)] ?? null,
    add(module: Module, values: Values): void {
      zoho.seed({ records: { [module]: [{ Last_Name: 'Somebody', Company: 'Some', ...values }] } });
    },
    change(record: StoredRecord, values: Values): void {
      record.values = { ...record.values, ...values };
      record.modified = zoho.clock.now();
      keepRecord(zoho.state, record);
    },
    remove(record: StoredRecord): void {
      zoho.state.records.get(record.module)?.delete(record.id);
      const deleted = zoho.state.deleted.get(record.module) ?? [];
      zoho.state.deleted.set(record.module, deleted);
      deleted.push({ record, displayName: '', deletedBy: record.owner, deletedAt: zoho.clock.now(), permanent: false });
    },
  };
}
