import groupBy from 'lodash/groupBy';
import type { INodeProperties, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { messageAndStep } from '../../../reasons';
import { explainResult, insertCalls, type ZohoClient, type ZohoResult } from '../../../clients/zoho';
import { UsageError } from '../../../engine/errors';
import { zohoClient } from '../../shared/clients';
import { shownFor } from '../../shared/descriptions';
import { failedItem } from '../../shared/items';
import { located, workflowTriggers } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { bodyOf } from '../body';
import { readFields, type FieldMeta } from '../metadata';
import { namesParameter } from './read.operation';

const mapper = (mode: 'add' | 'map', ...operation: readonly string[]): INodeProperties => ({
  displayName: 'Fields',
  name: 'fields',
  type: 'resourceMapper',
  noDataExpression: true,
  default: { mappingMode: 'defineBelow', value: null },
  displayOptions: { show: { resource: ['record'], operation: [...operation], specify: ['map'] } },
  typeOptions: {
    loadOptionsDependsOn: ['module.value', 'operation'],
    resourceMapper: {
      resourceMapperMethod: 'getModuleFields',
      mode,
      fieldWords: { singular: 'field', plural: 'fields' },
      addAllFields: false,
      supportAutoMap: true,
    },
  },
});

/** What is written, and how an existing record is recognised. */
export const writeProperties: INodeProperties[] = [
  {
    displayName: 'Specify Fields',
    name: 'specify',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Map Each Field', value: 'map' },
      { name: 'JSON', value: 'json' },
    ],
    default: 'map',
    displayOptions: shownFor('record', 'create', 'update', 'upsert'),
  },
  mapper('add', 'create'),
  mapper('map', 'update', 'upsert'),
  {
    displayName: 'Fields (JSON)',
    name: 'fieldsJson',
    type: 'json',
    default: '{\n  "Last_Name": ""\n}',
    description: 'Fields by their API names. A look-up takes the ID of the other record.',
    displayOptions: { show: { resource: ['record'], operation: ['create', 'update', 'upsert'], specify: ['json'] } },
  },
  {
    displayName: 'Duplicate Check Field Names or IDs',
    name: 'duplicateCheck',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['module.value'] },
    default: [],
    description:
      'By which fields an existing record is recognised, in this order. Empty means what Zoho itself checks: the email of contacts and leads, the name of accounts. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownFor('record', 'upsert'),
  },
];

/** What one input item wants written. Items of one group go in one call. */
interface Job {
  readonly item: number;
  readonly module: string;
  readonly duplicateCheck: readonly string[];
  readonly body: IDataObject;
}

type Call = (zoho: ZohoClient, jobs: readonly Job[], trigger: readonly string[]) => Promise<readonly ZohoResult[]>;
type Prepare = (context: IExecuteFunctions, zoho: ZohoClient) => Promise<readonly Job[]>;

/** Jobs of one module and one duplicate check, a hundred at a time; one that recurs alone. */
function groups(jobs: readonly Job[]): readonly (readonly Job[])[] {
  const alike = Object.values(groupBy(jobs, ({ module, duplicateCheck }) => JSON.stringify([module, duplicateCheck])));
  return alike.flatMap((group) => insertCalls(group, ({ body }) => body));
}

const success = (action: string, { module }: Job, result: ZohoResult): IDataObject => ({
  id: result.id,
  module,
  status: result.action === null ? action : result.action === 'insert' ? 'created' : 'updated',
  modifiedTime: result.modifiedAt,
});

function resultItem(context: IExecuteFunctions, action: string, job: Job, result: ZohoResult): INodeExecutionData {
  const pairedItem = { item: job.item };
  if (result.ok) return { json: success(action, job, result), pairedItem };
  const { message, nextStep } = messageAndStep(explainResult(result).reason);
  const error = new UsageError(message, nextStep, job.item);
  return failedItem(context, job.item, error);
}

