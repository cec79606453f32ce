import type { RunningSimulators } from '../../../simulators/start';

interface Batch {
  readonly requests?: readonly { readonly method: string }[];
}

/** How many calls that write contacts each service has seen since its log was cleared. */
export function writeCalls({ zoho, graph }: Pick<RunningSimulators, 'zoho' | 'graph'>) {
  const toZoho = zoho.log.list().filter(({ method, path }) => method !== 'GET' && /\/Contacts(\/upsert)?$/i.test(path));
  const batches = graph.log.list().filter(({ path, inner }) => path.endsWith('/$batch') && !inner);
  const writing = batches.filter(({ body }) => (body as Batch).requests?.some(({ method }) => method !== 'GET'));
  return { zoho: toZoho.length, graph: writing.length };
}
