import Ajv from 'ajv';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './zohoHarness';

/** Zoho's own OpenAPI files, where they are at hand: beside the repository, or where ZOHO_OUTLOOK_SPECS says. */
const shared = process.env.ZOHO_OUTLOOK_SPECS ?? join(__dirname, '../../../../shared/specs');
const folder = join(shared, 'zoho-crm-v8');
export const haveSpecs = existsSync(join(folder, 'record.json'));

const ROOT = 'https://raw.githubusercontent.com/Zohocorp-Pvt-Ltd/crm-oas/refs/heads/main/v8.0/';

/**
 * What is taken out of Zoho's files, and why:
 * - `required`: they name every key that may ever occur, more than Zoho's own sample replies hold;
 * - `pattern` and `enum` of messages: they describe the one sample they were made from (`[a-z0-9]{9}@[a-z0-9]{5}.com`);
 * - `oneOf`: without `required` the alternatives overlap, so any of them will do;
 * - `nullable`: becomes a JSON Schema type.
 */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (node === null || typeof node !== 'object') return node;
  const { required: _r, pattern: _p, nullable, oneOf, discriminator: _d, example: _e, ...rest } = node as Json;
  const plain = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, asJsonSchema(value)]));
  const type = nullable && typeof rest.type === 'string' ? { type: [rest.type, 'null'] } : {};
  const either = Array.isArray(oneOf) ? { anyOf: oneOf.map(asJsonSchema) } : {};
  return { ...plain, ...type, ...either };
}

const read = (file: string): Json => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json;

/** `properties` named "required" or "pattern" do not occur in these files, so the plain walk above is safe. */
function makeAjv(): Ajv {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { components } = asJsonSchema(read(file)) as Json;
    ajv.addSchema({ $id: ROOT + file, components });
  }
  return ajv;
}

let shelf: Ajv | undefined;

/** Zoho writes null for "no value" wherever it likes; its files say `nullable` only here and there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one)]));
}

/**
 * Where the files contradict Zoho's own documentation and samples: a user's time zone is text such as Asia/Tokyo, the
 * id of a channel is a number or text; a separator is also Comma, an org's type is written small.
 */
const KNOWN_WRONG = [
  /^\/users\/\d+\/time_zone must be object/,
  /^\/users\/\d+\/number_separator must be equal/,
  /^\/org\/0\/type must be equal/,
  /^\/watch\/\d+\/channel_id must be object/,
];

/** What is wrong with a reply, in words; empty when it agrees with the schema of that name in that file. */
export function disagreements(file: string, schema: string, reply: unknown): string[] {
  shelf ??= makeAjv();
  const validate = shelf.getSchema(`${ROOT}${file}.json#/components/schemas/${schema}`);
  if (!validate) throw new Error(`No schema ${schema} in ${file}.json`);
  if (validate(withoutNulls(reply))) return [];
  const found = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
  return found.filter((text) => !KNOWN_WRONG.some((pattern) => pattern.test(text)));
}

/** What recorded answers and Zoho's pages hold, and its files leave out. */
const RECORDED = [
  ...['type__s', 'global_picklist', 'access_type', 'private_profile'],
  ...['actual_plural_label', 'actual_singular_label', 'related_to_record'],
];

/** Keys of an object that the schema does not know: what the simulator made up. */
export function unknownKeys(file: string, schema: string, value: Json): string[] {
  const { components } = read(`${file}.json`) as { components: { schemas: Record<string, { properties: Json }> } };
  const known = Object.keys(components.schemas[schema]?.properties ?? {});
  return Object.keys(value).filter((key) => !known.includes(key) && !RECORDED.includes(key));
}
