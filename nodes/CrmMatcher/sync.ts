import type { IExecuteFunctions, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import * as archives from '../../archive';
import type { Archive, CycleRef, Known, ReviewEntry } from '../../archive';
import { isBlank, kinds, type Kind } from '../../sync/kinds';
import { match, type Candidate, type Matches } from '../../sync/match';
import type { Ambiguity, BySide, Fields, Pair, Side, SideRecord, Value } from '../../sync/model';
import { sideName, sides } from '../../sync/model';
import { openSyncArchive } from '../shared/archive';
import { UsageError } from '../shared/errors';
import { cycleItem, isChangeItem, pick, type ChangeItem, type PairItem, type Seen } from '../shared/items';
import { toOutputs, type Sourced } from './outputs';

type Inputs = BySide<INodeExecutionData[]>;
type Changes = BySide<readonly Seen<ChangeItem>[]>;

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

/** A change item as the record it stands for; enough to create it on the other side. */
const recordOf = ({ json: { ref, version, fields, keys } }: Seen<ChangeItem>): SideRecord => ({
  ref,
  version,
  modifiedAt: null,
  state: 'live',
  fields,
  keys,
  extra: null,
});

const candidate = ({ taken, ...record }: Known): Candidate => ({
  record,
  taken: taken !== null || record.state !== 'live',
});

/** Everybody who could be meant, also those who are not in this batch: else one of many would look like one to one. */
async function candidates(archive: Archive, sync: string, fresh: Changes): Promise<BySide<readonly Candidate[]>> {
  const keys = sides.flatMap((side) => fresh[side].map(({ json }) => json.keys));
  const kin = await archives.kinsfolk(archive, sync, keys);
  const on = (side: Side): readonly Candidate[] => {
    const known = new Set(kin[side].map(({ ref }) => ref));
    const alone = fresh[side].filter(({ json }) => !known.has(json.ref));
    return [...kin[side].map(candidate), ...alone.map((one) => ({ record: recordOf(one), taken: false }))];
  };
  return { outlook: on('outlook'), zoho: on('zoho') };
}

type Where = BySide<ReadonlyMap<string, IPairedItemData>>;
const whereOf = (changes: Changes): Where => {
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

/** Who waits for a person: those that are new. A partner of somebody else stays in step meanwhile. */
function reviewOf(cycle: CycleRef, ambiguity: Ambiguity, free: BySide<ReadonlySet<string>>): ReviewEntry {
  const refs = sides.flatMap((side) =>
    ambiguity[side].filter(({ ref }) => free[side].has(ref)).map(({ ref }) => ({ side, ref })),
  );
  const shown = (side: Side) => ambiguity[side].map(({ ref, state, fields }) => ({ ref, state, fields: said(fields) }));
  const details = { outlook: shown('outlook'), zoho: shown('zoho') } as unknown as Value;
  return { topic: 'ambiguous', label: labelOf(ambiguity, cycle), reason: ambiguity.reason, refs, details };
}

/** What a record says; two dozen blanks would hide it. */
const said = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !isBlank(value)));

const freeOf = (all: BySide<readonly Candidate[]>): BySide<ReadonlySet<string>> => {
  const on = (side: Side) => new Set(all[side].filter(({ taken }) => !taken).map(({ record }) => record.ref));
  return { outlook: on('outlook'), zoho: on('zoho') };
};

const split = (changes: readonly Seen<ChangeItem>[]) => ({
  linked: changes.flatMap(({ json }) => json.link ?? []),
  fresh: changes.filter(({ json }) => json.link === null),
});

const isHere = (where: Where, { outlook, zoho }: BySide<readonly SideRecord[]>): boolean =>
  sources(where, { outlook, zoho }).length > 0;

/** Every item had a part in the summary. */
const everybody = (inputs: Inputs): IPairedItemData[] => [
  ...[...inputs.outlook.keys()].map((item) => ({ item, input: 0 })),
  ...[...inputs.zoho.keys()].map((item) => ({ item, input: 1 })),
];

interface Found {
  readonly known: readonly Pair[];
  readonly matched: readonly Pair[];
  readonly matches: Matches;
  readonly ambiguous: readonly Ambiguity[];
  readonly reviews: readonly ReviewEntry[];
}

/** The same candidates with keys that ask for more. */
function stricter(all: BySide<readonly Candidate[]>, kind: Kind): BySide<readonly Candidate[]> {
  const keyed = ({ record, taken }: Candidate): Candidate => ({
    record: { ...record, keys: kind.stricter?.(record) ?? record.keys },
    taken,
  });
  return { outlook: all.outlook.map(keyed), zoho: all.zoho.map(keyed) };
}

async function find(
  archive: Archive,
  cycle: CycleRef,
  changes: Changes,
  where: Where,
  strict: boolean,
): Promise<Found> {
  const [outlook, zoho] = [split(changes.outlook), split(changes.zoho)];
  const known = await archives.pairsFor(archive, cycle.sync, [...outlook.linked, ...zoho.linked]);
  const kind = kinds[cycle.kind];
  const found = await candidates(archive, cycle.sync, { outlook: outlook.fresh, zoho: zoho.fresh });
  const all = strict ? stricter(found, kind) : found;
  const matches = match(all, kind.words);
  const here = matches.pairs.filter((pair) => isHere(where, { outlook: [pair.outlook], zoho: [pair.zoho] }));
  const ambiguous = matches.ambiguous.filter((one) => isHere(where, one));
  const free = freeOf(all);
  return {
    known,
    matched: here.map((pair) => ({ ...pair, link: null, base: null })),
    matches,
    ambiguous,
    reviews: ambiguous.map((one) => reviewOf(cycle, one, free)),
  };
}

function outputs(cycle: CycleRef, where: Where, inputs: Inputs, found: Found): INodeExecutionData[][] {
  const { known, matched, matches, ambiguous } = found;
  const counts = { linked: known.length, matched: matched.length, ambiguous: ambiguous.length };
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
  const changes = { outlook: pick(inputs.outlook, isChangeItem, 0), zoho: pick(inputs.zoho, isChangeItem, 1) };
  const where = whereOf(changes);
  const found = await find(archive, cycle, changes, where, context.getNodeParameter('samePeople', 0, false) === true);
  if (found.reviews.length > 0) await archives.openReviews(archive, cycle, found.reviews, Date.now());
  return outputs(cycle, where, inputs, found);
}
