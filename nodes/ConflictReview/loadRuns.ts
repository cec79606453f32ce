import * as archives from '../../archive';
import { asString } from '../../sync/model';
import { sliceOf } from './page/pager';
import type { Run, RunList, RunStory } from './page/runs';
import type { Shown } from './submitAnswers';

type Query = Readonly<Record<string, unknown>>;

const RUNS_A_PAGE = 50;
const ENTRIES_A_PAGE = 100;

const pageIn = (query: Query): number => Math.max(1, Math.floor(Number(query.page)) || 1);
export const textIn = (query: Query): string => asString(query.find).trim().slice(0, 200);

/** The run that is meant; null where none is, or it is of a sync that is not shown. */
export async function runIn({ archive, syncs }: Shown, query: Query): Promise<Run | null> {
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
