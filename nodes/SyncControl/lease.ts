import type { IExecuteFunctions } from 'n8n-workflow';
import type { Started } from '../../archive';

/** Who takes a lease, for whoever comes too late. */
export const holderOf = (context: IExecuteFunctions): string =>
  `workflow "${context.getWorkflow().name ?? context.getWorkflow().id}", execution ${context.getExecutionId()}`;

/** Why nothing comes out, and until when at most. */
export const lateHint = (sync: string, { holder, until }: Extract<Started, { started: false }>): string =>
  `Another cycle of the sync "${sync}" is at work (${holder}), so this run ends here. ` +
  `If that one died, the next run after ${new Date(until).toISOString()} takes over.`;
