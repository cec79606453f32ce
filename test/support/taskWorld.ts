import tasks from '../../workflows/tasks.json';
import type { Raw } from './fixture';
import { startFixture } from './fixture';

/** Both services with tasks, and the tasks template to run on them, without n8n around. */
export async function startTaskWorld(seed = 'empty') {
  const fixture = await startFixture(tasks, seed);
  const { services, ask, later } = fixture;

  const listId = async (name = 'Tasks'): Promise<string> => {
    const { value } = (await ask('outlook', 'GET', '/v1.0/me/todo/lists?$top=100')) as { value: readonly Raw[] };
    return String(value.find(({ displayName }) => displayName === name)?.id);
  };
  const tasksPath = async (list?: string): Promise<string> =>
    `/v1.0/me/todo/lists/${encodeURIComponent(await listId(list))}/tasks`;
  const crm = '/crm/v8/Tasks';

  return {
    ...fixture,
    listId,
    /** Empty services and an empty archive; the mailbox and the CRM user are in the zones given. */
    reset(
      outlook: readonly Raw[] = [],
      inZoho: readonly Raw[] = [],
      more: { zone?: string; seed?: Raw; lists?: readonly Raw[] } = {},
    ): void {
      fixture.clear();
      const own = outlook.map((task) => ({ categories: ['Zoho'], ...task }));
      const mailbox = { timeZone: more.zone ?? 'Tokyo Standard Time' };
      services.graph.seed({ mailbox, lists: [{ displayName: 'Tasks', tasks: own }, ...(more.lists ?? [])] } as never);
      services.zoho.seed({ ...more.seed, records: { Tasks: inZoho, ...(more.seed?.records as object) } } as never);
    },
    undo: () => fixture.undo({ sync: 'Tasks' }),
    async todo(list?: string): Promise<readonly Raw[]> {
      const path = `${await tasksPath(list)}?$expand=linkedResources&$top=500`;
      return ((await ask('outlook', 'GET', path)) as { value: Raw[] }).value;
    },
    /** As a person does in To Do: the task gets another id. */
    moveTodo: (title: string, to: string): void =>
      services.graph.seed({ taskMoves: [{ task: title, list: to }] } as never),
    crmTasks: (): readonly Raw[] => fixture.records('Tasks'),
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
      later();
      const open = this.crmTasks().filter((task) => task.Subject === subject);
      const found = open.find(({ Status }) => Status !== 'Completed') ?? open[0];
      await ask('zoho', 'PUT', `${crm}/${String(found?.id)}`, { data: [body], trigger: [] });
    },
    async deleteCrm(subject: string): Promise<void> {
      later();
      const found = this.crmTasks().find((task) => task.Subject === subject);
      await ask('zoho', 'DELETE', `${crm}/${String(found?.id)}`);
    },
    deleteList: async (name?: string): Promise<void> => {
      const { lists, tasks: all } = services.graph.state;
      const list = lists.get(await listId(name));
      for (const task of [...all.values()]) if (task.list === list?.id) all.delete(task.id);
      if (list) lists.delete(list.id);
    },
  };
}

export type TaskWorld = Awaited<ReturnType<typeof startTaskWorld>>;
