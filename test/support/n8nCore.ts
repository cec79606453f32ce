import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  ExecuteContext,
  ExecutionLifecycleHooks,
  LoadOptionsContext,
  PackageDirectoryLoader,
  RoutingNode,
  WorkflowExecute,
} from 'n8n-core';
import type {
  IConnections,
  IDataObject,
  INode,
  INodeExecutionData,
  INodeType,
  INodeTypes,
  IRun,
  IWorkflowExecuteAdditionalData,
  WorkflowExecuteMode,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';
import { TestCredentials, type StoredCredential } from './n8nCredentials';

const root = join(__dirname, '..', '..');
/** The package's own prefix, as n8n names the types of an installed community package. */
export const prefix = 'n8n-nodes-zoho-outlook.';

/** Nodes of n8n itself, as far as our workflows need them. */
const passThrough = (name: string, more: object = {}): INodeType => ({
  description: {
    ...{ displayName: name, name, group: ['transform'], version: [1, 1.2], description: name },
    ...{ defaults: { name }, inputs: ['main'], outputs: ['main'], properties: [], ...more },
  } as INodeType['description'],
  async execute() {
    return [this.getInputData()];
  },
});

/** Gives out the items that a test planted in its parameters. */
const source: INodeType = {
  ...passThrough('source', {
    inputs: ['main'],
    properties: [{ displayName: 'Items', name: 'items', type: 'json', default: '[]' }],
  }),
  async execute() {
    const items = JSON.parse(this.getNodeParameter('items', 0) as string) as IDataObject[];
    return [items.map((json) => ({ json, pairedItem: { item: 0 } }))];
  },
};

/** Lets nothing through, and starts nothing: a run of a test is one run. */
const nothing = (name: string): INodeType => ({
  ...passThrough(name),
  async execute() {
    return [[]];
  },
});

const stubs: Readonly<Record<string, INodeType>> = {
  'n8n-nodes-base.filter': nothing('filter'),
  'n8n-nodes-base.if': nothing('if'),
  'n8n-nodes-base.executeWorkflow': nothing('executeWorkflow'),
  'n8n-nodes-base.executeWorkflowTrigger': passThrough('executeWorkflowTrigger', { inputs: [], group: ['trigger'] }),
  'n8n-nodes-base.manualTrigger': passThrough('manualTrigger', { inputs: [], group: ['trigger'] }),
  'n8n-nodes-base.scheduleTrigger': passThrough('scheduleTrigger', { inputs: [], group: ['trigger'] }),
  'n8n-nodes-base.errorTrigger': passThrough('errorTrigger', { inputs: [], group: ['trigger'] }),
  'n8n-nodes-base.microsoftOutlook': passThrough('microsoftOutlook'),
  'n8n-nodes-base.n8nTrigger': passThrough('n8nTrigger', { inputs: [], group: ['trigger'] }),
  'n8n-nodes-base.stickyNote': passThrough('stickyNote', { inputs: [], outputs: [] }),
  'n8n-nodes-base.noOp': passThrough('noOp'),
  'test.source': source,
};

let loading: Promise<PackageDirectoryLoader> | undefined;

async function load(): Promise<PackageDirectoryLoader> {
  if (!existsSync(join(root, 'dist', 'nodes', 'SyncControl', 'SyncControl.node.js')))
    throw new Error('There is no compiled package in dist/: run "npm run build" first.');
  const loader = new PackageDirectoryLoader(root);
  await loader.loadAll();
  return loader;
}

/** The package as n8n loads it: from package.json and dist/. */
export const loadedPackage = (): Promise<PackageDirectoryLoader> => (loading ??= load());

async function nodeTypes(): Promise<INodeTypes> {
  const loader = await loadedPackage();
  const find = (type: string): INodeType =>
    stubs[type] ?? (loader.getNode(type.slice(type.indexOf('.') + 1)).type as INodeType);
  return { getByName: find, getByNameAndVersion: find, getKnownTypes: () => ({}) };
}

export interface TestWorkflow {
  /** n8n's ID of the workflow; one of our own where nothing is said. */
  readonly id?: string;
  readonly nodes: readonly INode[];
  readonly connections: IConnections;
  readonly settings?: IDataObject;
  /** The node that is executed first; n8n's own choice where nothing is said. */
  readonly startAt?: string;
}

export interface Ran {
  readonly run: IRun;
  /** Items of one output of a node in this run. */
  items(node: string, output?: number): readonly INodeExecutionData[];
  /** Message and description of the error that ended the run, or null. */
  readonly error: { readonly message: string; readonly description: string; readonly node: string } | null;
  hints(node: string): readonly string[];
}

/** A workflow as n8n's engine holds it, and what goes with it everywhere. */
export async function prepare(given: TestWorkflow, credentials: readonly StoredCredential[], executionId = '1') {
  const workflow = new Workflow({
    id: given.id ?? 'testWorkflow',
    name: 'Test workflow',
    nodes: given.nodes.map((node) => ({ ...node })),
    connections: given.connections,
    active: false,
    nodeTypes: await nodeTypes(),
    settings: { executionOrder: 'v1', ...given.settings },
    staticData: {},
  });
  const helper = new TestCredentials(credentials, await loadedPackage());
  const additionalData = {
    hooks: new ExecutionLifecycleHooks('manual', '1', { nodes: [], connections: {} } as never),
    credentialsHelper: helper,
    executionId,
    variables: {},
    currentNodeExecutionIndex: 0,
    webhookWaitingBaseUrl: 'http://127.0.0.1/webhook-waiting',
    formWaitingBaseUrl: 'http://127.0.0.1/form-waiting',
  } as unknown as IWorkflowExecuteAdditionalData;
  return { workflow, additionalData, helper };
}

/** Runs a workflow through n8n's own engine, in this process. */
export async function runWorkflow(
  given: TestWorkflow,
  credentials: readonly StoredCredential[] = [],
  executionId?: string,
  mode: WorkflowExecuteMode = 'manual',
): Promise<Ran> {
  const { workflow, additionalData } = await prepare(given, credentials, executionId);
  const run = await new WorkflowExecute(additionalData, mode).run({
    workflow,
    ...(given.startAt && { startNode: workflow.getNode(given.startAt)! }),
  });
  const { runData, error, lastNodeExecuted } = run.data.resultData;
  const first = (node: string) => runData[node]?.[0];
  const told = error as { message: string; description?: string | null } | undefined;
  return {
    run,
    items: (node, output = 0) => first(node)?.data?.main?.[output] ?? [],
    error: told
      ? { message: told.message, description: String(told.description ?? ''), node: lastNodeExecuted ?? '' }
      : null,
    hints: (node) => (first(node)?.hints ?? []).map(({ message }) => message),
  };
}

/** What the editor has at hand when it fills a list of a node's parameter. */
export async function editorContext(
  node: INode,
  credentials: readonly StoredCredential[],
): Promise<LoadOptionsContext> {
  const { workflow, additionalData } = await prepare({ nodes: [node], connections: {} }, credentials);
  // n8n hands over the workflow's own node, in which every default is filled in
  return new LoadOptionsContext(workflow, workflow.getNode(node.name) ?? node, additionalData, '');
}

/** The request of a credential's test, sent as n8n's own tester does: by its routing, as a node's request. */
export async function sendCredentialTest(credential: StoredCredential, of: string): Promise<unknown> {
  const tested = node('Temp', of, {}, credential);
  const { additionalData } = await prepare({ nodes: [tested], connections: {} }, [credential]);
  const request = (await loadedPackage()).getCredential(credential.type).type.test?.request;
  const type = (await nodeTypes()).getByNameAndVersion(tested.type, 1);
  const copy = {
    description: {
      ...type.description,
      credentials: [{ name: credential.type, required: true }],
      properties: [{ displayName: 'Temp', name: 'temp', type: 'string', routing: { request }, default: '' }],
    },
  } as INodeType;
  const types = { getByName: () => copy, getByNameAndVersion: () => copy, getKnownTypes: () => ({}) };
  const workflow = new Workflow({ nodes: [tested], connections: {}, active: false, nodeTypes: types });
  const data = createEmptyRunExecutionData();
  const input = { main: [[{ json: {} }]] };
  const run = { node: tested, data: {}, source: null };
  const context = new ExecuteContext(workflow, tested, additionalData, 'internal', data, 0, [], input, run, []);
  return await new RoutingNode(context, copy, credential as never).runNode();
}

let position = 0;

/** A node of ours (`syncControl`) or of n8n (`n8n-nodes-base.noOp`). */
export function node(
  name: string,
  type: string,
  parameters: IDataObject = {},
  credential?: StoredCredential,
  more: Partial<INode> = {},
): INode {
  const credentials = credential && { [credential.type]: { id: credential.id, name: credential.name } };
  const where: [number, number] = [(position += 100), 0];
  const full = type.includes('.') ? type : `${prefix}${type}`;
  return {
    ...{ id: `id-${name}`, name, type: full, typeVersion: 1, position: where },
    ...{ parameters: parameters as INode['parameters'], ...(credentials && { credentials }) },
    ...more,
  };
}

/** `from` → its outputs in order, each a list of `node` or `node:input`. */
export const wires = (table: Readonly<Record<string, readonly (readonly string[])[]>>): IConnections =>
  Object.fromEntries(
    Object.entries(table).map(([from, outputs]) => {
      const main = outputs.map((targets) =>
        targets.map((target) => {
          const [to = '', index = '0'] = target.split(':');
          return { node: to, type: 'main' as const, index: Number(index) };
        }),
      );
      return [from, { main }];
    }),
  );
