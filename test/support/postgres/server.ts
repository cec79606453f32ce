import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** PostgreSQL refuses to run as root. */
const isRoot = process.getuid?.() === 0;
export function asPostgres(program: string, args: readonly string[], enter: readonly string[] = []) {
  const become = isRoot ? ['runuser', '-u', 'postgres', '--'] : [];
  const [first = program, ...rest] = [...enter, ...become, program, ...args];
  return exec(first, rest, { cwd: tmpdir() });
}

interface Wanted {
  /** The folder of PostgreSQL's programs. */
  readonly bin: string;
  readonly folder: string;
  readonly port: number;
  /** More of the server's options. */
  readonly options?: string;
  /** The host it runs on, whose neighbours may come in; this one when left out. */
  readonly host?: { readonly address: string; readonly enter: readonly string[] };
}

/** Starts a server with nothing in it, and a user `n8n` who may everything. Answers how to stop it, or start it anew. */
export async function startPostgres({ bin, folder, port, options = '', host }: Wanted) {
  const data = join(folder, 'postgres');
  mkdirSync(data);
  chmodSync(folder, 0o755);
  if (isRoot) await exec('chown', ['postgres', data]);
  await asPostgres(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'n8n', '--no-sync', '-E', 'UTF8']);
  if (host) appendFileSync(join(data, 'pg_hba.conf'), `host all all ${host.address}/24 trust\n`);
  const all = `-p ${port} -k ${data} -h ${host?.address ?? '127.0.0.1'} -c fsync=off ${options}`;
  const ctl = (...args: string[]) =>
    asPostgres(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', join(data, 'log'), ...args], host?.enter);
  await ctl('-o', all, 'start');
  return (what: 'stop' | 'restart' = 'stop'): Promise<unknown> => ctl('-m', 'fast', what);
}
