import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { properties } from './properties';
import { cycleAmong } from '../../engine/cycle';
import { isCycleItem, isOnlyItem, isPairItem, type Evidence, type Source } from '../../engine/items';
import { resolve, type Input, type Resolved, type Settings } from '../../engine/resolve';
import { resolveWithoutArchive } from '../../engine/resolvePlain';
import { sentence } from '../../reasons';
import { defaultGuards, type GuardLimits, type Refusal } from '../../sync/guard';
import type { DeletePolicy, Direction, KindName, Policy, Winner } from '../../sync/model';
import { pick, toItem, toItems } from '../shared/items';
import { looksOn } from '../shared/check';
import { orCheck, run, type Operation } from '../shared/run';
import { openCycleArchive } from '../shared/archive';
import { testSyncArchive } from '../shared/archiveCredential';

interface Override {
  readonly field: string;
  readonly policy: Winner;
}

/** The node's parameters as the core's policy. Parameters that the direction hides keep their defaults. */
function policyOf(context: IExecuteFunctions, kind: KindName | null): Policy {
  const given = context.getNodeParameter('overrides', 0, {}) as Readonly<Record<string, readonly Override[]>>;
  const overrides = [...(given.fields ?? []), ...(given[kind ?? ''] ?? [])];
  return {
    direction: context.getNodeParameter('direction', 0) as Direction,
    conflict: context.getNodeParameter('policy', 0, 'zoho') as Winner,
    perField: Object.fromEntries(overrides.map(({ field, policy }) => [field, policy])),
    deletes: context.getNodeParameter('deletes', 0) as DeletePolicy,
  };
}

const guardsOf = (context: IExecuteFunctions): GuardLimits => ({
  ...defaultGuards,
  ...(context.getNodeParameter('guards', 0, {}) as Partial<GuardLimits>),
});

/** As the Matcher was told; of several the one that asks for most. */
function evidenceIn(context: IExecuteFunctions): Evidence {
  const told = pick(context.getInputData(0), isCycleItem).flatMap(({ json }) => json.evidence ?? []);
  const addressDecides = told.length > 0 && told.every((one) => one.addressDecides);
  return { samePeople: told.some((one) => one.samePeople), addressDecides };
}

const settingsOf = (context: IExecuteFunctions, kind: KindName | null): Settings => ({
  policy: policyOf(context, kind),
  guards: guardsOf(context),
  isPreview: context.getNodeParameter('preview', 0, false) === true,
  asksFirst: context.getNodeParameter('firstRun', 0, 'ask') === 'ask',
  onlyPlan: String(context.getNodeParameter('onlyPlan', 0, '') ?? '').trim(),
  evidence: evidenceIn(context),
});

/** Every item had a part in the summary. */
const everything = (context: IExecuteFunctions): Source[] =>
  [0, 1, 2].flatMap((input) => context.getInputData(input).map((_, item) => ({ item, input })));

const inputOf = (context: IExecuteFunctions): Input => ({
  pairs: pick(context.getInputData(0), isPairItem, 0),
  only: [...pick(context.getInputData(1), isOnlyItem, 1), ...pick(context.getInputData(2), isOnlyItem, 2)],
  all: everything(context),
});

const stopHint = (context: IExecuteFunctions, refusals: readonly Refusal[]): void =>
  context.addExecutionHints({
    message: `Nothing was written: ${refusals.map(({ reason }) => sentence(reason)).join('; ')}. Answer it on the review page, or with Sync Control, Review: Settle.`,
    type: 'warning',
    location: 'outputPane',
  });

function outputs(context: IExecuteFunctions, resolved: Resolved): INodeExecutionData[][] {
  const { decisions, needsReview, summary, refusals } = resolved;
  if (refusals.length > 0) stopHint(context, refusals);
  const last = summary ? [toItem(summary, everything(context))] : [];
  return [[...toItems(decisions), ...last], toItems(needsReview)];
}

/** Items of a sync carry their cycle and are decided by what the archive knows; any others by what they show. */
const resolveConflicts: Operation = async (context) => {
  const cycle = cycleAmong([0, 1, 2].flatMap((slot) => context.getInputData(slot)));
  const input = inputOf(context);
  const kind = cycle?.kind ?? [...input.pairs, ...input.only][0]?.json.kind ?? null;
  const settings = settingsOf(context, kind);
  if (!cycle) return outputs(context, await resolveWithoutArchive(input, settings));
  return outputs(context, await resolve({ archive: await openCycleArchive(context, cycle), cycle }, input, settings));
};

const resolveOrCheck = orCheck(resolveConflicts, looksOn(null), 2);

export class ConflictResolver implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Conflict Resolver',
    name: 'conflictResolver',
    icon: { light: 'file:conflictResolver.svg', dark: 'file:conflictResolver.dark.svg' },
    group: ['transform'],
    version: [1],
    subtitle:
      '={{ "resolve: " + { both: "both ways", toZoho: "to Zoho CRM only", toOutlook: "to Outlook only" }[$parameter["direction"]] }}',
    description: 'All rules of a sync in one place: direction, who wins, deletions, and guards against accidents',
    defaults: { name: 'Conflict Resolver' },
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    inputNames: ['Pairs', 'Outlook Only', 'CRM Only'],
    requiredInputs: 1,
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: ['Decisions', 'To Review'],
    credentials: [{ name: 'syncArchiveApi', required: false, testedBy: 'testSyncArchive' }],
    properties,
  };

  methods = { credentialTest: { testSyncArchive } };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await run(this, resolveOrCheck, 2);
  }
}
