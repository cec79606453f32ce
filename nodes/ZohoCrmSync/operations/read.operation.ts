import type { INodeProperties, IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { shownFor } from '../../shared/descriptions';
import { zohoPath, type ZohoClient, type ZohoPage, type ZohoQuery } from '../../../clients/zoho';
import { zohoClient } from '../../shared/clients';
import { UsageError } from '../../../engine/errors';
import { toNodeError } from '../../shared/errors';
import { located, textParameter } from '../../shared/parameters';
import { failedItem } from '../../shared/items';
import type { Operation } from '../../shared/run';
import { fieldsToRead } from '../metadata';

const listOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  displayOptions: shownFor('record', 'getAll'),
  options: [
    {
      displayName: 'Custom View',
      name: 'view',
      type: 'resourceLocator',
      default: { mode: 'list', value: '' },
      description: 'Only the records that this view shows. It cannot be sorted otherwise.',
      modes: [
        {
          displayName: 'From List',
          name: 'list',
          type: 'list',
          typeOptions: { searchListMethod: 'searchViews', searchable: true },
        },
        { displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 4150868000000087501' },
      ],
    },
    {
      displayName: 'Modified Since',
      name: 'since',
      type: 'dateTime',
      default: '',
      description: 'Only the records that changed after this time',
    },
    {
      displayName: 'Newest First',
      name: 'newestFirst',
      type: 'boolean',
      default: false,
      description: 'Whether to begin with the records that changed last',
    },
  ],
};

/** What is looked for, and what of it is read. */
export const readProperties: INodeProperties[] = [
  {
    displayName: 'Email',
    name: 'email',
    type: 'string',
    placeholder: 'name@email.com',
    default: '',
    required: true,
    description: 'Upper and lower case do not count',
    displayOptions: shownFor('record', 'findByEmail'),
  },
  {
    displayName: 'Query (COQL)',
    name: 'query',
    type: 'string',
    typeOptions: { rows: 4 },
    default: '',
    required: true,
    placeholder: "e.g. select Last_Name, Email from Contacts where Mailing_City = 'Kyoto'",
    description: 'Without LIMIT: Return All or Limit says how many. A WHERE clause is required by Zoho.',
    displayOptions: shownFor('record', 'query'),
  },
  {
    displayName: 'Search By',
    name: 'searchBy',
    type: 'options',
    options: [
      { name: 'Criteria', value: 'criteria', description: 'Such as (Last_Name:starts_with:Tan)' },
      { name: 'Email', value: 'email' },
      { name: 'Phone', value: 'phone' },
      { name: 'Word', value: 'word', description: 'Anywhere in the record' },
    ],
    default: 'criteria',
    displayOptions: shownFor('record', 'search'),
  },
  {
    displayName: 'Search For',
    name: 'searchFor',
    type: 'string',
    default: '',
    required: true,
    placeholder: 'e.g. (Last_Name:starts_with:Tan)',
    displayOptions: shownFor('record', 'search'),
  },
  {
    displayName: 'Return All',
    name: 'returnAll',
    type: 'boolean',
    default: false,
    description: 'Whether to return all results or only up to a given limit',
    displayOptions: { show: { resource: ['record', 'email'], operation: ['getAll', 'search', 'query'] } },
  },
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: {
      show: { resource: ['record', 'email'], operation: ['getAll', 'search', 'query'], returnAll: [false] },
    },
  },
  {
    displayName: 'Field Names or IDs',
    name: 'select',
    type: 'multiOptions',
    typeOptions: { loadOptionsMethod: 'getFields', loadOptionsDependsOn: ['module.value'] },
    default: [],
    description:
      'What to read of each record, at most 50 fields; empty means the first 50 of the module. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
    displayOptions: shownFor('record', 'getAll', 'search', 'findByEmail'),
  },
  listOptions,
];

type Pages = AsyncIterable<ZohoPage>;
/** What one input item asks for. */
type Ask = (context: IExecuteFunctions, zoho: ZohoClient, item: number) => Promise<Pages>;

