import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { backUp, type BackupPart } from '../../engine/backup/backUp';
import { linesOf, recordsIn, type BackedUp } from '../../engine/backup/lines';
import { restore, type Parts, type Restored } from '../../engine/backup/restore';
import { inScratch } from '../../engine/backup/scratch';
import { UsageError } from '../../engine/errors';
import { forPeople, forPrograms, type Readable } from '../../sides/readable';
import type { KindName, Side } from '../../sync/model';
import { toItem } from './items';
import { allItems, chosenKind } from './parameters';
import type { AdapterOf, Operation } from './run';

const extension = 'jsonl';

/** The files of one part, by the names of an item's binary properties. */
function filesOf(kind: KindName, records: readonly BackedUp[]): Readonly<Record<string, Readable>> {
  const programs = forPrograms[kind](records);
  return {
    records: { extension, mimeType: 'application/jsonl', text: linesOf(records) },
    ...(programs && { exchange: programs }),
    table: forPeople(kind, records),
  };
}

/** n8n keeps them where it keeps binary data: on disk, if it is set up so. */
async function withFiles(context: IExecuteFunctions, name: string, files: ReturnType<typeof filesOf>) {
  const kept = await Promise.all(
    Object.entries(files).map(async ([property, { extension: end, mimeType, text }]) => {
      const bytes = Buffer.from(text, 'utf8');
      return [property, await context.helpers.prepareBinaryData(bytes, `${name}.${end}`, mimeType)] as const;
    }),
  );
  return Object.fromEntries(kept);
}

interface Saving {
  readonly side: Side;
  readonly kind: KindName;
  /** Begins the names of the files: when it was begun. */
  readonly stamp: string;
}

const partName = ({ side, kind, stamp }: Saving, part: number): string =>
  [side, kind, stamp, String(part).padStart(4, '0')].join('-');

async function itemOf(context: IExecuteFunctions, saving: Saving, part: number, records: readonly BackedUp[]) {
  const binary = await withFiles(context, partName(saving, part), filesOf(saving.kind, records));
  const { side, kind } = saving;
  return { ...toItem({ side, kind, part, records: records.length }, allItems(context)), binary };
}

/** An item for each part, and one where there is nothing, so that what follows has a file to write. */
async function itemsOf(context: IExecuteFunctions, saving: Saving, parts: AsyncIterable<BackupPart>) {
  const items: INodeExecutionData[] = [];
  const left: string[] = [];
  let total = 0;
  for await (const part of parts) {
    left.push(...part.left);
    if (part.records.length === 0) continue;
    total += part.records.length;
    items.push(await itemOf(context, saving, items.length + 1, part.records));
  }
  if (items.length === 0) items.push(await itemOf(context, saving, 1, []));
  return { items, total, left };
}

/** Back Up: an item for each part, with its files; the last one says that it is complete, and counts them all. */
export const backUpSide =
  (side: Side, adapterOf: AdapterOf): Operation =>
  async (context) => {
    const kind = chosenKind(context);
    const saving = { side, kind, stamp: new Date().toISOString().slice(0, 19).replace(/[-:]/g, '') };
    const { items, total, left } = await inScratch(side, kind, (run) =>
      itemsOf(context, saving, backUp(run, adapterOf(context, kind))),
    );
    context.addExecutionHints({ message: `${total} records saved in ${items.length} parts`, location: 'outputPane' });
    return [items.map((one, at) => (at < items.length - 1 ? one : withEnd(one, { complete: true, total, left })))];
  };

const withEnd = (item: INodeExecutionData, end: IDataObject): INodeExecutionData => ({
  ...item,
  json: { ...item.json, ...end },
});

interface Place {
  readonly item: number;
  readonly property: string;
}

/** The files of a backup among the input's. Throws UsageError where there is none. */
function placesIn(context: IExecuteFunctions): readonly Place[] {
  const places = context.getInputData().flatMap(({ binary = {} }, item) =>
    Object.entries(binary)
      .filter(([, { fileName = '' }]) => fileName.toLowerCase().endsWith(`.${extension}`))
      .map(([property]) => ({ item, property })),
  );
  if (places.length > 0) return places;
  throw new UsageError(
    'The input has no file of a backup.',
    'Put Read/Write Files from Disk (or Drive, S3 …) before this node, so that it gets the .jsonl files that Back Up made.',
  );
}

/** One file after the other: no more than one is in memory. */
function partsOf(context: IExecuteFunctions): Parts {
  const places = placesIn(context);
  return async function* () {
    for (const { item, property } of places) {
      const bytes = await context.helpers.getBinaryDataBuffer(item, property);
      yield recordsIn(bytes.toString('utf8'));
    }
  };
}

const countsOf = (all: readonly Restored[], same: number) => ({
  create: all.filter(({ fate }) => fate === 'create').length,
  change: all.filter(({ fate }) => fate === 'change').length,
  same,
  done: all.filter(({ outcome }) => outcome === 'done').length,
  notDone: all.filter(({ outcome }) => outcome !== 'done' && outcome !== null).length,
});

/** Restore: an item for each record that is not as it was; the last item counts them all. */
export const restoreSide =
  (side: Side, adapterOf: AdapterOf): Operation =>
  async (context) => {
    const kind = chosenKind(context);
    const preview = context.getNodeParameter('restorePreview', 0, true) !== false;
    const parts = partsOf(context);
    const all: Restored[] = [];
    let same = 0;
    await inScratch(side, kind, async (run) => {
      for await (const some of restore(run, adapterOf(context, kind), parts, preview)) {
        const other = some.filter(({ fate }) => fate !== 'same');
        all.push(...other);
        same += some.length - other.length;
      }
    });
    const end = { side, kind, preview, counts: countsOf(all, same) };
    return [[...all, end].map((json) => toItem(json, allItems(context)))];
  };
