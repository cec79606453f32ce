import type { IExecuteFunctions } from 'n8n-workflow';

/** Zoho would start every workflow if nothing were said; nothing starts unless the user switched it on. */
export const workflowTriggers = (context: IExecuteFunctions): readonly string[] =>
  context.getNodeParameter('startWorkflows', 0) === true ? ['workflow'] : [];
