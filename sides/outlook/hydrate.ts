import type { GraphBatchAnswer, GraphClient } from '../../clients/graph';
import { graphPath } from '../../clients/graph';
import { withQuery } from '../../clients/graph/path';
import type { SideRecord } from '../../sync/model';
import type { GraphContact } from './contact';
import { EXPAND, SELECT } from './fields';
import type { Scope } from './record';
import { deletedRecord, recordOf } from './record';

const whole = (ref: string) => ({
  method: 'GET' as const,
  path: withQuery(graphPath`/me/contacts/${ref}`, { $select: SELECT, $expand: EXPAND }),
});

/** Refused for itself alone (an id that is no id): it must not keep the others from being read, nor count as deleted. */
const isItsOwnFault = ({ status }: GraphBatchAnswer): boolean => status === 400;

/** The contact, null for a 404; any other fault of the service or the mailbox ends the reading. */
function contactOf({ status, body, error }: GraphBatchAnswer): GraphContact | null {
  if (status === 404) return null;
  if (error) throw error;
  return body as GraphContact;
}

/**
 * Reads contacts in full by id, 20 a request: a delta row may be partial, a list cuts notes to 256 characters, and neither
 * shows extended properties. A ref whose contact is gone maps to null; one that Graph will not read is missing.
 */
async function hydrate(graph: GraphClient, refs: readonly string[]): Promise<ReadonlyMap<string, GraphContact | null>> {
  const answers = refs.length > 0 ? await graph.batch(refs.map(whole)) : [];
  const readable = answers.flatMap((answer, at) =>
    isItsOwnFault(answer) ? [] : [{ answer, ref: refs[at] as string }],
  );
  return new Map(readable.map(({ answer, ref }) => [ref, contactOf(answer)]));
}

/** Reads contacts in full and says where they stand now: in scope, outside, or (a 404 is proof) deleted. */
export async function readRecords(
  graph: GraphClient,
  refs: readonly string[],
  scope: Scope,
): Promise<readonly SideRecord[]> {
  const contacts = await hydrate(graph, refs);
  return [...contacts].map(([ref, contact]) => (contact ? recordOf(contact, scope) : deletedRecord(ref)));
}
