import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ZohoClient } from '../../../clients/zoho';
import { addressKey } from '../../../sync/compare';
import { zohoClient } from '../../shared/clients';
import { UsageError } from '../../../engine/errors';
import { located } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { fieldsToRead, readFields } from '../metadata';
import { namesParameter } from './read.operation';

interface Wanted {
  readonly item: number;
  readonly email: string;
}

const quoted = (value: string): string => `'${value.replace(/'/g, "''")}'`;
/** Addresses in one query; Zoho takes 100 values in a list, and a query may have two lists of them. */
const atOnce = 50;

const emailOf = (context: IExecuteFunctions, item: number) => String(context.getNodeParameter('email', item)).trim();

async function emailFields(zoho: ZohoClient, module: string): Promise<readonly string[]> {
  const fields = (await readFields(zoho, module)).filter(({ data_type }) => data_type === 'email');
  if (fields.length > 0) return fields.map(({ api_name }) => api_name);
  throw new UsageError(`The module ${module} has no email field.`, 'Choose a module such as Contacts or Leads.');
}

/** Names stand in a query as they are; whatever is no name would be read as a part of the query. */
function checkName(name: string): void {
  if (/^[\w$.]+$/.test(name)) return;
  throw new UsageError(`"${name}" is no API name of a module or field.`, 'Choose it in the list, or use its API name.');
}

/** `(a in (…) or b in (…))`; COQL wants one pair of brackets for every `or`. */
const whereIn = (fields: readonly string[], list: string): string =>
  fields.map((field) => `${field} in (${list})`).reduce((all, one) => `(${all} or ${one})`);

async function ask(zoho: ZohoClient, module: string, wanted: readonly Wanted[], select: readonly string[]) {
  const fields = await emailFields(zoho, module);
  const columns = [...new Set([...select.slice(0, 50 - fields.length), ...fields])];
  [module, ...columns].forEach(checkName);
  const found: IDataObject[] = [];
  for (let start = 0; start < wanted.length; start += atOnce) {
    const list = wanted.slice(start, start + atOnce).map(({ email }) => quoted(email));
    const where = whereIn(fields, list.join(','));
    for await (const page of zoho.coql({ select: `select ${columns.join(', ')} from ${module} where ${where}` }))
      found.push(...(page.data as readonly IDataObject[]));
  }
  return { fields, found };
}

/** Compared again: whether Zoho minds case is the org's business. A query sees records at once, the search only later. */
export const findByEmail: Operation = async (context) => {
  const zoho = await zohoClient(context);
  const module = located(context, 'module');
  const wanted = [...context.getInputData().keys()].map((item) => ({ item, email: emailOf(context, item) }));
  const select = await fieldsToRead(zoho, module, namesParameter(context, 'select', 0));
  const asked = wanted.filter(({ email }) => email !== '');
  const { fields, found } = await ask(zoho, module, asked, select);
  const has = (record: IDataObject, email: string) =>
    fields.some((field) => typeof record[field] === 'string' && addressKey(record[field]) === addressKey(email));
  return [
    asked.flatMap(({ item, email }) =>
      found.filter((record) => has(record, email)).map((json): INodeExecutionData => ({ json, pairedItem: { item } })),
    ),
  ];
};
