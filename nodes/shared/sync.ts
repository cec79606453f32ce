import type { IExecuteFunctions } from 'n8n-workflow';
import { applyDecisions } from '../../engine/apply';
import { requireCycle, requireKind, type SideRun } from '../../engine/cycle';
import { isCycleItem, isDecisionItem, type DecisionItem } from '../../engine/items';
import { readSide } from '../../engine/read';
import type { SideOfKind } from '../../engine/sides/kind';
import type { KindName, Side } from '../../sync/model';
import { openSyncArchive } from './run';
import { pick, toItem } from './items';
import { allItems, count } from './parameters';
import type { Operation } from './run';

/** One side of one kind, as the node's parameters and credentials make it. */
export type AdapterOf = (context: IExecuteFunctions, kind: KindName) => SideOfKind;

async function runOf(context: IExecuteFunctions, side: Side): Promise<SideRun> {
  const cycle = requireCycle(context.getInputData());
  return { archive: await openSyncArchive(context), cycle, side };
}

/** Sync, Get Changes: an item for each pending record, the cycle item last. */
export const getChanges =
  (side: Side, adapterOf: AdapterOf): Operation =>
  async (context) => {
    const run = await runOf(context, side);
    requireKind(run.cycle, context.getNodeParameter('kind', 0, 'contact') as KindName);
    const batch = count(context, 'batchSize', 1);
    const { changes, summary } = await readSide(run, adapterOf(context, run.cycle.kind), batch);
    const from = allItems(context);
    return [[...changes, summary].map((json) => toItem(json, from))];
  };

/** Sync, Apply Decisions: every item goes on with what became of it; the cycle item comes last. */
export const apply =
  (side: Side, adapterOf: AdapterOf): Operation =>
  async (context) => {
    const run = await runOf(context, side);
    const input = context.getInputData();
    const items = pick(input, isDecisionItem);
    const decisions = items.filter(({ json }) => !json.preview).map(({ json }) => json.decision);
    const { applied, summary } = await applyDecisions(run, adapterOf(context, run.cycle.kind), decisions);
    const withApplied = (json: DecisionItem): DecisionItem =>
      json.preview ? json : { ...json, applied: [...(json.applied ?? []), ...applied(json.decision)] };
    const plan = pick(input, isCycleItem).find(({ json }) => json.plan)?.json.plan;
    const last = toItem({ ...summary, ...(plan && { plan }) }, allItems(context));
    return [[...items.map(({ json, from }) => toItem(withApplied(json), from)), last]];
  };
