import { guard } from '../sync/guard';
import { kinds } from '../sync/kinds';
import { decideAll, decisionsOf, goesOn, isAsked, nothingSaid, refusalInWords, shownWith } from './resolve';
import type { Input, Resolved, Settings } from './resolve';

const noTotals = { links: 0, edited: { outlook: 0, zoho: 0 }, deleted: { outlook: 0, zoho: 0 } };

/** Without the archive there is no base: blanks are filled and differing values go by policy. */
export async function resolveWithoutArchive(input: Input, { policy, guards }: Settings): Promise<Resolved> {
  const kind = kinds[[...input.pairs, ...input.only][0]?.json.kind ?? 'contact'];
  const decided = await decideAll(input, { kind, policy }, nothingSaid);
  const refusals = guard(decisionsOf(decided), noTotals, guards);
  if (refusals.length > 0)
    return {
      decisions: [],
      needsReview: shownWith(decided, { stoppedBy: refusals.map(refusalInWords) }),
      summary: null,
      refusals,
    };
  return { decisions: decided.filter(goesOn), needsReview: decided.filter(isAsked), summary: null, refusals };
}
