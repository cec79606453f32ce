import { resolve } from 'node:path';

export interface Options {
  /** end when in step, instead of keeping the editor open */
  readonly once: boolean;
  /** file to write the figures to; meant from where the user typed the command */
  readonly json: string | undefined;
  /** so many people with one workflow, instead of one person with four */
  readonly company: number | null;
  /** n8n in queue mode on several hosts, one of which is cut off */
  readonly queue: boolean;
}

const usage = 'Usage: npm run demo [-- --once] [--json FILE] [--company] [--people N] [--queue]';

function valueAfter(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  if (at < 0) return undefined;
  const value = args[at + 1];
  if (!value || value.startsWith('--')) throw new Error(`${name} needs a value. ${usage}`);
  return value;
}

/** Reads the command line; without a terminal nobody could press Ctrl-C, so the demo then ends by itself. */
export function readOptions(args: readonly string[], isTerminal: boolean): Options {
  const json = valueAfter(args, '--json');
  const people = valueAfter(args, '--people');
  const known = ['--once', '--json', '--company', '--people', '--queue', json, people];
  const unknown = args.find((arg) => !known.includes(arg));
  if (unknown) throw new Error(`Unknown option ${unknown}. ${usage}`);
  const from = process.env.INIT_CWD ?? process.cwd();
  const company = args.includes('--company') ? Number(people ?? 5) : null;
  const queue = args.includes('--queue');
  return { once: args.includes('--once') || !isTerminal, json: json && resolve(from, json), company, queue };
}
