import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isEqual } from 'lodash';
import type { IExecuteFunctions, INode, ILoadOptionsFunctions, IWebhookFunctions } from 'n8n-workflow';
import { openArchive, type Archive, type CycleRef, type PostgresPlace } from '../../archive';
import { UsageError } from '../../engine/errors';
import { requireSync } from '../../engine/knownSync';
import { whereIn } from './archiveCredential';
import { syncName } from './parameters';

type Context = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** n8n tells its folder to running nodes only; a webhook finds it as n8n itself does [@n8n/config, getN8nFolder]. */
const n8nFolder = (): string =>
  join(process.env.N8N_USER_FOLDER ?? process.env.HOME ?? process.env.USERPROFILE ?? homedir(), '.n8n');

const storageFolder = ({ helpers }: Context): string =>
  'getStoragePath' in helpers ? dirname(helpers.getStoragePath()) : join(n8nFolder(), 'storage');

/** One folder for all our nodes, in the one n8n keeps for what nodes store (each node type has its own below it). */
const archiveFile = (context: Context, name: string): string => join(storageFolder(context), 'zoho-outlook-sync', name);

const commonArchive = 'archive.sqlite';

/** Every node that opens an archive may be given one. Without it they open the archive that all of this n8n share. */
const archiveCredential = 'syncArchiveApi';

/** Has the node a credential of its own for the archive? */
export const hasArchiveKey = (context: { getNode(): INode }): boolean =>
  context.getNode().credentials?.[archiveCredential] !== undefined;

/** A file, by its name, or a place in PostgreSQL. */
type Where = string | PostgresPlace;

const open = (context: Context, where: Where): Promise<Archive> =>
  openArchive(typeof where === 'string' ? archiveFile(context, where) : where);

/** Where the node's credential opens an archive. Throws UsageError for one that opens none. */
export const keyOf = async (context: Pick<Context, 'getCredentials'>): Promise<Where> =>
  whereIn(await context.getCredentials(archiveCredential));

/** The same; without a credential the archive that all of this n8n share. */
const ownPlace = async (context: Context): Promise<Where> => (hasArchiveKey(context) ? keyOf(context) : commonArchive);

/**
 * Which runs may go on with which archive. n8n guards credentials, but not what is in items: so what the later nodes of a run
 * carry is worth something only in this process, to the workflow that began, until its cycle is over. It hangs on the process,
 * not on this module, which n8n loads a second time when the package is updated.
 */
interface Grant {
  readonly where: Where;
  readonly sync: string;
  readonly workflow: string;
  readonly cycle: string;
}
const registryName = Symbol.for('n8n-nodes-zoho-outlook.grants');
const grants = ((globalThis as { [registryName]?: Map<string, Grant> })[registryName] ??= new Map<string, Grant>());
const mostGrants = 10_000;

const workflowOf = (context: Context): string => String(context.getWorkflow().id ?? '');

/** Takes the place of what an older cycle of this sync was given. */
function grant(context: Context, where: Where, { id, sync }: CycleRef): string {
  const former = [...grants].find(([, one]) => isEqual(one.where, where) && one.sync === sync)?.[0];
  const oldest = grants.size >= mostGrants ? grants.keys().next().value : undefined;
  for (const gone of [former, oldest]) if (gone !== undefined) grants.delete(gone);
  const handle = randomBytes(16).toString('base64url');
  grants.set(handle, { where, sync, workflow: workflowOf(context), cycle: id });
  return handle;
}

/** The archive that the cycle's handle stands for; null where it is not this run's, or no longer. */
function granted(context: Context, { id, handle = '' }: CycleRef): Where | null {
  const found = grants.get(handle);
  const isOurs = found !== undefined && found.cycle === id && found.workflow === workflowOf(context);
  return isOurs ? found.where : null;
}

/** The archive that all of this n8n share, whatever the node's credential opens. */
export const openCommonArchive = (context: Context): Promise<Archive> => open(context, commonArchive);

/** The archive that the node's own credential opens, for operations that stand alone. It stays open for the life of the process. */
export const openSyncArchive = async (context: Context): Promise<Archive> => open(context, await ownPlace(context));

/** The same with the sync that the node is told. Throws UsageError, which names those there are, where the archive has no such sync. */
export async function openKnownSync(context: IExecuteFunctions, item = 0): Promise<{ archive: Archive; sync: string }> {
  const [archive, sync] = [await openSyncArchive(context), syncName(context, item)];
  await requireSync(archive, sync, item);
  return { archive, sync };
}

/** A cycle that has just been started, so that the later nodes of this run find its archive. */
export async function withHandle(context: Context, cycle: CycleRef): Promise<CycleRef> {
  if (!hasArchiveKey(context)) return cycle;
  return { ...cycle, handle: grant(context, await ownPlace(context), cycle) };
}

/** The archive of the cycle that items carry. Throws UsageError where neither the handle nor the node's own credential opens it. */
export async function openCycleArchive(context: Context, cycle: CycleRef): Promise<Archive> {
  if (cycle.handle === undefined) return openCommonArchive(context);
  const where = granted(context, cycle);
  if (where !== null) return open(context, where);
  if (hasArchiveKey(context)) return openSyncArchive(context);
  throw new UsageError(
    'This node has no way into the archive of the cycle it was given.',
    'A cycle opens its archive only to the workflow and the n8n process that started it, and until it ends. Run the workflow from its start; or, behind a long Wait, in a sub-workflow or for a step of its own, choose the credential Sync Archive in this node, too.',
  );
}

/** The cycle is over: what is left of it in items opens nothing any more. */
export const endHandle = ({ handle }: CycleRef): void => void (handle !== undefined && grants.delete(handle));
