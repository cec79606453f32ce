import { setImmediate as nextTurn } from 'node:timers/promises';
import { sentence } from '../../reasons';
import * as archives from '../../archive';
import type { JournalEntry } from '../../archive';
import { asString } from '../../sync/model';
import { csvOf } from './page/csv';
import type { Reader } from './page/layout';
import { sliceOf } from './page/pager';
import { changesOf, deedText } from './page/record';
import type { Run, RunList, RunStory } from './page/runs';
import { fieldLabel } from './page/values';
import { pageWords } from './page/words';
import type { Shown } from './submitAnswers';

type Query = Readonly<Record<string, unknown>>;

const RUNS_A_PAGE = 50;
const ENTRIES_A_PAGE = 100;
/** A file of more lines is of no use to anybody, and takes too long. */
const MOST_LINES = 20_000;

const pageIn = (query: Query): number => Math.max(1, Math.floor(Number(query.page)) || 1);
const textIn = (query: Query): string => asString(query.find).trim().slice(0, 200);

/** The run that is meant; null where none is, or it is of a sync that is not shown. */
async function runIn({ archive, syncs }: Shown, query: Query): Promise<Run | null> {
  const sync = syncs.find(({ name }) => name === query.sync);
  const cycle = sync && (await archives.cycleById(archive, sync.name, asString(query.cycle)));
  return sync && cycle ? { sync, cycle } : null;
}

/** A page of the runs of every sync that is shown, the newest first. */
export async function loadRuns({ archive, syncs }: Shown, query: Query): Promise<RunList> {
  const upTo = pageIn(query) * RUNS_A_PAGE;
  const runs: Run[] = [];
  let count = 0;
  for (const sync of syncs) {
    const found = await archives.writingCycles(archive, sync.name, { offset: 0, limit: Math.min(upTo, 2000) });
    runs.push(...found.cycles.map((cycle) => ({ sync, cycle })));
    count += found.count;
  }
  const slice = sliceOf(Math.min(count, 2000), pageIn(query), RUNS_A_PAGE);
  const newest = runs.toSorted((one, two) => two.cycle.startedAt - one.cycle.startedAt);
  return { runs: newest.slice(slice.from, slice.to), slice };
}

/** What one run did, a page of it; null where none is meant. */
export async function loadRun(shown: Shown, query: Query): Promise<RunStory | null> {
  const run = await runIn(shown, query);
  if (!run) return null;
  const [text, asked] = [textIn(query), { cycle: run.cycle.id, text: textIn(query), offset: 0, limit: 0 }];
  const { count } = await archives.pageOfJournal(shown.archive, run.sync.name, asked);
  const slice = sliceOf(count, pageIn(query), ENTRIES_A_PAGE);
  const part = { ...asked, offset: slice.from, limit: ENTRIES_A_PAGE };
  const { entries } = await archives.pageOfJournal(shown.archive, run.sync.name, part);
  return { run, text, count, entries, slice };
}

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

/** What a run did as a file, a line a field; null where no run is meant. */
export async function runAsCsv(shown: Shown, query: Query, reader: Reader): Promise<string | null> {
  const run = await runIn(shown, query);
  if (!run) return null;
  const words = pageWords(reader.language);
  const titles = [words.csvTime, words.csvSide, words.csvDeed, words.record, 'ID', words.reason];
  const lines: (readonly string[])[] = [[...titles, words.field, words.csvBefore, words.csvAfter]];
  const asked = { cycle: run.cycle.id, text: textIn(query), limit: 500 };
  for (let offset = 0; lines.length < MOST_LINES; offset += asked.limit) {
    const { entries } = await archives.pageOfJournal(shown.archive, run.sync.name, { ...asked, offset });
    if (entries.length === 0) break;
    for (const entry of entries) lines.push(...linesOf(run, entry, reader));
    await nextTurn();
  }
  return csvOf(lines.slice(0, MOST_LINES));
}
