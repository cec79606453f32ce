import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import type { Finished } from '../../archive';
import { startSimulators } from '../../simulators/start';
import template from '../../workflows/events.json';
import type { House } from './fakeN8n';
import { runCycle, runUndo } from './pipeline';
import type { Settings } from './pipeline';
import { makeStepper } from './stepper';
import type { Stepper } from './stepper';

export type Raw = Readonly<Record<string, unknown>>;
type Side = 'outlook' | 'zoho';
type Decided = { readonly decision?: { readonly mails?: Readonly<Record<string, number>> } };

const day = 86_400_000;
/** A date so many days from today: the sync looks at a window around today. */
export const date = (days: number): string => new Date(Date.now() + days * day).toISOString().slice(0, 10);

/** A meeting in Outlook and one in the CRM, at the same time of day unless told. */
export const meeting = (subject: string, days: number, more: object = {}): Raw => ({
  ...{ subject, categories: ['Zoho'] },
  start: { dateTime: `${date(days)}T09:00:00`, timeZone: 'UTC' },
  end: { dateTime: `${date(days)}T10:00:00`, timeZone: 'UTC' },
  ...more,
});
export const crmMeeting = (Event_Title: string, days: number, more: object = {}): Raw => ({
  ...{ Event_Title, Start_DateTime: `${date(days)}T09:00:00+00:00`, End_DateTime: `${date(days)}T10:00:00+00:00` },
  Meeting_Venue__s: 'In-office',
  ...more,
});
export const attendees = (...names: readonly string[]): Raw => ({
  attendees: names.map((name) => ({ type: 'required', emailAddress: { name, address: `${name}@example.com` } })),
});
export const participants = (...names: readonly string[]): Raw => ({
  Participants: names.map((name) => ({
    ...{ type: 'email', participant: `${name}@example.com`, Email: `${name}@example.com` },
  })),
});

const archiveFile = (folder: string): string => join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite');
const isWrite = ({ method, path }: { method: string; path: string }): boolean =>
  method !== 'GET' && !/\/(coql|\$batch|token)$/.test(path);

/** Both services with meetings, and the meetings template to run on them, without n8n around. */
export async function startEventWorld() {
  const services = await startSimulators({ seed: 'empty' });
  const { graph, zoho } = services.connection;
  let folder = mkdtempSync(join(tmpdir(), 'events-'));
  let decided: readonly Decided[] = [];

  async function ask(side: Side, method: string, path: string, body?: unknown): Promise<Raw> {
    const [base, token] = side === 'outlook' ? [`${graph.api}/v1.0`, graph.accessToken] : [zoho.api, zoho.accessToken];
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json().catch(() => ({}))) as Raw;
  }
  async function closeArchive(): Promise<void> {
    await (await archive.openArchive(archiveFile(folder))).close();
    rmSync(folder, { recursive: true, force: true });
  }
  const inOutlook = (): readonly Raw[] => [...services.graph.state.events.values()].map(({ fields }) => fields);
  const inZoho = (): readonly Raw[] =>
    [...(services.zoho.state.records.get('Events')?.values() ?? [])].map(({ id, values }) => ({ id, ...values }));
  const eventPath = (subject: string): string => {
    const found = [...services.graph.state.events.values()].find(({ fields }) => fields.subject === subject);
    return `/me/events/${encodeURIComponent(String(found?.restId))}`;
  };
  const idOf = (title: string): string => String(inZoho().find(({ Event_Title }) => Event_Title === title)?.id);
  /** The CRM shows changes by the second, and only those after the last look. */
  const later = (): void => services.zoho.clock.advance(120_000);

  return {
    services,
    /** Empty services and an empty archive, then the meetings given. */
    async reset(events: readonly Raw[] = [], Events: readonly Raw[] = [], more: { graph?: Raw; zoho?: Raw } = {}) {
      await closeArchive();
      folder = mkdtempSync(join(tmpdir(), 'events-'));
      for (const service of [services.graph, services.zoho]) service.reset();
      const mailbox = { timeZone: 'Tokyo Standard Time' };
      services.graph.seed({ mailbox, calendars: [{ name: 'Calendar', events }], ...more.graph } as never);
      services.zoho.seed({ ...more.zoho, records: { Events, ...(more.zoho?.records as object) } } as never);
    },
    async run(settings: Settings = {}, stepper: Stepper = makeStepper()): Promise<Finished> {
      for (const { log } of [services.graph, services.zoho]) log.clear();
      const house: House = { folder, connection: services.connection, stepper };
      decided = [];
      const finished = await runCycle(house, settings, template, (node, items) => {
        if (node === 'Conflict Resolver') decided = items.map(({ json }) => json as unknown as Decided);
      });
      if (!finished) throw new Error('another cycle held the lease');
      return finished;
    },
    /** One run of workflows/undo.json on the meetings. */
    undo: (parameters: Raw = {}) =>
      runUndo({ folder, connection: services.connection, stepper: makeStepper() }, { sync: 'Events', ...parameters }),
    /** A dead process keeps its lease until that lapses; nobody wants to wait two minutes for it here. */
    async letLeaseLapse(): Promise<void> {
      const { db } = await archive.openArchive(archiveFile(folder));
      await db.updateTable('sync').set({ holder: null, lease_until: 0 }).execute();
    },
    writes: () => [...services.graph.log.list(), ...services.zoho.log.list()].filter(isWrite),
    /** How many mails the decisions of the last run would send, sort by sort. */
    mailsDecided(): Readonly<Record<string, number>> {
      const sum: Record<string, number> = {};
      for (const { decision } of decided)
        for (const [sort, count] of Object.entries(decision?.mails ?? {})) sum[sort] = (sum[sort] ?? 0) + count;
      return sum;
    },
    outbox: () => [...services.graph.outbox, ...services.zoho.outbox],
    inOutlook,
    inZoho,
    outlook: (subject: string): Raw => inOutlook().find((event) => event.subject === subject) ?? {},
    crm: (title: string): Raw => inZoho().find(({ Event_Title }) => Event_Title === title) ?? {},
    /** What people do. */
    editOutlook: (subject: string, body: Raw) => ask('outlook', 'PATCH', eventPath(subject), body),
    deleteOutlook: (subject: string) => ask('outlook', 'DELETE', eventPath(subject)),
    async editCrm(title: string, body: Raw): Promise<void> {
      later();
      await ask('zoho', 'PUT', `/crm/v8/Events/${idOf(title)}`, { data: [body], trigger: [] });
    },
    async deleteCrm(title: string): Promise<void> {
      later();
      await ask('zoho', 'DELETE', `/crm/v8/Events/${idOf(title)}`);
    },
    async stop(): Promise<void> {
      await closeArchive();
      await services.stop();
    },
  };
}

export type EventWorld = Awaited<ReturnType<typeof startEventWorld>>;
