import type { INodeExecutionData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef, PendingRecord } from '../../archive';
import type { Rules } from '../../sync/decide';
import type { Refusal } from '../../sync/guard';
import { kinds } from '../../sync/kinds';
import type { Side } from '../../sync/model';
import { toItem, type Lineage } from '../shared/items';
import { findMatches, type Change } from '../shared/matching';
import { figuresOf, keepShown } from '../shared/plan';
import { asked, decisionsOf, goesOn, items, plannedBy, type Decided, type Input } from './decided';

interface At {
  readonly archive: Archive;
  readonly cycle: CycleRef;
}

const changeOf = ({ record, link }: PendingRecord): Change => ({
  ref: record.ref,
  version: record.version,
  fields: record.fields,
  keys: record.keys,
  link,
});

const used = ({ pairs, only }: Input): ReadonlySet<string> =>
  new Set([
    ...pairs.flatMap(({ json: { pair } }) => [`outlook:${pair.outlook.ref}`, `zoho:${pair.zoho.ref}`]),
    ...only.map(({ json }) => `${json.side}:${json.record.ref}`),
  ]);

/**
 * What is pending besides what came in: a batch holds at most so many records, but a plan is complete. Matched as the Matcher
 * does it; what a workflow has filtered out was handed out, so it is not among it.
 */
export async function beyondBatch(
  { archive, cycle }: At,
  input: Input,
  strict: boolean,
  from: Lineage,
): Promise<Input> {
  const now = Date.now();
  const waiting = {
    outlook: (await archives.waitingBeyond(archive, cycle, 'outlook', now)).map(changeOf),
    zoho: (await archives.waitingBeyond(archive, cycle, 'zoho', now)).map(changeOf),
  };
  const { known, matched, matches } = await findMatches(archive, cycle, waiting, strict);
  const taken = used(input);
  const { kind } = cycle;
  const here = (side: Side) => new Set(waiting[side].map(({ ref }) => ref));
  const common = { cycle, kind };
  const only = (side: Side, refs: ReadonlySet<string>) =>
    matches.strangers[side]
      .filter(({ ref }) => refs.has(ref) && !taken.has(`${side}:${ref}`))
      .map((record) => ({
        json: { ...common, label: kinds[kind].label(record.fields), side, change: 'new' as const, record },
        from,
      }));
  const pairs = [...known, ...matched].filter(
    ({ outlook, zoho }) => !taken.has(`outlook:${outlook.ref}`) && !taken.has(`zoho:${zoho.ref}`),
  );
  return {
    pairs: pairs.map((pair) => ({ json: { ...common, label: kinds[kind].label(pair.outlook.fields), pair }, from })),
    only: [...only('outlook', here('outlook')), ...only('zoho', here('zoho'))],
  };
}

/** The whole plan as items to read, and its hash. Nothing is asked, noted or written. */
export async function showPlan(
  { archive, cycle }: At,
  decided: readonly Decided[],
  rules: Rules,
  refusals: readonly Refusal[],
  from: Lineage,
): Promise<INodeExecutionData[][]> {
  const going = decided.filter(goesOn).map((one) => ({ one, planned: plannedBy(rules, one) }));
  const hash = await keepShown(
    archive,
    cycle,
    going.map(({ one, planned }) => ({ decision: one.item.decision, planned })),
  );
  const stoppedBy = refusals.length > 0 ? { stoppedBy: refusals } : {};
  const shown = going.map(({ one, planned }) =>
    toItem({ ...one.item, preview: true, says: planned.says, writes: planned.writes }, one.from),
  );
  const counts = { ...figuresOf(decisionsOf(decided)), needReview: decided.filter(asked).length };
  const plan = { hash, preview: true, ...stoppedBy };
  return [
    [...shown, toItem({ cycle, side: null, counts, plan }, from)],
    items(decided.filter(asked), { preview: true }),
  ];
}
