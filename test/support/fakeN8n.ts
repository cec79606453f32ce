import { NodeHelpers } from 'n8n-workflow';
import type {
  IExecuteFunctions,
  IHttpRequestOptions,
  INode,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { get } from 'lodash';
import { join } from 'node:path';
import { ConflictResolver } from '../../nodes/ConflictResolver/ConflictResolver.node';
import { CrmMatcher } from '../../nodes/CrmMatcher/CrmMatcher.node';
import { OutlookSync } from '../../nodes/OutlookSync/OutlookSync.node';
import { SyncControl } from '../../nodes/SyncControl/SyncControl.node';
import { ZohoCrmSync } from '../../nodes/ZohoCrmSync/ZohoCrmSync.node';
import type { Connection } from '../../simulators/start';
import type { Life } from './death';
import { makeLife } from './death';

/** What our nodes see of n8n in a scenario: parameters, items, an authenticated request, a folder. */
export interface House {
  readonly folder: string;
  readonly connection: Connection;
  /** of the process that runs; lives on when left out */
  readonly life?: Life;
  /** n8n's word for how the workflow was started; by its trigger when left out */
  readonly mode?: 'manual' | 'trigger';
  /** What the workflow is begun with; nothing when left out. */
  readonly begunWith?: INodeExecutionData['json'];
  /** What the workflow is called. */
  readonly workflow?: string;
  /** Another way for requests to go than over the wire; `type`: of the credential. */
  readonly request?: (type: string, options: IHttpRequestOptions) => Promise<unknown>;
}

export type Inputs = readonly INodeExecutionData[][];

const types: Readonly<Record<string, INodeType>> = {
  syncControl: new SyncControl(),
  outlookSync: new OutlookSync(),
  zohoCrmSync: new ZohoCrmSync(),
  crmMatcher: new CrmMatcher(),
  conflictResolver: new ConflictResolver(),
};
const typeOf = (node: INode): INodeType => types[node.type.split('.')[1] ?? '']!;

/** The node's parameters with every default filled in, as n8n does before it runs it. */
const parametersOf = (node: INode, { properties }: INodeTypeDescription) =>
  NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, typeOf(node).description) ?? {};

const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && '__rl' in value
    ? (value as unknown as { value: unknown }).value
    : value;

const credentials = ({ connection: { zoho, graph } }: House) => ({
  zohoCrmSyncOAuth2Api: {
    dataCenter: 'custom',
    accountsUrl: zoho.accounts,
    apiUrl: zoho.api,
    oauthTokenData: { api_domain: zoho.api, access_token: zoho.accessToken },
  },
  zohoCrmSyncAppPasswordApi: {
    ...{ dataCenter: 'custom', accountsUrl: zoho.accounts, apiUrl: zoho.api, calDavUrl: zoho.calDav.url },
    ...{ email: zoho.calDav.email, appPassword: zoho.calDav.appPassword },
  },
  outlookSyncOAuth2Api: { graphApiBaseUrl: graph.api, oauthTokenData: { access_token: graph.accessToken } },
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const bodyOf = (body: unknown) => (body === undefined || body instanceof ArrayBuffer ? body : JSON.stringify(body));

const immortal = makeLife();

/** Whether a request changes nothing: CalDAV's questions have methods of their own, and a batch may be of nothing but reads. */
function isReading({ method = 'GET', url, body }: IHttpRequestOptions): boolean {
  if (['GET', 'PROPFIND', 'REPORT', 'OPTIONS'].includes(method) || /\/coql$/.test(url)) return true;
  const { requests } = (body ?? {}) as { readonly requests?: readonly { readonly method: string }[] };
  return /\/\$batch$/.test(url) && (requests ?? []).every((one) => one.method === 'GET');
}

/** Sends with the ready-made token; the process may die before the request leaves, and before its answer is heard. */
async function request(house: House, type: string, options: IHttpRequestOptions): Promise<unknown> {
  const { accessToken } = type.startsWith('zoho') ? house.connection.zoho : house.connection.graph;
  const { life = immortal } = house;
  await life.step(isReading(options));
  const answer = await fetch(options.url, {
    method: options.method ?? 'GET',
    headers: { ...(options.headers as Record<string, string>), Authorization: `Bearer ${accessToken}` },
    body: bodyOf(options.body),
  });
  const text = await answer.text();
  await life.hear();
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: parsed(text) };
}

/** Sends as it is told, without a credential of n8n's; texts stay texts, and no redirect is followed. */
async function plainRequest({ life = immortal }: House, options: IHttpRequestOptions): Promise<unknown> {
  const { url, method, headers, body } = options;
  await life.step(isReading(options));
  const asked = { headers: headers as Record<string, string>, body: body as string | undefined };
  const answer = await fetch(url, { method: method ?? 'GET', redirect: 'manual', ...asked });
  const text = await answer.text();
  await life.hear();
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: text };
}

/** What n8n keeps for a node between the runs of a published workflow, apart from the archive. */
const memories = new Map<string, Record<string, unknown>>();
function memoryOf({ folder }: House, name: string): Record<string, unknown> {
  const id = `${folder} ${name}`;
  memories.set(id, memories.get(id) ?? {});
  return memories.get(id)!;
}

/** Runs one node of the template on its inputs; answers its outputs. */
export async function runNode(house: House, node: INode, inputs: Inputs): Promise<INodeExecutionData[][]> {
  const type = typeOf(node);
  const parameters = parametersOf(node, type.description);
  const context = {
    getNode: () => node,
    getInputData: (index = 0) => inputs[index] ?? [],
    getNodeParameter: (name: string, _item: number, fallback?: unknown) => plain(get(parameters, name)) ?? fallback,
    getCredentials: async (name: keyof ReturnType<typeof credentials>) => credentials(house)[name],
    getWorkflow: () => ({ id: 'w', name: house.workflow ?? 'scenario' }),
    getExecutionId: () => '1',
    getMode: () => house.mode ?? 'trigger',
    getWorkflowStaticData: () => memoryOf(house, node.name),
    getTimezone: () => 'Asia/Tokyo',
    continueOnFail: () => false,
    addExecutionHints: () => undefined,
    logger: console,
    helpers: {
      prepareBinaryData: async (bytes: Buffer, fileName: string, mimeType: string) => ({
        ...{ data: bytes.toString('base64'), fileName, mimeType },
      }),
      getBinaryDataBuffer: async (item: number, property: string) =>
        Buffer.from(inputs[0]?.[item]?.binary?.[property]?.data ?? '', 'base64'),
      getStoragePath: () => join(house.folder, 'storage', type.description.name),
      httpRequestWithAuthentication: (name: string, options: IHttpRequestOptions) =>
        house.request ? house.request(name, options) : request(house, name, options),
      httpRequest: (options: IHttpRequestOptions) => plainRequest(house, options),
    },
  };
  return (await type.execute!.call(context as unknown as IExecuteFunctions)) as INodeExecutionData[][];
}
