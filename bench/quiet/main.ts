import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { finishCycle, noteLetGo, openArchive, startCycle, status } from '../../archive';
import { runCycle, sync } from '../cycle';
import { keepResult, median } from '../keep';
import { fillHistory, fillLinks } from './fill';

/**
 * What a run costs in which nothing changed, the services left out: `npm run bench -- --quiet [links …]`. The same at a thousand
 * links and at a hundred thousand, after 90 days with 2,000 edits a day.
 */

const rounds = 9;

/** The longest time for which n8n could do nothing else, time on the clock and of the processor; in ms, the median of some rounds. */
async function measured(work: () => Promise<unknown>) {
  const all: { readonly ms: number; readonly cpu: number; readonly held: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await pause(3);
    const [cpu, since] = [process.cpuUsage(), performance.now()];
    await work();
    const ms = performance.now() - since;
    await pause(3);
    delay.disable();
    const { user, system } = process.cpuUsage(cpu);
    all.push({ ms, cpu: (user + system) / 1000, held: delay.max / 1e6 });
  }
  const of = (pick: (one: (typeof all)[number]) => number): number => median(all.map(pick));
  return { ms: of(({ ms }) => ms), processorMs: of(({ cpu }) => cpu), heldMs: of(({ held }) => held) };
}

const inWords = ({ ms, processorMs, heldMs }: Awaited<ReturnType<typeof measured>>): string =>
  `${ms.toFixed(1)} ms, processor ${processorMs.toFixed(1)} ms, the event loop held for ${heldMs.toFixed(1)} ms`;

async function ofSize(links: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-quiet-'));
  const file = join(folder, 'archive.sqlite');
  const archive = await openArchive(file);
  try {
    const now = Date.now();
    const begun = await startCycle(archive, { sync, kind: 'contact', holder: 'bench', now, leaseMs: 3_600_000 });
    if (!begun.started) throw new Error('held');
    await fillLinks(archive, sync, links);
    await noteLetGo(archive, begun.cycle, now, now);
    await finishCycle(archive, begun.cycle, now);
    const bytes = statSync(file).size / links;
    await fillHistory(archive, sync, links, 2_000, now);
    await runCycle(archive);
    console.log(`${links} links, ${Math.round(bytes)} bytes each (history not counted)`);
    const run = await measured(() => runCycle(archive));
    console.log(`  a run without changes: ${inWords(run)}`);
    keepResult(`a run without changes, ${links} links`, { ...run, bytesEach: bytes });
    const shown = await measured(() => status(archive, sync));
    console.log(`  its status: ${inWords(shown)}`);
    keepResult(`status, ${links} links`, shown);
  } finally {
    await archive.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  for (const links of sizes.length > 0 ? sizes : [1_000, 100_000]) await ofSize(links);
}

void main();
