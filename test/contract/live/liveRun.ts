import { spawn } from 'node:child_process';
import { join } from 'node:path';

const script = join(__dirname, '..', '..', '..', 'scripts', 'live.mjs');

export interface LiveRun {
  readonly code: number | null;
  readonly output: string;
  /** Word by row of docs/live-facts.md. */
  readonly words: Readonly<Record<string, string>>;
}

const LINE = /^(agrees|differs|not tried) +(.+)$/gm;

const wordsIn = (output: string): LiveRun['words'] =>
  Object.fromEntries([...output.matchAll(LINE)].map(([, word = '', row = '']) => [row, word]));

/** Runs the check list in a process of its own; `onLine` may stop it. */
export async function runLive(
  option: string,
  env: Readonly<Record<string, string>>,
  onOutput?: (output: string, stop: () => void) => void,
): Promise<LiveRun> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [script, option], { env: { PATH, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(output, () => child.kill('SIGINT'));
    });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output, words: wordsIn(output) };
}
