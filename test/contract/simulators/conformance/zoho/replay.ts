/** Recorded requests sent to the simulator again, over records made of the recorded rows. */
import { omit, pickBy } from 'lodash';
import type { Answer, Json, zohoUnderTest } from '../../zohoHarness';

export type Zoho = ReturnType<typeof zohoUnderTest>;

/** A recording with what was asked, in the form of the project that made it. */
export interface Recorded {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Of the connection and the packing, not of the service. */
const TRANSPORT = [
  'date',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
  'vary',
];

const isReference = (value: unknown): value is { readonly id: string; readonly name?: string } =>
  typeof value === 'object' && value !== null && typeof (value as Json).id === 'string';

const PEOPLE = ['Owner', 'Created_By', 'Modified_By'];

/** Where a lookup points: what the module says of the field, or the row itself. */
function targetOf({ service }: Zoho, module: string, field: string, row: Json): string | undefined {
  const meta = service.state.modules.find((one) => one.api_name === module)?.fields;
  const target = meta?.find((one) => one.api_name === field)?.lookup;
  return target === 'se_module' ? String(row.$se_module) : target;
}

const HOUR = {
  Meeting_Venue__s: 'Online',
  Start_DateTime: '2027-01-05T09:00:00+09:00',
  End_DateTime: '2027-01-05T10:00:00+09:00',
};
/** What a record cannot be without, besides its name. */
const LEAST: Readonly<Record<string, Json>> = {
  Events: HOUR,
  Notes: { Note_Content: 'N', Parent_Id: { id: '1' } },
  Deals: { Stage: 'Qualification' },
};

/** The record that another one names. */
function seedReferred(zoho: Zoho, module: string, { id, name = 'Somebody' }: { id: string; name?: string }): void {
  const meta = zoho.service.state.modules.find((one) => one.api_name === module);
  if (!meta || zoho.service.state.records.get(module)?.has(id)) return;
  const key = meta.nameField === 'Full_Name' ? 'Last_Name' : meta.nameField;
  zoho.service.seed({ records: { [module]: [{ id, [key]: name, ...LEAST[module] }] } });
}

/** A record like the row, with all it points to. */
export function seedRow(zoho: Zoho, module: string, row: Json): void {
  for (const [field, value] of Object.entries(row)) {
    const target = isReference(value) && !PEOPLE.includes(field) ? targetOf(zoho, module, field, row) : undefined;
    if (target) seedReferred(zoho, target, value as { id: string });
  }
  const fields = pickBy(omit(row, ['Full_Name', 'Created_By', 'Modified_By']), (_, name) => !name.startsWith('$'));
  const name = row.Full_Name && !row.Last_Name ? { Last_Name: row.Full_Name } : {};
  zoho.service.seed({ records: { [module]: [{ ...fields, ...name }] } });
}

const [BASE, REST] = ['/crm/', '/'];
/** Version, module and id that a path names. */
function placeOf(path: string) {
  const [version = '', module = '', id] = path.slice(BASE.length).split(REST);
  return { version, module, id };
}

/** What must be there so that a request makes sense: the record it names, and those its body points to. */
function seedFor(zoho: Zoho, { request, body }: Recorded): void {
  const { module, id } = placeOf(request.path);
  if (module === 'users') return void (id && zoho.service.seed({ users: [{ id }] }));
  const rows = (body as { data?: readonly Json[] } | null)?.data ?? [];
  if (request.method === 'GET') return rows.forEach((row) => seedRow(zoho, module, row));
  if (id && /^\d+$/.test(id)) seedReferred(zoho, module, { id });
  const sent = (request.body as { data?: readonly Json[] } | undefined)?.data ?? [];
  for (const row of sent) seedParent(zoho, row);
}

/** A note's parent comes as a bare id with the name of its module. */
function seedParent(zoho: Zoho, { Parent_Id: parent, se_module: module }: Json): void {
  if (typeof parent === 'string') seedReferred(zoho, String(module), { id: parent });
}

const queryOf = (query: Recorded['request']['query']): string => {
  const text = new URLSearchParams(query).toString();
  return text ? `?${text}` : '';
};

const named = (headers: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.keys(omit(headers, TRANSPORT)).map((name) => [name, '']));

/** Status, names of headers and body. */
const shownAnswer = ({ status, headers, body }: Answer) => ({
  status,
  headers: named(Object.fromEntries(headers)),
  body: body ?? '',
});

/** The recording in the same form; what else its project noted is left out. */
export const shownRecording = ({ status, headers, body }: Recorded) => ({ status, headers: named(headers), body });

/** Asks the simulator what was asked when the recording was made. */
export async function replay(zoho: Zoho, recorded: Recorded) {
  seedFor(zoho, recorded);
  const { method, path, query, body } = recorded.request;
  return shownAnswer(await zoho.call(path + queryOf(query), { method, ...(body === undefined ? {} : { body }) }));
}
