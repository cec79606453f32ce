import { syncNames, type Archive } from '../archive';
import type { KindName } from '../sync/model';
import { UsageError } from './errors';

const mostNamed = 20;

function whichThereAre(names: readonly string[]): string {
  if (names.length === 0)
    return 'No sync has run in this archive yet: run its workflow once. If it has an archive of its own, choose the same credential Sync Archive here.';
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  return `There are: ${names.slice(0, mostNamed).join(', ')}${more}. Choose one from the list, or spell it as in Start Cycle.`;
}

/** What the sync of that name keeps in step. Throws UsageError, which names those there are, where this archive has none so called. */
export async function requireSync(archive: Archive, sync: string, item?: number): Promise<KindName> {
  const all = await syncNames(archive);
  const found = all.find(({ name }) => name === sync);
  if (found) return found.kind;
  throw new UsageError(`There is no sync "${sync}" in this archive.`, whichThereAre(all.map(({ name }) => name)), item);
}
