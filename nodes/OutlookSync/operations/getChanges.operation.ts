import { getChanges } from '../../shared/getChanges';
import type { Operation } from '../../shared/run';
import { outlookKinds } from '../kinds';

export const outlookChanges: Operation = (context) =>
  getChanges(context, 'outlook', (at, cursor, known) =>
    outlookKinds[at.cycle.kind].openFeed(context, at, cursor, known),
  );
