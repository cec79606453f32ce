import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment';
import type { Host } from './network';
import { freePorts } from './ports';
import { until } from './until';

export interface StartOptions {
  /** a folder kept from an earlier start; a new temporary one when left out */
  readonly home?: string;
  /** n8n's port; a free one when left out */
  readonly port?: number;
  /** with the editor: a slower start; off when left out */
  readonly ui?: boolean;
  /** a worker of n8n's queue mode, called so in the name of its log; its server is told by `env` */
  readonly worker?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** the host it runs on; this one when left out */
  readonly host?: Host;
}

export interface RunningN8n {
  readonly baseUrl: string;
  readonly port: number;
  readonly home: string;
  readonly logFile: string;
  readonly pid: number;
  /** asks n8n to end and waits for it */
  readonly stop: () => Promise<void>;
  /** SIGKILL, as when the machine goes down */
  readonly killHard: () => Promise<void>;
  /** whether it keeps everything in the SQLite file of its folder */
  readonly isOnSqlite: boolean;
  /** runs an n8n command beside the server on the same folder, and hands back what it printed */
  readonly cli: (...args: string[]) => Promise<string>;
}

/** The folder of n8n's start script, set by `npm test` and `npm run demo`, which install it. */
function n8nBin(): string {
  const bin = process.env.N8N_BIN;
  if (!bin) throw new Error('N8N_BIN does not name an n8n. Start this through `npm test -- --e2e` or `npm run demo`.');
  return bin;
}

/** Beside n8n, whose it is. */
const compiled = (): string => join(n8nBin(), '..', '..', '..', '..', 'compiled');

/** A new folder for one n8n: its database, its installed packages, our archive. Nothing is in it yet. */
export function emptyHome(): string {
  return mkdtempSync(join(tmpdir(), 'n8n-home-'));
}

/** A folder in which an n8n has started before and our package is installed; made once by `npm test`, see ../prepare. */
const preparedHome = (): string | undefined => process.env.N8N_PREPARED_HOME;

/** A new folder for one n8n, prepared where there is one; `isPrepared` then needs no package installed. */
export function newHome(): { readonly home: string; readonly isPrepared: boolean } {
  const [home, prepared] = [emptyHome(), preparedHome()];
  if (prepared) cpSync(prepared, home, { recursive: true });
  return { home, isPrepared: prepared !== undefined };
}

/** Removes such a folder; a test does so at its end. */
export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}

/** A test that is told to end must not leave its n8n behind; whoever has a better plan has a listener of its own. */
function endOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(1));
  }
}

function launch(
  args: readonly string[],
  home: string,
  env: Record<string, string>,
  logFile: string,
  enter: Host['enter'] = [],
): ChildProcess {
  const log = openSync(logFile, 'a');
  const [first = '', ...rest] = [...enter, process.execPath, n8nBin(), ...args];
  const child = spawn(first, rest, { cwd: home, env, stdio: ['ignore', log, log] });
  closeSync(log);
  endOnSignals();
  const reap = () => child.kill('SIGKILL');
  process.once('exit', reap);
  child.once('exit', () => process.off('exit', reap));
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 30_000);
  await ended;
  clearTimeout(force);
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trim().split('\n').slice(-count).join('\n');
}

async function isReady(child: ChildProcess, healthUrl: string, logFile: string): Promise<boolean> {
  if (hasEnded(child)) throw new Error(`n8n ended while starting:\n${lastLines(logFile, 20)}`);
  const answer = await fetch(healthUrl).catch(() => undefined);
  return answer?.ok ?? false;
}

/** n8n ends by process.exit, which cuts a long answer short on a pipe; so the answer goes to a file. */
async function runCli(args: readonly string[], home: string, env: StartOptions['env']): Promise<string> {
  const ports = (await freePorts(2)) as [number, number];
  const logFile = join(home, `cli-${ports[0]}.log`);
  const own = environment({ node: process.execPath, home, ports, compiled: compiled(), withEditor: false });
  const child = launch(args, home, { ...own, ...env }, logFile);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`n8n ${args[0]} failed:\n${lastLines(logFile, 20)}`);
  return readFileSync(logFile, 'utf8');
}

/** A worker answers nothing but whether it is well; it takes one execution at a time. */
function roleOf({ worker }: StartOptions, port: number): readonly [readonly string[], Record<string, string>] {
  if (!worker) return [['start'], {}];
  return [['worker', '--concurrency=1'], { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port) }];
}

/**
 * Starts n8n and waits until it answers.
 * Its start-up takes 8 s on an empty folder, 4 s on one used before; the log of every start lies in `logFile`.
 */
export async function startN8n(options: StartOptions = {}): Promise<RunningN8n> {
  const home = options.home ?? newHome().home;
  mkdirSync(home, { recursive: true });
  const [free, broker] = (await freePorts(2)) as [number, number];
  const port = options.port ?? free;
  const logFile = join(home, `${options.worker ?? 'n8n'}.log`);
  const surroundings = { node: process.execPath, home, compiled: compiled(), withEditor: options.ui ?? false };
  const env = environment({ ...surroundings, ports: [port, broker] });
  const [args, health] = roleOf(options, port);
  const address = options.host?.address ?? '127.0.0.1';
  const place = { N8N_LISTEN_ADDRESS: address, N8N_HOST: address };
  const child = launch(args, home, { ...env, ...health, ...place, ...options.env }, logFile, options.host?.enter);
  const baseUrl = `http://${address}:${port}`;
  await until('n8n to be ready', () => isReady(child, `${baseUrl}/healthz/readiness`, logFile), 180_000).catch(
    async (error: unknown) => {
      await end(child, 'SIGKILL');
      throw error;
    },
  );
  return {
    baseUrl,
    port,
    home,
    logFile,
    pid: child.pid ?? 0,
    isOnSqlite: !options.env?.DB_TYPE,
    stop: () => end(child, 'SIGTERM'),
    killHard: () => end(child, 'SIGKILL'),
    cli: (...args) => runCli(args, home, options.env),
  };
}
