import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Person } from './people';

type Outputs = readonly (readonly unknown[])[];
type FindMatches = (a: unknown[], b: unknown[], by: unknown, options: unknown) => Outputs;

/**
 * n8n's own Compare Datasets, from the n8n that `npm run bench` installs: the function its node calls, with the node's
 * defaults but "include both versions". Answers how many people it found on both sides.
 */
export function loadCompareDatasets(
  nodesBase: string,
): (outlook: readonly Person[], zoho: readonly Person[]) => number {
  const file = join(nodesBase, 'dist/nodes/CompareDatasets/GenericFunctions.js');
  const { findMatches } = createRequire(file)(file) as { findMatches: FindMatches };
  const items = (people: readonly Person[]) =>
    people.map((json, item) => ({ json: { ...json }, pairedItem: { item } }));
  const by = [{ field1: 'email', field2: 'email' }];
  const options = { multipleMatches: 'first', resolve: 'includeBoth', nodeVersion: 2.3 };
  return (outlook, zoho) => {
    const [, same = [], different = []] = findMatches(items(outlook), items(zoho), by, options);
    return same.length + different.length;
  };
}
