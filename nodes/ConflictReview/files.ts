import { setImmediate as nextTurn } from 'node:timers/promises';
import { sentence } from '../../reasons';
import * as archives from '../../archive';
import type { JournalEntry, SavedLine, SyncName } from '../../archive';
import { asString } from '../../sync/model';
import { runIn, textIn } from './loadRuns';
import { undoOf } from './loadUndo';
import { csvOf } from './page/csv';
import type { Reader } from './page/layout';
import { operationWords } from './page/plans';
import { changesOf, deedText } from './page/record';
import type { Run } from './page/runs';
import { fieldLabel, valueText } from './page/values';
import { pageWords, type Words } from './page/words';
import type { Shown } from './submitAnswers';

type Query = Readonly<Record<string, unknown>>;

/** A file of more lines is of no use to anybody, and takes too long. */
const MOST_LINES = 20_000;

/** What is kept as a file, and what it is called. */
export interface CsvFile {
  readonly name: 'run' | 'plan';
  readonly text: string;
}

const titlesOf = (words: Words): readonly string[] => [
  ...[words.csvSide, words.csvDeed, words.record, 'ID', words.reason],
  ...[words.field, words.csvBefore, words.csvAfter],
];

function linesOf({ sync }: Run, entry: JournalEntry, reader: Reader): readonly (readonly string[])[] {
  const words = pageWords(reader.language);
  const { at, side, label, ref, reason } = entry;
  const said = [new Date(at).toISOString(), side ? words[side] : '', deedText({ ...entry, side: null }, words), label];
  const why = [ref ?? '', sentence(reason, reader.language)];
  const changes = changesOf(sync.kind, entry, reader);
  if (changes.length === 0) return [[...said, ...why, '', '', '']];
  return changes.map(({ field, before, after }) => [
    ...[...said, ...why],
    ...[fieldLabel(sync.kind, field, reader.language), before, after],
  ]);
}

/** What a run did as a file, a line a field. */
async function runAsCsv(shown: Shown, run: Run, query: Query, reader: Reader): Promise<string> {
  const words = pageWords(reader.language);
  const lines: (readonly string[])[] = [[words.csvTime, ...titlesOf(words)]];
  const asked = { cycle: run.cycle.id, text: textIn(query), limit: 500 };
  for (let offset = 0; lines.length < MOST_LINES; offset += asked.limit) {
    const { entries } = await archives.pageOfJournal(shown.archive, run.sync.name, { ...asked, offset });
    if (entries.length === 0) break;
    for (const entry of entries) lines.push(...linesOf(run, entry, reader));
    await nextTurn();
  }
  return csvOf(lines.slice(0, MOST_LINES));
}

function planLines(kind: SyncName['kind'], line: SavedLine, reader: Reader): readonly (readonly string[])[] {
  const words = pageWords(reader.language);
  return line.writes.flatMap(({ side, op, ref, changes }) => {
    const said = [words[side], operationWords(words)[op] ?? op, line.label, ref ?? ''];
    const why = sentence(line.reason, reader.language);
    if (changes.length === 0) return [[...said, why, '', '', '']];
    return changes.map(({ field, before, after }) => [
      ...[...said, why, fieldLabel(kind, field, reader.language)],
      ...[valueText(before, reader), valueText(after, reader)],
    ]);
  });
}

/** What a plan would do as a file, a line a field. */
async function planAsCsv(kind: SyncName['kind'], lines: readonly SavedLine[], reader: Reader): Promise<string> {
  const rows: (readonly string[])[] = [titlesOf(pageWords(reader.language))];
  for (const [at, line] of lines.entries()) {
    rows.push(...planLines(kind, line, reader));
    if (rows.length >= MOST_LINES) break;
    if (at % 500 === 0) await nextTurn();
  }
  return csvOf(rows.slice(0, MOST_LINES));
}

/** A plan that is kept, by its hash. */
async function savedFile({ archive, syncs }: Shown, query: Query, reader: Reader): Promise<CsvFile | null> {
  const sync = syncs.find(({ name }) => name === query.sync);
  const plan = sync && (await archives.savedPlan(archive, sync.name, asString(query.hash)));
  return sync && plan ? { name: 'plan', text: await planAsCsv(sync.kind, plan.lines, reader) } : null;
}

/** A plan that a guard stopped: as far as its question lists it. */
async function stoppedFile({ archive, syncs }: Shown, query: Query, reader: Reader): Promise<CsvFile | null> {
  const review = await archives.reviewById(archive, asString(query.review));
  if (!review || review.details.is !== 'plan' || !syncs.some(({ name }) => name === review.sync)) return null;
  const lines = review.details.lines.map(({ writes, ...line }): SavedLine => ({
    ...{ ...line, key: '', verdict: 'write', unsyncable: [], sentences: [] },
    writes: writes.map(({ side, op, fields }) => ({
      ...{ side, op: op as SavedLine['writes'][number]['op'], ref: null },
      changes: fields.map((field) => ({ field, label: field, before: null, after: null })),
    })),
  }));
  return { name: 'plan', text: await planAsCsv(review.kind, lines, reader) };
}

/** A run, or what undoing it would do. */
async function runFile(shown: Shown, query: Query, reader: Reader): Promise<CsvFile | null> {
  const run = await runIn(shown, query);
  if (!run) return null;
  if (query.undo !== '1') return { name: 'run', text: await runAsCsv(shown, run, query, reader) };
  const { plan } = await undoOf(shown, run);
  return { name: 'plan', text: await planAsCsv(run.sync.kind, plan.lines, reader) };
}

/** The file that an address asks for; null where what it names is not there, or of a sync that is not shown. */
export async function fileOf(shown: Shown, query: Query, reader: Reader): Promise<CsvFile | null> {
  if (query.view === 'plans') return savedFile(shown, query, reader);
  return query.review ? stoppedFile(shown, query, reader) : runFile(shown, query, reader);
}
