import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '../../support/postgres/server';
import type { Host } from './network';
import { freePorts } from './ports';
import { until } from './until';

const exec = promisify(execFile);

/** PostgreSQL and Redis for one n8n in queue mode, in a folder and on ports of their own. */
export interface QueueServices {
  /** what every process of that n8n has to be told */
  readonly env: Readonly<Record<string, string>>;
  readonly postgres: { readonly host: string; readonly port: number };
  readonly stop: () => Promise<void>;
}

const here = '127.0.0.1';

function needed(name: 'POSTGRES_BIN' | 'REDIS_SERVER'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Start this through \`npm test -- --e2e overlap\`.`);
  return value;
}

async function startRedis(folder: string, port: number, host?: Host): Promise<() => Promise<unknown>> {
  const address = host?.address ?? here;
  const open = ['--bind', address, ...(host ? ['--protected-mode', 'no'] : [])];
  const args = ['--port', String(port), ...open, '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = needed('REDIS_SERVER');
  const [first = server, ...rest] = [...(host?.enter ?? []), server, ...args];
  const child = spawn(first, rest, { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const isUp = () =>
    exec(server.replace(/server$/, 'cli'), ['-h', address, '-p', String(port), 'ping']).then(
      ({ stdout }) => /PONG/.test(stdout),
      () => false,
    );
  await until('Redis to answer', isUp, 10_000);
  return () => (child.kill(), ended);
}

const envOf = (address: string, postgres: number, redis: number): QueueServices['env'] => ({
  ...{ DB_TYPE: 'postgresdb', DB_POSTGRESDB_HOST: address, DB_POSTGRESDB_PORT: String(postgres) },
  ...{ DB_POSTGRESDB_USER: 'n8n', DB_POSTGRESDB_PASSWORD: 'unused', DB_POSTGRESDB_DATABASE: 'postgres' },
  ...{ EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: address, QUEUE_BULL_REDIS_PORT: String(redis) },
  OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
});

/** Starts both with nothing in them; on this machine, or on `host`. */
export async function startQueueServices(host?: Host): Promise<QueueServices> {
  const folder = mkdtempSync(join(tmpdir(), 'queue-'));
  const [postgres, redis] = (await freePorts(2)) as [number, number];
  const stops: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const one of stops) await one();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    stops.push(await startPostgres({ bin: needed('POSTGRES_BIN'), folder, port: postgres, host }));
    stops.push(await startRedis(folder, redis, host));
    const address = host?.address ?? here;
    return { env: envOf(address, postgres, redis), postgres: { host: address, port: postgres }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