/** Everybody gets a result; without "continue" the first refusal then fails the node and says how many went through. */
function refuseIfAny(context: IExecuteFunctions, results: readonly INodeExecutionData[]): void {
  const failed = results.filter(({ error }) => error !== undefined);
  const [first] = failed;
  if (!first || context.continueOnFail()) return;
  const { error, details } = first.json as { error: string; details: string };
  const rest =
    results.length > 1
      ? ` ${results.length - failed.length} of ${results.length} records ${results.length - failed.length === 1 ? 'was' : 'were'} written.`
      : '';
  const item = (first.pairedItem as { item: number }).item;
  throw new UsageError(`${error}${rest}`, details, item);
}

const writing =
  (action: string, prepare: Prepare, call: Call): Operation =>
  async (context) => {
    const zoho = await zohoClient(context);
    const trigger = workflowTriggers(context);
    const done: INodeExecutionData[] = [];
    for (const group of groups(await prepare(context, zoho))) {
      const results = await call(zoho, group, trigger);
      done.push(...group.map((job, index) => resultItem(context, action, job, results[index] as ZohoResult)));
    }
    refuseIfAny(context, done);
    return [done.sort((a, b) => itemOf(a) - itemOf(b))];
  };

const itemOf = ({ pairedItem }: INodeExecutionData): number => (pairedItem as { item: number }).item;

/** Fields are checked against the org as it is now: what n8n saved of them in the workflow may be old. */
const withFields =
  (needsId: boolean): Prepare =>
  async (context, zoho) => {
    const known = new Map<string, readonly FieldMeta[]>();
    const jobs: Job[] = [];
    for (const item of context.getInputData().keys()) {
      const module = located(context, 'module', item);
      if (!known.has(module)) known.set(module, await readFields(zoho, module));
      const fields = bodyOf(context, item, module, known.get(module) ?? []);
      const body = needsId ? { ...fields, id: idOf(context, item) } : fields;
      jobs.push({ item, module, duplicateCheck: namesParameter(context, 'duplicateCheck', item), body });
    }
    return jobs;
  };

function idOf(context: IExecuteFunctions, item: number): string {
  const id = String(context.getNodeParameter('recordId', item)).trim();
  if (id === '')
    throw new UsageError('The Record ID is empty.', 'Fill in the ID of the record, such as {{ $json.id }}.', item);
  // Zoho reads a comma as the beginning of a second ID
  if (!/[,\s]/.test(id)) return id;
  throw new UsageError('The Record ID holds more than one ID.', 'Give each record an item of its own.', item);
}

const onlyIds: Prepare = async (context) =>
  [...context.getInputData().keys()].map((item) => ({
    item,
    module: located(context, 'module', item),
    duplicateCheck: [],
    body: { id: idOf(context, item) },
  }));

const moduleOf = ([job]: readonly Job[]): string => job?.module ?? '';
const bodies = (jobs: readonly Job[]) => jobs.map(({ body }) => body);
const idsIn = (jobs: readonly Job[]) => jobs.map(({ body }) => String(body.id));
/** What Zoho checks by itself (v8 docs: "System-defined duplicate check fields"). */
const systemChecks: Readonly<Record<string, readonly string[]>> = {
  Contacts: ['Email'],
  Leads: ['Email'],
  Accounts: ['Account_Name'],
};

export const create = writing('created', withFields(false), (zoho, jobs, trigger) =>
  zoho.records.insert(moduleOf(jobs), bodies(jobs), { trigger }),
);

export const update = writing('updated', withFields(true), (zoho, jobs, trigger) =>
  zoho.records.update(moduleOf(jobs), bodies(jobs), { trigger }),
);

export const upsert = writing('written', withFields(false), (zoho, jobs, trigger) => {
  const chosen = jobs[0]?.duplicateCheck ?? [];
  const checks = chosen.length > 0 ? chosen : (systemChecks[moduleOf(jobs)] ?? []);
  return zoho.records.upsert(moduleOf(jobs), bodies(jobs), checks, { trigger });
});

export const remove = writing('deleted', onlyIds, (zoho, jobs, trigger) =>
  zoho.records.remove(moduleOf(jobs), idsIn(jobs), { trigger }),
);
