/** Requests to the Graph simulator, answered in the forms of the recordings. */
import { omitBy } from 'lodash';
import type { TestWorld } from '../../../../support/sides';
import type { Capture } from '../suite';

export type GraphCapture = Capture<TestWorld>;
export type Row = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: never;
}

export interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? '' : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Sends a request; the path begins after the version, or is a whole link. */
export async function ask(world: TestWorld, method: string, path: string, asking: Asking = {}): Promise<Answer> {
  const { api, accessToken } = world.connection.graph;
  const { body, headers, token = accessToken } = asking;
  const reply = await fetch(path.startsWith('http') ? path : `${api}/v1.0${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const all = Object.fromEntries(reply.headers);
  return { status: reply.status, headers: all, body: parsed(await reply.text()) as never };
}

/** The body of a GET. */
export const read = async (world: TestWorld, path: string, headers: Asking['headers'] = {}): Promise<never> =>
  (await ask(world, 'GET', path, { headers })).body;

export const valueOf = (body: unknown): readonly Row[] => (body as { value: Row[] }).value;
export const firstOf = (body: unknown): Row => valueOf(body)[0] as Row;
export const idOf = (row: unknown): string => encodeURIComponent((row as { id: string }).id);

/** A recorded row as a seed takes it: without annotations, links and ids. */
export const seedOf = (row: Row): Row => omitBy(row, (_, name) => name.includes('@') || name === 'id') as Row;

const COMPARED_HEADERS = ['location', 'content-type', 'preference-applied', 'retry-after', 'www-authenticate'];

/** What stands in quotes in an address is an id; what stands before the version is a host. */
const formOf = (location: string): string => location.replace(/^.*\/v1\.0\//, '').replace(/'[^']*'/g, "'…'");
/** Blanks between the parameters of a type are the gateway's whim: both are recorded. */
const typeOf = (value: string): string => value.replace(/; +/g, ';').toLowerCase();

interface Enveloped {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

function comparedHeaders(headers: Readonly<Record<string, string>>): Row {
  const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  const kept = all.filter(([name]) => COMPARED_HEADERS.includes(name));
  const shown = (name: string, value: string) =>
    name === 'location' ? formOf(value) : name === 'content-type' ? typeOf(value) : value;
  return Object.fromEntries(kept.map(([name, value]) => [name, shown(name, value)]));
}

/** Status, the headers that programs go by, and the body; the rest of the headers belongs to the transport. */
export const envelope = ({ status, headers = {}, body }: Enveloped) => ({
  ...{ status, headers: comparedHeaders(headers), body: body ?? '' },
});

export const withoutHeaders = ({ status, body }: Enveloped) => ({ status, body });
export const bodyIn = ({ body }: Enveloped) => body;
