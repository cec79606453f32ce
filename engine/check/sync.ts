import { readProfile, status, syncNames, type Archive } from '../../archive';
import { reason } from '../../reasons';
import type { KindName } from '../../sync/model';
import type { CheckRef } from '../items';
import { attention, fails, ok, type Check, type Finding } from './line';

/** The sync, and the accounts that it has had so far; of an archive that does not open it is not known. */
export async function checkRefOf(archive: Archive | null, sync: string, kind: KindName): Promise<CheckRef> {
  const known = async (side: 'outlook' | 'zoho') =>
    archive ? ((await readProfile(archive, sync, side))?.account ?? undefined) : undefined;
  return { sync, kind, known: { outlook: await known('outlook'), zoho: await known('zoho') } };
}

const timeOf = (ms: number | null): string =>
  ms === null ? '' : `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

async function syncFindings(archive: Archive, { sync, kind }: CheckRef): Promise<readonly Finding[]> {
  const found = (await syncNames(archive)).find(({ name }) => name === sync);
  if (!found) return ok(reason('syncIsNew', { sync }));
  if (found.kind !== kind) return fails(reason('syncOfOtherKind', { sync, kind: found.kind }));
  const { pausedAt, finishedAt } = await status(archive, sync);
  if (pausedAt !== null) return attention(reason('syncIsPaused', { sync }));
  return ok(reason('syncIsKnown', { sync, time: timeOf(finishedAt) }));
}

/** The archive, and what it knows of the sync. `open` throws where it does not open; `own`: by a key of its own. */
export const archiveChecks = (open: () => Promise<Archive>, own: boolean, check: CheckRef): readonly Check[] => [
  { thing: 'archive', look: async () => open().then(() => ok(reason(own ? 'ownArchiveOpens' : 'archiveOpens'))) },
  { thing: 'sync', look: async () => syncFindings(await open(), check) },
];

const privateHost =
  /^(localhost|.*\.local|.*\.internal|\[?::1\]?|127\..*|10\..*|192\.168\..*|169\.254\..*|172\.(1[6-9]|2\d|3[01])\..*)$/i;

/** Can the services call it at all? Whether they get there, only they can tell. */
function isPublicAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' && !privateHost.test(hostname) && hostname.includes('.');
}

/** Where n8n is called by the services; `answers`: does it answer to itself there? null: no trigger needs it. */
export const addressCheck = (address: string | null, answers: (address: string) => Promise<boolean>): Check => ({
  thing: 'address',
  look: async () => {
    if (address === null) return ok(reason('addressNotNeeded'));
    if (!isPublicAddress(address)) return fails(reason('addressNotPublic', { address }));
    const does = await answers(address);
    return does ? ok(reason('addressIsPublic', { address })) : attention(reason('addressIsSilent', { address }));
  },
});
