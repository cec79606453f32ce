import { randomUUID } from 'node:crypto';
import { uniqBy } from 'lodash';
import type { IExecuteFunctions, NodeTypeAndVersion } from 'n8n-workflow';
import { addressCheck, archiveChecks, checkRefOf } from '../../../engine/check/sync';
import { UsageError } from '../../../engine/errors';
import type { KindName } from '../../../sync/model';
import { hasArchiveKey, openSyncArchive, withHandle } from '../../shared/archive';
import { checkItems } from '../../shared/check';
import { syncName } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

const isWebhookTrigger = ({ type, disabled, parameters }: NodeTypeAndVersion): boolean =>
  /\.(outlookSync|zohoCrmSync)Trigger$/.test(type) && !disabled && parameters?.mode !== 'polling';

/** Whatever leads into the nodes of this check: the cycle that goes through them, with its triggers. */
function nodesOfCycle(context: IExecuteFunctions): readonly NodeTypeAndVersion[] {
  const ways = context.getChildNodes(context.getNode().name);
  const before = ways.flatMap(({ name }) => context.getParentNodes(name, { includeNodeParameters: true }));
  return uniqBy(before, 'name');
}

/** What is synced is said once, in Start Cycle. */
function kindOf(nodes: readonly NodeTypeAndVersion[]): KindName {
  const start = nodes.find(
    ({ type, parameters }) =>
      type.endsWith('.syncControl') && parameters?.resource === 'cycle' && parameters.operation === 'start',
  );
  if (start) return start.parameters?.kind as KindName;
  throw new UsageError(
    'The check does not know what is synced: no Start Cycle leads into the nodes behind it.',
    'Connect this node to the same Get Changes nodes as Sync Control, Cycle: Start, as the templates do.',
  );
}

/** Where the services would call this n8n: the address of a wait, without its last two parts. */
function publicAddress(context: IExecuteFunctions): string {
  const [waiting = ''] = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)).split('?');
  return waiting.replace(/[^/]+\/[^/]*$/, '');
}

/** n8n's own sign of life. */
const answersAt = (context: IExecuteFunctions) => (address: string) =>
  context.helpers
    .httpRequest({ url: `${address}healthz`, ignoreHttpStatusErrors: true, returnFullResponse: true, timeout: 10_000 })
    .then(
      ({ statusCode }: { readonly statusCode: number }) => statusCode < 500,
      () => false,
    );

/** The way of the last node into the archive. It is no cycle, and takes nobody's place. */
const wayInto = (context: IExecuteFunctions, kind: KindName) =>
  withHandle(context, { id: randomUUID(), sync: `check ${context.getExecutionId()}`, kind, fence: 0 });

/** Begins a check: what comes out walks through the nodes of the sync, and each of them adds its lines. Nothing is written. */
export const checkSync: Operation = async (context) => {
  const nodes = nodesOfCycle(context);
  const [sync, kind] = [syncName(context), kindOf(nodes)];
  const open = () => openSyncArchive(context);
  const archive = await open().catch(() => null);
  const check = { ...(await checkRefOf(archive, sync, kind)), ...(archive && { into: await wayInto(context, kind) }) };
  const address = nodes.some(isWebhookTrigger) ? publicAddress(context) : null;
  const checks = [...archiveChecks(open, hasArchiveKey(context), check), addressCheck(address, answersAt(context))];
  return [[...(await checkItems(context, check, null, checks))]];
};
