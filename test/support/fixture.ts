import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import type { Archive } from '../../archive';
import { type RunningSimulators, startSimulators } from '../../simulators/start';
import contacts from '../../workflows/contacts.json';
import type { Life } from './death';
import type { House } from './fakeN8n';
import type { Finished } from './finished';
import { goingOn, type See, type Settings, runCycle, runUndo } from './pipeline';

export type Raw = Readonly<Record<string, unknown>>;
export type Side = 'outlook' | 'zoho';
type Requested = ReturnType<RunningSimulators['graph']['log']['list']>[number];

/** Methods that change nothing; so do queries and sign-ins, and a batch counts by what is in it. */
const reading = new Set(['GET', 'PROPFIND', 'REPORT', 'OPTIONS']);
const isWrite = ({ method, path }: { readonly method: string; readonly path: string }): boolean =>
  !reading.has(method) && !/\/(coql|\$batch|token)$/.test(path);

/** What may have changed something at the services, since their logs were cleared. */
export const writesOf = ({ graph, zoho }: Pick<RunningSimulators, 'graph' | 'zoho'>): readonly Requested[] =>
  [graph, zoho].flatMap(({ log }) => log.list()).filter(isWrite);

interface Shown {
  readonly contacts?: readonly Raw[];
  readonly modules?: Readonly<Record<string, readonly Raw[]>>;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'sync-'));
const mostCycles = 6;

/**
 * What every test of whole cycles stands on: both services without anything (or a seed), an archive of its own, a template, and
 * what people and the clock do; without n8n around.
 */
export async function startFixture(template: { readonly nodes: unknown } = contacts, seed = 'empty') {
  const services = await startSimulators({ seed });
  const both = [services.graph, services.zoho] as const;
  let folder = newFolder();
  let { connection } = services;

  const file = (): string => join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite');
  /** Does something with the archive, as somebody beside the runs. */
  async function withArchive<T>(work: (opened: Archive) => Promise<T>): Promise<T> {
    const opened = await archive.openArchive(file());
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  }
  const house = (life?: Life): House => ({ folder, connection, life });

  /** A request of a person at a service; `path` as the vendor has it. */
  async function ask(side: Side, method: string, path: string, body?: unknown): Promise<Raw> {
    const { api, accessToken } = side === 'outlook' ? services.connection.graph : services.connection.zoho;
    const answer = await fetch(`${api}${path}`, {
      method,
      headers: { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json().catch(() => ({}))) as Raw;
  }

  let last: Finished | null = null;
  async function runIn(where: House, settings: Settings = {}, see?: See): Promise<Finished> {
    for (const { log } of both) log.clear();
    const finished = await runCycle(where, settings, template, see);
    if (!finished) throw new Error('another cycle held the lease');
    return (last = finished);
  }
  /** One run of the template; an error when another one holds the lease. */
  const run = (settings?: Settings, life?: Life, see?: See): Promise<Finished> => runIn(house(life), settings, see);

  return {
    services,
    file,
    house,
    withArchive,
    ask,
    run,
    /** The run that the last one begins by itself, where that one had something left. */
    goOn: (settings?: Settings): Promise<Finished> => runIn({ ...house(), ...goingOn(last) }, settings),
    /** Empty services and an archive that has never seen them. */
    clear(): void {
      rmSync(folder, { recursive: true, force: true });
      folder = newFolder();
      for (const service of both) service.reset();
    },
    /** Other accounts in the same credentials; without any, the first ones again. */
    connect: (to: Partial<typeof connection> = {}): void => void (connection = { ...services.connection, ...to }),
    /** Runs until one wrote nothing and left nothing to do. */
    async untilQuiet(settings: Settings = {}): Promise<void> {
      for (let n = 0; n < mostCycles; n += 1) {
        const { written, pending } = await run(settings);
        if (written === 0 && pending === 0) return;
      }
      throw new Error(`still not quiet after ${mostCycles} cycles`);
    },
    /** One run of workflows/undo.json. */
    undo: (parameters: Raw = {}, life?: Life) => runUndo(house(life), parameters),
    /** A dead process keeps its lease until that lapses; nobody wants to wait two minutes for it here. */
    letLeaseLapse: (): Promise<unknown> =>
      withArchive(({ db }) => db.updateTable('sync').set({ lease_until: 0 }).execute()),
    /** The CRM shows changes by the second, and only those after the last look. */
    later: (): void => services.zoho.clock.advance(120_000),
    /** Records of a module of the CRM, with their ids. */
    records: (module: string): readonly Raw[] =>
      [...(services.zoho.state.records.get(module)?.values() ?? [])].map(({ id, values }) => ({ id, ...values })),
    /** Contacts of a side as its service shows them. */
    async contacts(side: Side): Promise<readonly Raw[]> {
      const { api } = side === 'outlook' ? services.connection.graph : services.connection.zoho;
      const { contacts: mailbox, modules } = (await (await fetch(`${api}/_simulator/state`)).json()) as Shown;
      return mailbox ?? modules?.Contacts ?? [];
    },
    /** Requests since the last run began, and those among them that may change something. */
    requests: (): readonly Requested[] => both.flatMap(({ log }) => log.list()),
    writes: (): readonly Requested[] => writesOf(services),
    clearLogs: (): void => both.forEach(({ log }) => log.clear()),
    outbox: () => both.flatMap(({ outbox }) => outbox as readonly unknown[]),
    async stop(): Promise<void> {
      rmSync(folder, { recursive: true, force: true });
      await services.stop();
    },
  };
}

export type Fixture = Awaited<ReturnType<typeof startFixture>>;
