import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './ports';
import { until } from './until';

export interface RadicaleUser {
  readonly email: string;
  readonly password: string;
}

/** A running Radicale with a calendar `events` and one called `holidays`, which may only be read. */
export interface RunningRadicale {
  readonly url: string;
  readonly user: RadicaleUser;
  /** path of the calendar that may be written, with a slash at both ends */
  readonly calendar: string;
  /** where it keeps that calendar, one file an object */
  readonly folder: string;
  readonly logFile: string;
  /** a request of somebody who has signed in; `path` below the calendar, or from the root with a slash before it */
  readonly dav: (method: string, path: string, options?: DavOptions) => Promise<Response>;
  readonly stop: () => Promise<void>;
}

interface DavOptions {
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The Python that has Radicale, named by `npm test`, which installs it. */
export function radicalePython(): string {
  const python = process.env.RADICALE_PYTHON;
  if (!python)
    throw new Error('RADICALE_PYTHON names no Python with Radicale. Start this through `npm test -- --e2e caldav`.');
  return python;
}

const rights = `[root]
user: .+
collection:
permissions: R
[principal]
user: .+
collection: {user}
permissions: RW
[holidays]
user: .+
collection: {user}/holidays
permissions: r
[calendars]
user: .+
collection: {user}/[^/]+
permissions: rw
`;

/** A password that Radicale reads as it is; its answer to a wrong one comes without its usual pause. */
function configure(home: string, port: number, { email, password }: RadicaleUser): string {
  const at = (name: string): string => join(home, name);
  writeFileSync(at('users'), `${email}:${password}\n`, { mode: 0o600 });
  writeFileSync(at('rights'), rights);
  const lines = [
    ...['[server]', `hosts = 127.0.0.1:${port}`, 'max_connections = 20'],
    ...[
      '[auth]',
      'type = htpasswd',
      `htpasswd_filename = ${at('users')}`,
      'htpasswd_encryption = plain',
      'delay = 0.01',
    ],
    ...['[rights]', 'type = from_file', `file = ${at('rights')}`],
    ...['[storage]', `filesystem_folder = ${at('storage')}`],
    ...['[web]', 'type = none', '[logging]', 'level = info'],
  ];
  writeFileSync(at('config'), `${lines.join('\n')}\n`);
  return at('config');
}

/** What times without a zone mean. */
const zoneText = [
  ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', 'BEGIN:VTIMEZONE', 'TZID:Asia/Tokyo', 'BEGIN:STANDARD'],
  ...['DTSTART:19700101T000000', 'TZOFFSETFROM:+0900', 'TZOFFSETTO:+0900', 'END:STANDARD', 'END:VTIMEZONE'],
  ...['END:VCALENDAR', ''],
].join('\r\n');

/** Calendars as Radicale keeps them; one that may only be read cannot be made by a request. */
function addCalendar(root: string, name: string, displayName: string): string {
  const folder = join(root, name);
  mkdirSync(folder, { recursive: true });
  const shown = { 'D:displayname': displayName, 'C:supported-calendar-component-set': 'VEVENT' };
  const props = { tag: 'VCALENDAR', ...shown, 'C:calendar-timezone': zoneText };
  writeFileSync(join(folder, '.Radicale.props'), JSON.stringify(props));
  return folder;
}

const isOver = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess): Promise<void> {
  if (isOver(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(force);
}

function launch(config: string, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const child = spawn(radicalePython(), ['-m', 'radicale', '-C', config], { stdio: ['ignore', log, log] });
  closeSync(log);
  const reap = () => child.kill('SIGKILL');
  process.once('exit', reap);
  child.once('exit', () => process.off('exit', reap));
  child.once('error', () => undefined);
  return child;
}

async function isReady(child: ChildProcess, url: string, logFile: string): Promise<boolean> {
  if (isOver(child)) throw new Error(`Radicale ended while starting:\n${readFileSync(logFile, 'utf8').slice(-2000)}`);
  return fetch(`${url}/.well-known/caldav`, { redirect: 'manual' }).then(
    () => true,
    () => false,
  );
}

const basic = ({ email, password }: RadicaleUser): string =>
  `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}`;

/** Starts a Radicale of its own on a free port, its storage in a temporary folder that goes when it stops. */
export async function startRadicale(user: RadicaleUser): Promise<RunningRadicale> {
  const home = mkdtempSync(join(tmpdir(), 'radicale-'));
  const [port = 0] = await freePorts(1);
  const [url, logFile] = [`http://127.0.0.1:${port}`, join(home, 'radicale.log')];
  const root = join(home, 'storage', 'collection-root', user.email);
  const folder = addCalendar(root, 'events', 'Hanako Yamada');
  addCalendar(root, 'holidays', '日本の祝日');
  const child = launch(configure(home, port, user), logFile);
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  await until('Radicale to be ready', () => isReady(child, url, logFile)).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const calendar = `/${encodeURIComponent(user.email)}/events/`;
  const dav: RunningRadicale['dav'] = (method, path, { body, headers } = {}) =>
    fetch(new URL(path, url + calendar), { method, body, headers: { authorization: basic(user), ...headers } });
  return { url, user, calendar, folder, logFile, dav, stop };
}

/** The objects of the calendar as they lie there: by name of the file. */
export function objectsIn({ folder }: RunningRadicale): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => !name.startsWith('.'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Puts an object in as another calendar program does; throws when Radicale does not take it. */
export async function putObject(radicale: RunningRadicale, name: string, body: string): Promise<void> {
  const headers = { 'content-type': 'text/calendar; charset=utf-8' };
  const answer = await radicale.dav('PUT', name, { body, headers });
  if (!answer.ok) throw new Error(`Radicale answered ${answer.status} to ${name}: ${await answer.text()}`);
}

export async function removeObject(radicale: RunningRadicale, name: string): Promise<void> {
  const answer = await radicale.dav('DELETE', name);
  if (!answer.ok) throw new Error(`Radicale answered ${answer.status} to the removal of ${name}`);
}
