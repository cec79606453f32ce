import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const folder = join(process.env.CAPTURES ?? join(__dirname, '../../../../shared/captures'), 'zoho');

/** Recordings without a request in them, by the module of their rows. */
const moduleOfFile: readonly (readonly [RegExp, string])[] = [
  [/activity-task|recurring-task-request/, 'Tasks'],
  [/activity-event|insert-event-request/, 'Events'],
  [/v2-case/, 'Cases'],
  [/contact/, 'Contacts'],
  [/v2-lead|leads/, 'Leads'],
  [/account/, 'Accounts'],
];

/**
 * What may be sent and is recorded in no row, with its source: `$send_notification` and the module of a reference belong to requests
 * (v8 docs: "Insert records"), newer orgs have a venue (v8 docs: "Meeting_Venue__s"), older ones a manager in words (v2 docs), and
 * `iCalUId` is a field of the org's own in our tests.
 */
const requestOnly: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Contacts: { Reports_To: 'string' },
  Tasks: { $se_module: 'string', send_notification: 'boolean' },
  Events: { $send_notification: 'boolean', $se_module: 'string', Meeting_Venue__s: 'string', iCalUId: 'string' },
};

const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)$/;

/** The JSON type, of text also whether it is a date or a time. */
function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'string') return typeof value;
  return DATE.test(value) ? 'date' : DATE_TIME.test(value) ? 'time' : 'string';
}

type Types = Map<string, Set<string>>;
const modules = new Map<string, Types>();

function note(module: string, name: string, value: unknown): void {
  const types = modules.get(module) ?? new Map<string, Set<string>>();
  const seen = types.get(name) ?? new Set<string>();
  if (value !== null) seen.add(typeOf(value));
  modules.set(module, types.set(name, seen));
}

const rowsIn = (file: Json): readonly unknown[] => {
  const body = isObject(file.body) ? file.body : file;
  return Array.isArray(body.data) ? (body.data as unknown[]) : [file];
};

const isRow = (row: unknown): row is Json => isObject(row) && ('id' in row || 'Subject' in row || 'Event_Title' in row);

function moduleOf(name: string, file: Json): string | undefined {
  const path = isObject(file.request) ? String(file.request.path) : '';
  return /\/crm\/v\d\/(\w+)/.exec(path)?.[1] ?? moduleOfFile.find(([pattern]) => pattern.test(name))?.[1];
}

/** Names and types of the fields of each module, by all recorded rows and requests. */
function recordedModules(): ReadonlyMap<string, Types> {
  if (modules.size > 0) return modules;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) {
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json;
    const module = isObject(file) ? moduleOf(name, file) : undefined;
    for (const row of module ? rowsIn(file).filter(isRow) : [])
      for (const [field, value] of Object.entries(row)) note(module ?? '', field, value);
  }
  for (const [module, fields] of Object.entries(requestOnly))
    for (const [field, type] of Object.entries(fields)) modules.get(module)?.set(field, new Set([type]));
  return modules;
}

/** Zoho takes a text that looks like a date where text is wanted. */
const fits = (seen: ReadonlySet<string>, type: string): boolean =>
  seen.size === 0 || seen.has(type) || (seen.has('string') && (type === 'date' || type === 'time'));

/** A field that an org made itself. */
const isOwn = (name: string): boolean => name.endsWith('__c');

/** What is wrong, by recorded rows, with the names and types of a record that was sent; modules that nobody recorded pass. */
export function recordFaults(module: string, record: unknown): readonly string[] {
  const types = recordedModules().get(module);
  if (!types || !isObject(record)) return [];
  return Object.entries(record).flatMap(([name, value]) => {
    const seen = types.get(name);
    if (isOwn(name)) return [];
    if (!seen) return [`${module}.${name} is in no recording`];
    return value === null || fits(seen, typeOf(value))
      ? []
      : [`${module}.${name} is sent as ${typeOf(value)}, recorded as ${[...seen].join(', ')}`];
  });
}
