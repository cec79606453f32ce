import addFormats from 'ajv-formats';
import Ajv, { type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const folder = join(process.env.ZOHO_OUTLOOK_SPECS ?? join(__dirname, '../../../../shared/specs'), 'zoho-crm-v8');
const ROOT = 'https://raw.githubusercontent.com/Zohocorp-Pvt-Ltd/crm-oas/refs/heads/main/v8.0/';

/** The files that describe what is sent, the special ones before those of any module and record; with those they point to. */
const operationFiles = ['coql', 'notifications', 'associate_email', 'cancel_meetings', 'record'];
const sharedFiles = ['users', 'tags', 'common', 'currencies', 'territories', 'layouts'];

/** Of a record, parts with a schema of their own. */
const parts: Readonly<Record<string, string>> = {
  Participants: 'Participants',
  Recurring_Activity: 'Recurring_Activity',
};

/**
 * Where the files contradict Zoho's own documentation and samples (captures: v7-associate-email-request, v7-watch-request,
 * v7-insert-event-request): by schema, what a request may hold besides, and what it need not hold.
 */
const corrections: Readonly<
  Record<string, { readonly more?: readonly string[]; readonly optional?: readonly string[] }>
> = {
  // An attachment has its name in the documentation's sample; who is linked as well.
  'associate_email/attachments': { more: ['name'] },
  // Told "mandatory" for deals only (v8 docs: "Associate email"); the owner is named by the documentation (v7), for administrators.
  'associate_email/associate_email': { optional: ['linked_record'], more: ['owner'] },
  // Somebody's name goes along nowhere in the samples of requests.
  'users/Minified_User': { optional: ['name'] },
};

const withoutKeys = (of: Json, keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(of).filter(([key]) => !keys.includes(key)));

/**
 * One schema as it holds for what is sent: no name that it does not declare. Patterns describe the one sample they were made of
 * (`[a-z]{7}[@]zoho[.]com`), a bare `object` stands for anything, and null clears any field.
 */
function strict(name: string, node: unknown): unknown {
  if (Array.isArray(node)) return node.map((one) => strict('', one));
  if (!isObject(node)) return node;
  const { more = [], optional = [] } = corrections[name] ?? {};
  const { nullable: _n, pattern: _p, example: _e, discriminator: _d, ...rest } = node;
  if (!isObject(rest.properties)) return rest.type === 'object' && !rest.additionalProperties ? {} : strictParts(rest);
  const required = Array.isArray(rest.required) ? rest.required.filter((one) => !optional.includes(String(one))) : [];
  const properties = { ...strictParts(rest.properties), ...Object.fromEntries(more.map((one) => [one, {}])) };
  return { additionalProperties: false, ...withoutKeys(rest, ['required']), properties, required };
}

const strictParts = (node: Json): Json =>
  Object.fromEntries(Object.entries(node).map(([key, value]) => [key, strict('', value)]));

const read = (file: string): Json => JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8')) as Json;
const componentsOf = (file: Json): { readonly schemas: Json; readonly requestBodies?: Json } =>
  file.components as { schemas: Json };

function makeAjv(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  for (const file of [...operationFiles, ...sharedFiles]) {
    const { schemas } = componentsOf(read(file));
    const named = Object.entries(schemas).map(([name, one]) => [name, strict(`${file}/${name}`, one)]);
    ajv.addSchema({ $id: `${ROOT}${file}.json`, components: { schemas: Object.fromEntries(named) as Json } });
  }
  return ajv;
}

let shelf: Ajv | undefined;
function schemaAt(ref: string): ValidateFunction {
  shelf ??= makeAjv();
  const found = shelf.getSchema(ref);
  if (!found) throw new Error(`No schema ${ref}`);
  return found;
}

const matcher = (path: string): RegExp => new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`, 'i');

/** Of each operation with a body, the schema of it. */
function operationsOf(
  file: string,
): readonly { readonly method: string; readonly path: RegExp; readonly ref: string }[] {
  const spec = read(file);
  const named = componentsOf(spec).requestBodies as Record<string, Json> | undefined;
  return Object.entries(spec.paths as Record<string, Json>).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => {
      const text = JSON.stringify((operation as Json).requestBody ?? {});
      const body = /#\/components\/requestBodies\/(\w+)/.exec(text)?.[1];
      const schema = /#\/components\/schemas\/(\w+)/.exec(body ? JSON.stringify(named?.[body]) : text)?.[1];
      return schema
        ? [
            {
              method: method.toUpperCase(),
              path: matcher(path),
              ref: `${ROOT}${file}.json#/components/schemas/${schema}`,
            },
          ]
        : [];
    }),
  );
}

let operations: ReturnType<typeof operationsOf> | undefined;

/** Nulls clear a field, whatever its type; Zoho's files say `nullable` only here and there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, one]) => one !== null);
  return Object.fromEntries(kept.map(([key, one]) => [key, withoutNulls(one)]));
}

function faultsBy(ref: string, value: unknown, at: string): readonly string[] {
  const validate = schemaAt(ref);
  if (validate(withoutNulls(value))) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${at}${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : value ? [value] : []);

const partFaults = (record: unknown): readonly string[] =>
  isObject(record)
    ? Object.entries(parts).flatMap(([name, schema]) =>
        listOf(record[name]).flatMap((one) => faultsBy(`${ROOT}record.json#/components/schemas/${schema}`, one, name)),
      )
    : [];

/** What is wrong, by Zoho's own OpenAPI files, with a body that was sent to a path of the CRM; in words. */
export function specFaults(method: string, path: string, body: unknown): readonly string[] {
  operations ??= operationFiles.flatMap(operationsOf);
  const found = operations.find((one) => one.method === method && one.path.test(path));
  if (!found) return ['no such operation with a body'];
  const records = isObject(body) && Array.isArray(body.data) ? body.data : [];
  return [...faultsBy(found.ref, body, ''), ...records.flatMap(partFaults)];
}
