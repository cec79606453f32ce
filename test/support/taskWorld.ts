import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as archive from '../../archive';
import type { Finished } from '../../archive';
import { startSimulators } from '../../simulators/start';
import tasks from '../../workflows/tasks.json';
import type { House } from './fakeN8n';
import { runCycle, runUndo } from './pipeline';
import type { Settings } from './pipeline';
import { makeStepper } from './stepper';
import type { Stepper } from './stepper';

export type Raw = Readonly<Record<string, unknown>>;

/** Both services with tasks, and the tasks template to run on them, without n8n around. */
export async function startTaskWorld(seed = 'empty') {
  const services = await startSimulators({ seed });
  const { graph, zoho } = services.connection;
  let folder = mkdtempSync(join(tmpdir(), 'tasks-'));

  async function ask(side: 'outlook' | 'zoho', method: string, path: string, body?: unknown): Promise<Raw> {
    const [base, token] = side === 'outlook' ? [`${graph.api}/v1.0`, graph.accessToken] : [zoho.api, zoho.accessToken];
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json().catch(() => ({}))) as Raw;
  }
  const house = (stepper = makeStepper()): House => ({ folder, connection: services.connection, stepper });
  const listId = async (name = 'Tasks'): Promise<string> => {
    const { value } = (await ask('outlook', 'GET', '/me/todo/lists?$top=100')) as { value: readonly Raw[] };
    return String(value.find(({ displayName }) => displayName === name)?.id);
  };
  const tasksPath = async (list?: string): Promise<string> =>
    `/me/todo/lists/${encodeURIComponent(await listId(list))}/tasks`;
  const crm = '/crm/v8/Tasks';
  const isWrite = ({ method, path }: { method: string; path: string }): boolean =>
    method !== 'GET' && !/\/(coql|\$batch|token)$/.test(path);

  return {
    services,
    listId,
    /** Empty services and an empty archive; the mailbox and the CRM user are in the zones given. */
    async reset(
      outlook: readonly Raw[] = [],
      inZoho: readonly Raw[] = [],
      more: { zone?: string; seed?: Raw; lists?: readonly Raw[] } = {},
    ) {
      await (await archive.openArchive(archiveFile(folder))).close();
      rmSync(folder, { recursive: true, force: true });
      folder = mkdtempSync(join(tmpdir(), 'tasks-'));
      services.graph.reset();
      services.zoho.reset();
      const own = outlook.map((task) => ({ categories: ['Zoho'], ...task }));
      const mailbox = { timeZone: more.zone ?? 'Tokyo Standard Time' };
      services.graph.seed({ mailbox, lists: [{ displayName: 'Tasks', tasks: own }, ...(more.lists ?? [])] } as never);
      services.zoho.seed({ ...more.seed, records: { Tasks: inZoho, ...(more.seed?.records as object) } } as never);
    },
    async run(settings: Settings = {}): Promise<Finished> {
      services.graph.log.clear();
      services.zoho.log.clear();
      const finished = await runCycle(house(), settings, tasks);
      if (!finished) throw new Error('another cycle held the lease');
      return finished;
    },
    /** One run of workflows/undo.json on the tasks. */
    undo: () => runUndo(house(), { sync: 'Tasks' }),
    /** A run that dies at a moment that `make`'s stepper counts; true when it lived to its end. A later one need not wait for its lease. */
    async runAndDie(
      fatal: number,
      settings: Settings = {},
      make: (fatal?: number) => Stepper = makeStepper,
    ): Promise<boolean> {
      const stepper = make(fatal);
      const ended = await stepper.live(() => runCycle(house(stepper), settings, tasks));
      make();
      const opened = await archive.openArchive(archiveFile(folder));
      await opened.db.updateTable('sync').set({ holder: null, lease_until: 0 }).execute();
      return ended !== 'died';
    },
    requests: () => [...services.graph.log.list(), ...services.zoho.log.list()],
    writes: () => [...services.graph.log.list(), ...services.zoho.log.list()].filter(isWrite),
    async todo(list?: string): Promise<readonly Raw[]> {
      const path = `${await tasksPath(list)}?$expand=linkedResources&$top=500`;
      return ((await ask('outlook', 'GET', path)) as { value: Raw[] }).value;
    },
    /** As a person does in To Do: the task gets another id. */
    moveTodo: (title: string, to: string): void =>
      services.graph.seed({ taskMoves: [{ task: title, list: to }] } as never),
    crmTasks: (): readonly Raw[] =>
      [...(services.zoho.state.records.get('Tasks')?.values() ?? [])].map(({ id, values }) => ({ id, ...values })),
    async editTodo(title: string, body: Raw, list?: string): Promise<void> {
      const open = (await this.todo(list)).filter((task) => task.title === title);
      const found = open.find(({ status }) => status !== 'completed') ?? open[0];
      await ask('outlook', 'PATCH', `${await tasksPath(list)}/${encodeURIComponent(String(found?.id))}`, body);
    },
    async deleteTodo(title: string, list?: string): Promise<void> {
      const found = (await this.todo(list)).find((task) => task.title === title);
      await ask('outlook', 'DELETE', `${await tasksPath(list)}/${encodeURIComponent(String(found?.id))}`);
    },
    async editCrm(subject: string, body: Raw): Promise<void> {
      services.zoho.clock.advance(120_000);
      const open = this.crmTasks().filter((task) => task.Subject === subject);
      const found = open.find(({ Status }) => Status !== 'Completed') ?? open[0];
      await ask('zoho', 'PUT', `${crm}/${String(found?.id)}`, { data: [body], trigger: [] });
    },
    async deleteCrm(subject: string): Promise<void> {
      services.zoho.clock.advance(120_000);
      const found = this.crmTasks().find((task) => task.Subject === subject);
      await ask('zoho', 'DELETE', `${crm}/${String(found?.id)}`);
    },
    deleteList: async (name?: string): Promise<void> => {
      const { lists, tasks: all } = services.graph.state;
      const list = lists.get(await listId(name));
      for (const task of [...all.values()]) if (task.list === list?.id) all.delete(task.id);
      if (list) lists.delete(list.id);
    },
    async stop(): Promise<void> {
      await (await archive.openArchive(archiveFile(folder))).close();
      rmSync(folder, { recursive: true, force: true });
      await services.stop();
    },
  };
}

const archiveFile = (folder: string): string => join(folder, 'storage', 'zoho-outlook-sync', 'archive.sqlite');
export type TaskWorld = Awaited<ReturnType<typeof startTaskWorld>>;
