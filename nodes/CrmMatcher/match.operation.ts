import { cycleAmong } from '../shared/cycle';
import type { Operation } from '../shared/run';
import { matchMails } from './mail/match';
import { matchRaw } from './raw';
import { matchSync } from './sync';

/** Items of a sync carry their cycle and are matched by what the archive knows; any others by what they show. */
export const matchInputs: Operation = async (context) => {
  const inputs = { outlook: context.getInputData(0), zoho: context.getInputData(1) };
  const cycle = cycleAmong([...inputs.outlook, ...inputs.zoho]);
  if (cycle?.kind === 'mail') return await matchMails(context, cycle);
  return cycle ? await matchSync(context, cycle, inputs) : matchRaw(context, inputs);
};
