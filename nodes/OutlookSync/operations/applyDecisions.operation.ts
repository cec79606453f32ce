import { applyDecisions } from '../../shared/applyDecisions';
import type { Operation } from '../../shared/run';
import { outlookKinds } from '../kinds';

export const applyToOutlook: Operation = (context) =>
  applyDecisions(context, 'outlook', {
    open: (at, jobs) => outlookKinds[at.cycle.kind].openWriter(context, at, jobs),
    after: async (at) => await outlookKinds[at.cycle.kind].after?.(context, at),
  });
