import { getChanges } from '../../shared/getChanges';
import type { Operation } from '../../shared/run';
import { zohoKinds } from '../kinds';

export const zohoChanges: Operation = (context) =>
  getChanges(context, 'zoho', (at, cursor, known) => zohoKinds[at.cycle.kind].openFeed(context, at, cursor, known));
