import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const SPECS = process.env.ZOHO_OUTLOOK_SPECS ?? resolve(__dirname, '../../../../../shared/specs');
const FILE = join(SPECS, 'graph-v1.0/metadata.csdl.xml');

/** Microsoft's own metadata of Graph v1.0, where it is at hand; null elsewhere. */
export const csdl = existsSync(FILE) ? readFileSync(FILE, 'utf8') : null;

/** What live answers hold and the metadata of v1.0 does not declare, or otherwise: a purpose comes as an object (recorded answers). */
const RECORDED: Readonly<Record<string, readonly string[]>> = {
  ...{ event: ['uid', 'occurrenceId'], mailboxSettings: ['userPurpose'] },
};

interface Declared {
  readonly names: ReadonlyMap<string, string>;
  readonly base: string | undefined;
}

function declaredIn(type: string): Declared {
  const found = new RegExp(`<(EntityType|ComplexType) Name="${type}"([^>]*?)(/>|>([\\s\\S]*?)</\\1>)`).exec(csdl ?? '');
  if (!found) throw new Error(`Not in the metadata: ${type}`);
  const properties = [...(found[4] ?? '').matchAll(/<(?:Navigation)?Property Name="(\w+)" Type="([^"]+)"/g)];
  return {
    names: new Map(properties.map(([, name = '', of = '']) => [name, of])),
    base: /BaseType="graph\.(\w+)"/.exec(found[2] ?? '')?.[1],
  };
}

/** Properties of a type and of all it is built on, with their types as written in the metadata, and what recordings add. */
export function propertiesOf(type: string): Map<string, string> {
  const { names, base } = declaredIn(type);
  const recorded = (RECORDED[type] ?? []).map((name): [string, string] => [name, 'Edm.String']);
  return new Map([...(base ? propertiesOf(base) : []), ...names, ...recorded]);
}

/** Names in a reply that its type, or that of a part, does not declare. */
export function undeclared(type: string, row: Record<string, unknown>): string[] {
  const known = propertiesOf(type);
  return Object.entries(row)
    .filter(([name]) => !name.includes('@'))
    .flatMap(([name, value]) => {
      const part = /graph\.(\w+)/.exec(known.get(name) ?? '')?.[1];
      if (!known.has(name)) return [`${type}/${name}`];
      const parts = [value].flat().filter((entry) => typeof entry === 'object' && entry !== null);
      return part ? parts.flatMap((entry) => undeclared(part, entry as Record<string, unknown>)) : [];
    });
}
