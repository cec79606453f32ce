import { mkdtempSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import type { Profiler } from 'node:inspector';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenarios } from '../scenario/tables';
import { runCycle } from './pipeline';
import { startScenarioWorld } from './scenarioWorld';

/**
 * Which files of the product a cycle runs through that moves one phone number from Outlook to Zoho CRM, and how many functions of each.
 * Run by `npm run path`; prints `[[file, functions], …]` as JSON.
 */
const root = join(__dirname, '..', '..');
const product = /^(reasons|sync|archive|engine|clients|sides|nodes|credentials)\//;
const moved = scenarios.find(({ title }) => title === 'mobile edited in Outlook → Zoho gets it')!.before;

/** The compiler's own: what hands on a file's export, and its helpers for imports. */
const isCompilers = (name: string, text: string) =>
  /^_(export|interop|getRequire)/.test(name) || /^(get [\w$]+|function)\s*\(\) \{\s*return [\w$.]+;\s*\}$/.test(text);

/** A path in our own tree, with slashes; null for Node's own and for packages. */
function pathOf(url: string): string | null {
  if (!url.startsWith('file:') && !url.startsWith('/')) return null;
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  return relative(root, file).split(sep).join('/');
}

async function functionsRun(session: Session, { scriptId, functions }: Profiler.ScriptCoverage): Promise<number> {
  const { scriptSource } = await session.post('Debugger.getScriptSource', { scriptId });
  const ran = functions.filter(({ functionName, ranges: [range] }) => {
    if (!range || range.count === 0 || range.startOffset === 0) return false;
    return !isCompilers(functionName, scriptSource.slice(range.startOffset, range.endOffset));
  });
  return ran.length;
}

/** Only what runs during `work` counts; what was loaded and run before does not. */
async function pathThrough(work: () => Promise<unknown>): Promise<readonly (readonly [string, number])[]> {
  const session = new Session();
  session.connect();
  await session.post('Debugger.enable');
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  await work();
  const { result } = await session.post('Profiler.takePreciseCoverage');
  const path: [string, number][] = [];
  for (const script of result) {
    const file = pathOf(script.url);
    if (file === null || !product.test(file)) continue;
    const count = await functionsRun(session, script);
    if (count > 0) path.push([file, count]);
  }
  session.disconnect();
  return path.sort(([one], [other]) => (one < other ? -1 : 1));
}

async function main(): Promise<void> {
  const world = await startScenarioWorld();
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  const house = { folder, connection: world.services.connection };
  try {
    world.seed([moved]);
    await runCycle(house);
    await world.edit([moved]);
    let written: number | undefined;
    const path = await pathThrough(async () => (written = (await runCycle(house))?.written));
    if (written !== 1) throw new Error(`the cycle was to write one record, and wrote ${written}`);
    process.stdout.write(`${JSON.stringify(path)}\n`);
  } finally {
    await world.services.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
