import { applyDecisions } from '../../shared/applyDecisions';
import type { Operation } from '../../shared/run';
import { zohoKinds } from '../kinds';

export const applyToZoho: Operation = (context) =>
  applyDecisions(context, 'zoho', {
    open: (at, jobs) => zohoKinds[at.cycle.kind].openWriter(context, at, jobs),
    after: async (at) => await zohoKinds[at.cycle.kind].after?.(context, at),
  });
