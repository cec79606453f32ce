import { existsSync, readFileSync } from 'node:fs';
import { company } from './company';
import { demo } from './demo';
import { empty } from './empty';
import { load } from './load';
import { mails } from './manyMails';
import { recipients } from './recipients';
import { small } from './small';
import type { World } from './world';

const SEEDS: Record<string, (size: number) => World> = { company, demo, empty, load, mails, recipients, small };

/** A world by name (`demo`, `load:1000`), or read from a JSON file `{zoho, graph}`. */
export function loadSeed(nameOrFile: string): World {
  const [name = '', size] = nameOrFile.split(':');
  const make = SEEDS[name];
  if (make) return make(Number(size ?? 1000));
  if (!existsSync(nameOrFile)) {
    throw new Error(
      `No seed called "${nameOrFile}". Give one of ${Object.keys(SEEDS).join(', ')}, or a JSON file {zoho, graph}.`,
    );
  }
  const world = JSON.parse(readFileSync(nameOrFile, 'utf8')) as Partial<World>;
  return { zoho: world.zoho ?? {}, graph: world.graph ?? {} };
}
