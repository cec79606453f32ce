import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Credential } from './credentialStore';
import { storeCredentials } from './credentialStore';
import { owner } from './environment';
import type { RunningN8n } from './n8n';
import { until } from './until';

export type Json = Record<string, unknown>;

export interface Workflow {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly Json[];
  readonly connections: Json;
  readonly settings?: Json;
}

interface NodeRun {
  readonly executionTime: number;
  readonly executionStatus?: string;
  /** notes for whoever looks at the node */
  readonly hints?: readonly { readonly message: string }[];
  readonly error?: { readonly message: string; readonly description?: string | null };
  readonly data?: { readonly main?: readonly (readonly { readonly json: Json }[] | null)[] };
}

export interface Execution {
  readonly id: string;
  readonly status: string;
  readonly startedAt?: string | null;
  readonly stoppedAt?: string | null;
  readonly data: {
    readonly resultData: {
      readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
      readonly error?: { readonly message: string; readonly description?: string | null };
      readonly lastNodeExecuted?: string;
    };
  };
}

export interface N8nClient {
  /** the editor's own API; answers are unwrapped */
  readonly rest: <T>(method: string, path: string, body?: unknown) => Promise<T>;
  /** the public API */
  readonly api: <T>(method: string, path: string, body?: unknown) => Promise<T>;
}

interface Answer {
  readonly text: string;
  readonly cookie: string | undefined;
}

async function send(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<Answer> {
  const payload = body === undefined ? {} : { body: JSON.stringify(body) };
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  // n8n may end a connection that has been kept just when it is used again, where this process was busy with its simulators
  const once = { connection: 'close' };
  const answer = await fetch(url, { method, headers: { ...type, ...once, ...headers }, ...payload });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text.slice(0, 600)}`);
  const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('n8n-auth='));
  return { text, cookie: cookie?.split(';')[0] };
}

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Logs in, as the owner unless told otherwise, and makes an API key. */
export async function connect(n8n: RunningN8n, { email, password }: Person = owner): Promise<N8nClient> {
  const browser = { 'browser-id': 'end-to-end' };
  const credentials = { emailOrLdapLoginId: email, password };
  const { cookie } = await send(`${n8n.baseUrl}/rest/login`, 'POST', browser, credentials);
  const session = { ...browser, cookie: cookie ?? '' };
  const rest: N8nClient['rest'] = async <T>(method: string, path: string, body?: unknown) => {
    const { text } = await send(`${n8n.baseUrl}/rest${path}`, method, session, body);
    const parsed = JSON.parse(text) as { data?: T };
    return (parsed.data ?? parsed) as T;
  };
  const scopes = await rest<string[]>('GET', '/api-keys/scopes');
  const label = `end-to-end ${Date.now()}`;
  const { rawApiKey } = await rest<{ rawApiKey: string }>('POST', '/api-keys', { label, expiresAt: null, scopes });
  const api: N8nClient['api'] = async <T>(method: string, path: string, body?: unknown) => {
    const { text } = await send(`${n8n.baseUrl}/api/v1${path}`, method, { 'X-N8N-API-KEY': rawApiKey }, body);
    return (text ? JSON.parse(text) : undefined) as T;
  };
  return { rest, api };
}

/**
 * Credentials of these ids, tokens included, which no API takes. n8n's command line does, and starts a whole n8n for it; where n8n
 * is on SQLite the rows are written as it writes them.
 */
export async function importCredentials(n8n: RunningN8n, credentials: readonly Credential[]): Promise<void> {
  if (n8n.isOnSqlite) return storeCredentials(n8n.home, credentials);
  const file = join(n8n.home, 'credentials.json');
  writeFileSync(file, JSON.stringify(credentials), { mode: 0o600 });
  await n8n.cli('import:credentials', `--input=${file}`);
}

/** Somebody else who may build workflows in this n8n, invited by the owner and signed up. */
export async function member(n8n: RunningN8n, { rest }: N8nClient, email: string): Promise<N8nClient> {
  const person = { email, password: 'E2eMember123' };
  type Invited = readonly { readonly user: { readonly inviteAcceptUrl: string } }[];
  const [invited] = await rest<Invited>('POST', '/invitations', [{ email, role: 'global:member' }]);
  const token = new URL(invited?.user.inviteAcceptUrl ?? '').searchParams.get('token');
  const signUp = { token, firstName: 'Mem', lastName: 'Ber', password: person.password };
  await send(`${n8n.baseUrl}/rest/invitations/accept`, 'POST', { 'browser-id': 'end-to-end' }, signUp);
  return connect(n8n, person);
}

/** Keeps the workflow's id. */
export async function importWorkflow(client: N8nClient, workflow: Workflow): Promise<void> {
  await client.rest('POST', '/workflows', workflow);
}

/** n8n's own test of a credential: what the Test button in the editor shows. */
export function testCredential(client: N8nClient, id: string): Promise<{ status: string; message?: string }> {
  return client.api('POST', `/credentials/${id}/test`);
}

/** Presses a manual trigger; hands back the execution's id at once. */
export async function runManually(client: N8nClient, workflowId: string, trigger: string): Promise<string> {
  const body = { triggerToStartFrom: { name: trigger } };
  return (await client.rest<{ executionId: string }>('POST', `/workflows/${workflowId}/run`, body)).executionId;
}

/** Waits for an execution's end and reads it with its data; `limit` in milliseconds. */
export async function waitForExecution(client: N8nClient, id: string, limit = 120_000): Promise<Execution> {
  const read = async () => {
    const path = `/executions/${id}?includeData=true`;
    const execution = await client.api<Execution>('GET', path).catch((error: Error) => {
      if (!error.message.includes(': 404 ')) throw error;
      return undefined;
    });
    return execution?.stoppedAt ? execution : undefined;
  };
  return until(`execution ${id} to end`, read, limit, 100);
}

/** The items a node gave out at one of its outputs in an execution, in all its runs. */
export function itemsOf(execution: Execution, node: string, output = 0): Json[] {
  const runs = execution.data.resultData.runData[node] ?? [];
  return runs.flatMap((run) => (run.data?.main?.[output] ?? []).map((item) => item.json));
}

/** The notes a node left for whoever looks at it. */
export function hintsOf(execution: Execution, node: string): string[] {
  const runs = execution.data.resultData.runData[node] ?? [];
  return runs.flatMap(({ hints }) => (hints ?? []).map(({ message }) => message));
}

/** Why an execution failed, in n8n's words; undefined when it did not. */
export function failureOf(execution: Execution): string | undefined {
  const { error, lastNodeExecuted } = execution.data.resultData;
  if (execution.status === 'success') return undefined;
  return `${lastNodeExecuted ?? 'workflow'}: ${error?.message ?? execution.status} ${error?.description ?? ''}`.trim();
}

/**
 * Publishing answers at once and may fail later; waits until n8n says how it went: on a busy machine n8n may take it up only with its
 * next poll (15 seconds), or when the lease of a lost attempt has ended.
 */
export async function publish(client: N8nClient, workflowId: string): Promise<void> {
  await client.api('POST', `/workflows/${workflowId}/publish`, {});
  const settled = async () => {
    const answer = await client.rest<{ status: string }>('GET', `/workflows/${workflowId}/publication-status`);
    return ['published', 'failed', 'partial'].includes(answer.status) && answer;
  };
  const answer = await until(`workflow ${workflowId} to be published`, settled, 180_000);
  if (answer.status !== 'published') throw new Error(`Workflow ${workflowId} is ${JSON.stringify(answer)}`);
}
