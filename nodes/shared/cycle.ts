import type { INodeExecutionData } from 'n8n-workflow';
import type { CycleRef } from '../../archive';
import type { KindName } from '../../sync/model';
import { UsageError } from './errors';
import { cycleOf } from './items';

/** The cycle that items belong to; null where none has one. Items of two cycles never meet in a sound workflow. */
export function cycleAmong(items: readonly INodeExecutionData[]): CycleRef | null {
  const found = items.flatMap(({ json }) => cycleOf(json) ?? []);
  const [first] = found;
  if (!first || found.every(({ id }) => id === first.id)) return first ?? null;
  throw new UsageError(
    'Items of two different cycles came together.',
    'Let each run have one Start node, and connect nothing that keeps items from an earlier run.',
  );
}

export function neededCycle(items: readonly INodeExecutionData[]): CycleRef {
  const cycle = cycleAmong(items);
  if (cycle) return cycle;
  throw new UsageError(
    'The input carries no cycle, so it is not known which sync is meant.',
    'Connect this node behind Sync Control, Cycle: Start (see the template), and let its cycle item pass.',
  );
}

/** A node set to another kind would feed tasks to a sync of contacts. */
export function sameKind({ sync, kind }: CycleRef, chosen: KindName): void {
  if (kind === chosen) return;
  throw new UsageError(
    `The sync "${sync}" is one of the kind ${kind}, but this node is set to the kind ${chosen}.`,
    'Choose the same Kind in Start Cycle and in the nodes behind it.',
  );
}
