import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finishCycle, noteLetGo, openArchive, startCycle, type Archive } from '../../archive';
import { freePorts } from '../../test/e2e/harness/ports';
import { place } from '../../test/support/postgres/place';
import { startPostgres } from '../../test/support/postgres/server';
import { nothing, runCycle, sync, told, type News } from '../cycle';
import { keepResult, median } from '../keep';
import { fillLinks, person } from '../quiet/fill';

/**
 * What an archive in PostgreSQL costs beside one in a file, the services left out: `npm run bench -- --server`. Both in turn, in
 * one process; the server stands on the same machine as it is when it is installed, and waits for its disk at each commit.
 */

const links = 2_000;
const edited = 1_000;
const quietRounds = 15;
const editRounds = 5;

interface Kept {
  readonly archive: Archive;
  readonly times: Record<string, number[]>;
}

async function atRest(archive: Archive): Promise<void> {
  const now = Date.now();
  const begun = await startCycle(archive, { sync, kind: 'contact', holder: 'bench', now });
  if (!begun.started) throw new Error('held');
  await fillLinks(archive, sync, links);
  await noteLetGo(archive, begun.cycle, now, now);
  await finishCycle(archive, begun.cycle, now);
}

async function timed({ archive, times }: Kept, what: string, news: News, latencyMs: number): Promise<void> {
  const since = performance.now();
  await runCycle(archive, news, latencyMs);
  (times[what] ??= []).push(performance.now() - since);
}

/** Another job title for a thousand people, each time. */
const edits = (round: number): News => ({
  ...nothing,
  zoho: Array.from({ length: edited }, (_, n) =>
    told(`zoho-${n}`, { ...person(n), jobTitle: `Title ${round}` }, `e${round}`),
  ),
});

/** Half of them only in Outlook, half only in the CRM. */
const load = (round: number): News => {
  const half = (side: string) =>
    Array.from({ length: 500 }, (_, n) =>
      told(`${side}-${round}-${n}`, {
        ...person(n),
        lastName: `${side}${round}x${n}`,
        email: `${side}.${round}.${n}@load.example`,
      }),
    );
  return { outlook: half('outlook'), zoho: half('zoho') };
};

function tell(what: string, name: string, { file, server }: { readonly file: Kept; readonly server: Kept }): void {
  const of = ({ times }: Kept): readonly number[] => times[what] ?? [];
  const [fileMs, serverMs] = [median(of(file)), median(of(server))];
  const times = median(of(server).map((ms, at) => ms / (of(file)[at] ?? ms)));
  console.log(`${name}: file ${fileMs.toFixed(0)} ms, PostgreSQL ${serverMs.toFixed(0)} ms: ${times.toFixed(2)} times`);
  keepResult(`PostgreSQL beside the file, ${name}`, { fileMs, serverMs, times });
}

/** The first rows are our own share; in the others each request takes as long as the services of the world take at their best. */
const latencyMs = 50;
const rows = [
  { what: 'quiet', name: 'a run without changes', rounds: quietRounds, news: () => nothing },
  { what: 'edits', name: `${edited} edits`, rounds: editRounds, news: edits },
  { what: 'load', name: 'a first load of 1000', rounds: editRounds, news: load },
  {
    what: 'quietFar',
    name: `a run without changes, ${latencyMs} ms a request`,
    rounds: quietRounds,
    news: () => nothing,
    latencyMs,
  },
  {
    what: 'editsFar',
    name: `${edited} edits, ${latencyMs} ms a request`,
    rounds: editRounds,
    news: (round: number) => edits(100 + round),
    latencyMs,
  },
  {
    what: 'loadFar',
    name: `a first load of 1000, ${latencyMs} ms a request`,
    rounds: editRounds,
    news: (round: number) => load(100 + round),
    latencyMs,
  },
];

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-server-'));
  const [port] = (await freePorts(1)) as [number];
  const stop = await startPostgres({ bin: process.env.POSTGRES_BIN ?? '', folder, port, options: '-c fsync=on' });
  const file = { archive: await openArchive(join(folder, 'archive.sqlite')), times: {} };
  const server = { archive: await openArchive(place({ port, schema: 'bench' })), times: {} };
  try {
    for (const { archive } of [file, server]) await atRest(archive);
    for (const { what, name, rounds, news, latencyMs = 0 } of rows) {
      for (const kept of [file, server]) await runCycle(kept.archive, news(-1));
      for (let round = 0; round < rounds; round += 1)
        for (const kept of [file, server]) await timed(kept, what, news(round), latencyMs);
      tell(what, name, { file, server });
    }
  } finally {
    await Promise.all([file, server].map(({ archive }) => archive.close()));
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