/** Names chosen in the list, or written by an expression. */
export const namesParameter = (context: IExecuteFunctions, name: string, item: number): readonly string[] => {
  const value = context.getNodeParameter(name, item, []) as string | string[];
  const list = Array.isArray(value) ? value : value.split(',');
  return list.map((one) => one.trim()).filter(Boolean);
};

const limitOf = (context: IExecuteFunctions, item: number): number =>
  context.getNodeParameter('returnAll', item, false) ? Infinity : Number(context.getNodeParameter('limit', item, 50));

/** Reads no page more than the limit needs. */
async function takeUpTo(pages: Pages, limit: number): Promise<readonly IDataObject[]> {
  const all: IDataObject[] = [];
  for await (const { data } of pages) {
    all.push(...(data as readonly IDataObject[]));
    if (all.length >= limit) break;
  }
  return all.length > limit ? all.slice(0, limit) : all;
}

/** Any number of records an input item; a failed item is a result where the node is set to continue. */
export const reading =
  (ask: Ask): Operation =>
  async (context) => {
    const zoho = await zohoClient(context);
    const found: INodeExecutionData[] = [];
    for (const item of context.getInputData().keys()) {
      try {
        const records = await takeUpTo(await ask(context, zoho, item), limitOf(context, item));
        found.push(...records.map((json) => ({ json, pairedItem: { item } })));
      } catch (error) {
        if (!context.continueOnFail()) throw toNodeError(context.getNode(), error);
        found.push(failedItem(context, item, error));
      }
    }
    return [found];
  };

async function listQuery(context: IExecuteFunctions, zoho: ZohoClient, module: string, item: number) {
  const options = context.getNodeParameter('options', item, {}) as { newestFirst?: boolean };
  const view = String(context.getNodeParameter('options.view', item, '', { extractValue: true }) ?? '');
  const fields = (await fieldsToRead(zoho, module, namesParameter(context, 'select', item))).join(',');
  if (view) return { fields, cvid: view };
  return options.newestFirst ? { fields, sort_by: 'Modified_Time', sort_order: 'desc' } : { fields };
}

const sinceOf = (context: IExecuteFunctions, item: number): string | null => {
  const { since } = context.getNodeParameter('options', item, {}) as { since?: string };
  return since ? new Date(since).toISOString().replace(/\.\d+Z$/, '+00:00') : null;
};

export const getMany = reading(async (context, zoho, item) => {
  const module = located(context, 'module', item);
  return zoho.list(module, await listQuery(context, zoho, module, item), sinceOf(context, item));
});

/** The search has numbered pages and ends at 2000 records (v8 docs: "Search records"). */
async function* searchPages(zoho: ZohoClient, module: string, asked: ZohoQuery): AsyncGenerator<ZohoPage> {
  for (let page = 1, more = true; more; page += 1) {
    const reply = await zoho.get(zohoPath`/${module}/search`, { query: { ...asked, per_page: 200, page } });
    more = reply?.info?.more_records === true;
    yield { data: reply?.data ?? [], more };
  }
}

export const search = reading(async (context, zoho, item) => {
  const module = located(context, 'module', item);
  const fields = (await fieldsToRead(zoho, module, namesParameter(context, 'select', item))).join(',');
  const by = textParameter(context, 'searchBy', item);
  return searchPages(zoho, module, { fields, [by]: textParameter(context, 'searchFor', item) });
});

export const query = reading(async (context, zoho, item) => {
  const select = textParameter(context, 'query', item).replace(/;\s*$/, '');
  return zoho.coql({ select, limit: Math.min(limitOf(context, item), 2000) });
});

export const getOne = reading(async (context, zoho, item) => {
  const [module, id] = [located(context, 'module', item), textParameter(context, 'recordId', item)];
  const reply = await zoho.get(zohoPath`/${module}/${id}`);
  const data = (reply?.data ?? []) as readonly IDataObject[];
  if (data.length > 0) return onePage(data);
  throw new UsageError(
    `There is no record ${id} in ${module}.`,
    'Check the ID; a deleted record is in the recycle bin of Zoho CRM.',
    item,
  );
});

async function* onePage(data: readonly IDataObject[]): AsyncGenerator<ZohoPage> {
  yield { data, more: false };
}
