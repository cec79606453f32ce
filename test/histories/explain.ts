import type { Decided, WriteSeen } from './types';

type DecidedWrite = NonNullable<Decided['decision']>['writes'][number];

const opOf: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'update', DELETE: 'delete' };

/** The refs a write request names: in its path, its query, or item by item. */
function refsOf({ path, query, body }: WriteSeen): readonly string[] {
  const { data } = (body ?? {}) as { data?: readonly { id?: string }[] };
  const ids = new URLSearchParams(query).get('ids');
  if (ids) return ids.split(',');
  if (Array.isArray(data) && data.some(({ id }) => id)) return data.map(({ id }) => String(id));
  return [decodeURIComponent(path.split('/').at(-1) ?? '')];
}

/** Writes that no decision asked for. `isExtra`: what goes with any write to that side (the account of a contact, …). */
export function unexplained(
  writes: readonly WriteSeen[],
  decided: readonly Decided[],
  isExtra: (write: WriteSeen) => boolean,
): readonly WriteSeen[] {
  const wanted: readonly DecidedWrite[] = decided.flatMap(({ decision }) => decision?.writes ?? []);
  const isWanted = (write: WriteSeen): boolean => {
    const op = opOf[write.method];
    const ofSide = wanted.filter(({ side }) => side === write.side);
    if (isExtra(write)) return true;
    const ofOp = ofSide.filter((one) => one.op === op);
    return op === 'create' ? ofOp.length > 0 : refsOf(write).every((ref) => ofOp.some((one) => one.ref === ref));
  };
  return writes.filter((write) => !isWanted(write));
}
