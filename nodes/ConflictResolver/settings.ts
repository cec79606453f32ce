import type { IExecuteFunctions } from 'n8n-workflow';
import { defaultGuards, type GuardLimits } from '../../sync/guard';
import type { DeletePolicy, Direction, Policy, Winner } from '../../sync/model';

interface Override {
  readonly field: string;
  readonly policy: Winner;
}

/** The node's parameters as the core's policy. Parameters that the direction hides keep their defaults. */
export function policyOf(context: IExecuteFunctions): Policy {
  const overrides = context.getNodeParameter('overrides.fields', 0, []) as unknown as Override[];
  return {
    direction: context.getNodeParameter('direction', 0) as Direction,
    conflict: context.getNodeParameter('policy', 0, 'zoho') as Winner,
    perField: Object.fromEntries(overrides.map(({ field, policy }) => [field, policy])),
    deletes: context.getNodeParameter('deletes', 0) as DeletePolicy,
  };
}

export const guardsOf = (context: IExecuteFunctions): GuardLimits => ({
  ...defaultGuards,
  ...(context.getNodeParameter('guards', 0, {}) as Partial<GuardLimits>),
});

/** Whether the plan is only to be shown, and the plan that a run is bound to ('' for none). */
export const planSettings = (context: IExecuteFunctions) => ({
  isPreview: context.getNodeParameter('preview', 0, false) === true,
  onlyPlan: String(context.getNodeParameter('onlyPlan', 0, '') ?? '').trim(),
});
