import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef } from '../../archive';
import { kinds } from '../../sync/kinds';
import type { Matches } from '../../sync/match';
import type { Ambiguity, BySide, Pair, Side, SideRecord } from '../../sync/model';
import { sideName, sides } from '../../sync/model';
import { openSyncArchive } from '../shared/archive';
import { UsageError } from '../shared/errors';
import {
  cycleItem,
  isChangeItem,
  pick,
  samePeopleMark,
  type ChangeItem,
  type PairItem,
  type Seen,
} from '../shared/items';
import { findMatches, type Found } from '../shared/matching';
import { toOutputs, type Sourced } from './outputs';

type Inputs = BySide<INodeExecutionData[]>;
type SeenChanges = BySide<readonly Seen<ChangeItem>[]>;

/** Nothing may be created while a side is unread: whoever is missing there might only not have been seen yet. */
async function bothRead(archive: Archive, cycle: CycleRef): Promise<void> {
  const read = await archives.readSides(archive, cycle);
  const unread = sides.filter((side) => !read[side]).map((side) => sideName[side]);
  if (unread.length === 0) return;
  throw new UsageError(
    `${unread.join(' and ')} has not been read in this cycle, so nothing was matched and nothing will be created.`,
    'Connect Get Changes of both sides to this node; if one of them failed, see its error and run again.',
  );
}

type Where = BySide<ReadonlyMap<string, IPairedItemData>>;
const whereOf = (changes: SeenChanges): Where => {
  const on = (side: Side) => new Map(changes[side].map(({ json, from }) => [json.ref, from]));
  return { outlook: on('outlook'), zoho: on('zoho') };
};

/** The items that records came in with, as n8n's lineage. */
const sources = (where: Where, records: BySide<readonly SideRecord[]>): IPairedItemData[] =>
  sides.flatMap((side) => records[side].flatMap(({ ref }) => where[side].get(ref) ?? []));

const pairItem = (cycle: CycleRef, where: Where, pair: Pair): Sourced<PairItem> => {
  const { kind } = cycle;
  const shown = pair.outlook.state === 'deleted' ? pair.zoho : pair.outlook;
  const json = { cycle, kind, label: kinds[kind].label(shown.fields), pair };
  return { json, from: sources(where, { outlook: [pair.outlook], zoho: [pair.zoho] }) };
};

const onlyItems = (cycle: CycleRef, where: Where, { strangers }: Matches, side: Side) =>
  strangers[side].flatMap((record) => {
    const from = where[side].get(record.ref);
    const { kind } = cycle;
    const label = kinds[kind].label(record.fields);
    return from ? [{ json: { cycle, kind, label, side, change: 'new' as const, record }, from }] : [];
  });

const labelOf = ({ outlook, zoho }: Ambiguity, cycle: CycleRef): string =>
  kinds[cycle.kind].label((outlook[0] ?? zoho[0])?.fields ?? {});

/** Every item had a part in the summary. */
const everybody = (inputs: Inputs): IPairedItemData[] => [
  ...[...inputs.outlook.keys()].map((item) => ({ item, input: 0 })),
  ...[...inputs.zoho.keys()].map((item) => ({ item, input: 1 })),
];

function outputs(
  cycle: CycleRef,
  where: Where,
  inputs: Inputs,
  found: Found & { readonly strict: boolean },
): INodeExecutionData[][] {
  const { known, matched, matches, ambiguous, strict } = found;
  const sums = { linked: known.length, matched: matched.length, ambiguous: ambiguous.length };
  const counts = { ...sums, ...(strict && { [samePeopleMark]: 1 }) };
  return toOutputs({
    pairs: [...known, ...matched].map((pair) => pairItem(cycle, where, pair)),
    outlook: onlyItems(cycle, where, matches, 'outlook'),
    zoho: onlyItems(cycle, where, matches, 'zoho'),
    ambiguous: ambiguous.map((one) => ({
      json: { cycle, kind: cycle.kind, label: labelOf(one, cycle), ...one },
      from: sources(where, one),
    })),
    cycle: { json: cycleItem(cycle, null, counts), from: everybody(inputs) },
  });
}

/** Known links first, then keys. Ambiguities wait in the archive's review queue, whether or not their output is wired. */
export async function matchSync(
  context: IExecuteFunctions,
  cycle: CycleRef,
  inputs: Inputs,
): Promise<INodeExecutionData[][]> {
  const archive = await openSyncArchive(context);
  await archives.holdLease(archive, cycle, Date.now());
  await bothRead(archive, cycle);
  const seen = { outlook: pick(inputs.outlook, isChangeItem, 0), zoho: pick(inputs.zoho, isChangeItem, 1) };
  const jsons = (side: Side) => seen[side].map(({ json }) => json);
  const strict = context.getNodeParameter('samePeople', 0, false) === true;
  const found = await findMatches(archive, cycle, { outlook: jsons('outlook'), zoho: jsons('zoho') }, strict);
  if (found.reviews.length > 0) await archives.openReviews(archive, cycle, found.reviews, Date.now());
  return outputs(cycle, whereOf(seen), inputs, { ...found, strict });
}
