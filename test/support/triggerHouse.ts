import { HookContext, PollContext, WebhookContext } from 'n8n-core';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject, INodeExecutionData, INodeType, IWebhookData } from 'n8n-workflow';
import { node, prepare } from './n8nCore';
import type { StoredCredential } from './n8nCredentials';

type Item = INodeExecutionData['json'];

/** What one call from outside was answered, and the item it started a run with. */
export interface Called {
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly items: readonly Item[];
}

export interface Guest {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** A response as Express gives it, as far as a webhook needs. */
function fakeResponse() {
  const told = { status: 200, type: '', text: '' };
  const response = {
    status: (status: number) => (Object.assign(told, { status }), response),
    set: (headers: Record<string, string>) => (Object.assign(told, { type: headers['Content-Type'] ?? '' }), response),
    send: (text: string) => (Object.assign(told, { text }), response),
    end: () => response,
  };
  return { told, response };
}

const firstOutput = (data: readonly (readonly INodeExecutionData[])[] | null | undefined): readonly Item[] =>
  (data?.[0] ?? []).map(({ json }) => json);

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

/**
 * A trigger node as n8n holds it while its workflow is published, with a real address on this machine. `renewed` is the same node
 * after a restart of n8n, or with other parameters; `live` false is a test in the editor.
 */
export async function triggerHouse(
  type: string,
  parameters: IDataObject,
  credential: StoredCredential,
  { name = 'Trigger', live = true } = {},
) {
  const given = { nodes: [node(name, type, parameters, credential)], connections: {} };
  const { workflow, additionalData } = await prepare(given, [credential]);
  const own = workflow.getNode(name)!;
  const nodeType = workflow.nodeTypes.getByNameAndVersion(own.type, 1) as INodeType;
  const mode = live ? 'trigger' : 'manual';
  const started: Item[] = [];
  const serve = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => serve.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(serve.address() as AddressInfo).port}/`;
  Object.assign(additionalData, {
    ...{ instanceBaseUrl: base, webhookBaseUrl: `${base}webhook`, webhookTestBaseUrl: `${base}webhook-test` },
  });
  const webhookData = {
    ...{ httpMethod: 'POST', node: name, path: 'x', webhookDescription: nodeType.description.webhooks![0] },
    ...{ workflowId: 'testWorkflow', workflowExecuteAdditionalData: additionalData, isTest: !live },
  } as unknown as IWebhookData;
  const hook = () => new HookContext(workflow, own, additionalData, mode, 'activate', webhookData);

  async function call({ body, query = {} }: Guest): Promise<Called> {
    const { told, response } = fakeResponse();
    const httpRequest = { query, body, headers: {}, params: {}, method: 'POST' };
    const data = { ...additionalData, httpRequest, httpResponse: response } as unknown as typeof additionalData;
    const context = new WebhookContext(workflow, own, data, live ? 'webhook' : 'manual', webhookData, [], null);
    const { workflowData } = await nodeType.webhook!.call(context);
    const items = firstOutput(workflowData);
    started.push(...items);
    return { ...told, items };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { searchParams } = new URL(request.url ?? '/', base);
    const text = await readBody(request);
    const body = text.startsWith('{') ? JSON.parse(text) : {};
    const validation = searchParams.get('validationToken');
    const query = { ...Object.fromEntries(searchParams) };
    const answered = call({ body, query });
    // a run begins long after the answer
    const told = validation === null ? { status: 202, type: '', text: '' } : await answered;
    response.writeHead(told.status, told.type ? { 'content-type': told.type } : {}).end(told.text);
    await answered.catch(() => undefined);
  }

  const methods = nodeType.webhookMethods!.default!;
  return {
    base,
    workflow,
    /** Items that calls from outside, the simulators' too, started runs with. */
    started,
    call,
    create: () => methods.create.call(hook()),
    checkExists: () => methods.checkExists.call(hook()),
    remove: () => methods.delete.call(hook()),
    poll: async () => {
      const context = new PollContext(workflow, own, additionalData, mode, 'activate');
      return firstOutput(await nodeType.poll!.call(context));
    },
    stop: () => new Promise((resolve) => (serve.closeAllConnections(), serve.close(resolve))),
  };
}

export type TriggerHouse = Awaited<ReturnType<typeof triggerHouse>>;
