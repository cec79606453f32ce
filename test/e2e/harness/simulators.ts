import type { Connection } from './credentials';

export interface LoggedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly credits: number;
  /** what the caller calls itself */
  readonly client: string;
  /** inside a batch */
  readonly inner?: boolean;
}

type Raw = Readonly<Record<string, unknown>>;

interface ZohoState {
  readonly modules: Readonly<Record<string, readonly Raw[]>>;
}

interface GraphState {
  readonly lists: readonly { readonly displayName: string; readonly tasks: readonly Raw[] }[];
  readonly contacts: readonly Raw[];
  readonly defaultFolderId: string;
}

/** Asks one of a simulator's admin routes; `base` is the API's base URL. */
export async function askSimulator<T>(base: string, path: string, body?: unknown): Promise<T> {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${base}/_simulator/${path}`, body === undefined ? {} : post);
  if (!answer.ok) throw new Error(`The simulator at ${base} answered ${answer.status} to ${path}`);
  return (await answer.json()) as T;
}

export function requestsOf(base: string): Promise<readonly LoggedRequest[]> {
  return askSimulator(base, 'requests');
}

/** All records of a CRM module as the simulator keeps them. */
export async function zohoRecords({ zoho }: Connection, module: string): Promise<readonly Raw[]> {
  return (await askSimulator<ZohoState>(zoho.api, 'state')).modules[module] ?? [];
}

/** All contacts of the default folder as the simulator keeps them. */
export async function outlookContacts({ graph }: Connection): Promise<readonly Raw[]> {
  const { contacts, defaultFolderId } = await askSimulator<GraphState>(graph.api, 'state');
  return contacts.filter(({ parentFolderId }) => parentFolderId === defaultFolderId);
}

/** All tasks of a list of To Do as the simulator keeps them. */
export async function outlookTasks({ graph }: Connection, list = 'Tasks'): Promise<readonly Raw[]> {
  const { lists } = await askSimulator<GraphState>(graph.api, 'state');
  return lists.find(({ displayName }) => displayName === list)?.tasks ?? [];
}
