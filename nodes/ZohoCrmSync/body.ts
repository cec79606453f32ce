import mapValues from 'lodash/mapValues';
import pickBy from 'lodash/pickBy';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { UsageError } from '../../engine/errors';
import type { FieldMeta } from './metadata';

interface Mapper {
  readonly mappingMode?: string;
}

const lookups = ['lookup', 'ownerlookup'];

function fromJson(context: IExecuteFunctions, item: number): IDataObject {
  const given = context.getNodeParameter('fieldsJson', item) as string | IDataObject;
  try {
    const parsed: unknown = typeof given === 'string' ? JSON.parse(given) : given;
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as IDataObject;
  } catch {
    // Falls through to the one message for all that is no object.
  }
  throw new UsageError(
    'Fields (JSON) is no JSON object.',
    'Write it like {"Last_Name": "Tanaka", "City": "Kyoto"}.',
    item,
  );
}

/** Automatic mapping takes from the input item what the module has a field for, and leaves the rest. */
function fromMapper(context: IExecuteFunctions, item: number, known: ReadonlySet<string>): IDataObject {
  const { mappingMode } = context.getNodeParameter('fields', item) as Mapper;
  if (mappingMode !== 'autoMapInputData')
    return (context.getNodeParameter('fields.value', item, {}) ?? {}) as IDataObject;
  const json: IDataObject = context.getInputData()[item]?.json ?? {};
  return pickBy(json, (_, name) => known.has(name));
}

/** A look-up is an object with an id; the id alone is what people have at hand. */
type JsonValue = IDataObject[string];
const valueFor = (meta: FieldMeta | undefined, value: JsonValue): JsonValue =>
  lookups.includes(meta?.data_type ?? '') && typeof value === 'string' && value !== '' ? { id: value } : value;

/** One input item's fields as Zoho wants them. Zoho drops what it does not know without a word, so we say it. */
export function bodyOf(
  context: IExecuteFunctions,
  item: number,
  module: string,
  fields: readonly FieldMeta[],
): IDataObject {
  const byName = new Map(fields.map((field) => [field.api_name, field]));
  const json = context.getNodeParameter('specify', item) === 'json';
  const given = json ? fromJson(context, item) : fromMapper(context, item, new Set(byName.keys()));
  const unknown = Object.keys(given).filter((name) => !byName.has(name) && !name.startsWith('$'));
  if (unknown.length > 0) {
    throw new UsageError(
      `The module ${module} has no field ${unknown.join(', ')}.`,
      'Use API names (Setup, Developer Hub, APIs, API Names in Zoho CRM), or reload the fields in the node.',
      item,
    );
  }
  return mapValues(given, (value, name) => valueFor(byName.get(name), value));
}
