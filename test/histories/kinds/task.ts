import fc from 'fast-check';
import { createList, moveTask, touchTask } from '../../../simulators/graph/todo/store';
import type { RunningSimulators } from '../../../simulators/start';
import template from '../../../workflows/tasks.json';
import { runCycle } from '../../support/pipeline';
import { unexplained } from '../explain';
import type { Content, FieldRule } from '../oracle/model';
import { deedOn, twins } from './taskDeeds';
import type { Found, RecordHands } from '../recordWorld';
import { recordWorld } from '../recordWorld';
import type { Ask, HistoryKind, NodeSettings, Side, SyncSettings, Values } from '../types';

type Raw = Readonly<Record<string, unknown>>;

const ME = '5545974000000001001';
const COLLEAGUE = '5545974000000001002';
const ZONE = 'Tokyo Standard Time';
const text = (value: unknown): string => (typeof value === 'string' ? value.replace(/\r\n?/g, '\n').trim() : '');

const statuses: Readonly<Record<string, string>> = {
  ...{ notStarted: 'Not Started', inProgress: 'In Progress', completed: 'Completed' },
  ...{ waitingOnOthers: 'Waiting for input', deferred: 'Deferred' },
};
const turned = (table: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(table).map(([a, b]) => [b, a]));
const statusOf = turned(statuses);

/** Zoho has five priorities, To Do three: the outermost are shown as the nearest and do not flow back. */
const nearest: Readonly<Record<string, string>> = { highest: 'high', lowest: 'low' };

/** The subject tells who it is, so only what follows is ever changed. */
const rules: readonly FieldRule[] = [
  { name: 'subject' },
  { name: 'dueDate' },
  { name: 'status', isRefused: (value) => value === 'deferred', instead: 'notStarted' },
  { name: 'priority', show: (value) => nearest[value] ?? value },
  { name: 'description' },
  { name: 'reminder' },
];

/** The date that a clock in Tokyo shows. */
const dateOf = (time: unknown): string => {
  const at = Date.parse(`${text((time as Raw | null)?.dateTime).slice(0, 19)}Z`);
  return Number.isNaN(at) ? '' : new Date(at + 9 * 3_600_000).toISOString().slice(0, 10);
};
const minute = (iso: string): string => (iso ? new Date(iso).toISOString().slice(0, 16) : '');

const outlookContent = (t: Raw): Content => ({
  subject: text(t.title),
  dueDate: dateOf(t.dueDateTime),
  status: text(t.status),
  priority: text(t.importance),
  description: text((t.body as Raw).content),
  reminder: t.isReminderOn ? minute(`${text((t.reminderDateTime as Raw | null)?.dateTime).slice(0, 19)}Z`) : '',
});
const alarmIn = (value: unknown): string => /DATE-TIME:(\S+)$/.exec(text((value as Raw | null)?.ALARM))?.[1] ?? '';
const zohoContent = (t: Raw): Content => ({
  subject: text(t.Subject),
  dueDate: text(t.Due_Date),
  status: statusOf[text(t.Status)] ?? text(t.Status),
  priority: text(t.Priority).toLowerCase(),
  description: text(t.Description),
  reminder: minute(alarmIn(t.Remind_At)),
});

type Put = (value: string | null) => Raw;
const toOutlook: Readonly<Record<string, Put>> = {
  subject: (value) => ({ title: value }),
  dueDate: (value) => ({ dueDateTime: value && { dateTime: `${value}T00:00:00`, timeZone: ZONE } }),
  status: (value) => ({ status: value }),
  priority: (value) => ({ importance: value }),
  description: (value) => ({ body: { content: value ?? '', contentType: 'text' } }),
  reminder: (value) => ({
    isReminderOn: value !== null,
    reminderDateTime: value && { dateTime: `${value}:00`, timeZone: 'UTC' },
  }),
};
const toZoho: Readonly<Record<string, Put>> = {
  subject: (value) => ({ Subject: value }),
  dueDate: (value) => ({ Due_Date: value }),
  status: (value) => ({ Status: statuses[value ?? ''] }),
  priority: (value) => ({ Priority: value && value[0]!.toUpperCase() + value.slice(1) }),
  description: (value) => ({ Description: value }),
  reminder: (value) => ({
    Remind_At: value && { ALARM: `FREQ=NONE;ACTION=POPUP;TRIGGER=DATE-TIME:${value}:00+00:00` },
  }),
};
const bodyOf = (puts: Readonly<Record<string, Put>>, fields: Values): Raw =>
  Object.assign(
    {},
    ...Object.entries(fields).map(([name, value]) => puts[name]?.(value as string | null) ?? {}),
  ) as Raw;

const whoOf = (subject: unknown): number => Number(/^T(-?\d+): /.exec(text(subject))?.[1] ?? NaN);

const handsOn = ({ graph, zoho }: RunningSimulators, ask: Ask): RecordHands => {
  const lists = new Map<string, string>();
  const records = () => [...(zoho.state.records.get('Tasks')?.values() ?? [])];
  const taskOf = (ref: string) => graph.state.tasks.get(ref)!;
  const listIdOf = (name: string): string => lists.get(name) ?? '';
  const pathOf = (side: Side, ref: string): string =>
    side === 'zoho'
      ? `/crm/v8/Tasks/${ref}`
      : `/v1.0/me/todo/lists/${encodeURIComponent(taskOf(ref).list)}/tasks/${encodeURIComponent(ref)}`;

  async function send(side: Side, ref: string, body: Raw): Promise<boolean> {
    if (side === 'outlook') await ask(side, 'PATCH', pathOf(side, ref), body);
    else await ask(side, 'PUT', pathOf(side, ref), { data: [body], trigger: [] });
    return true;
  }

  const nodesOf = (s: SyncSettings): NodeSettings => ({
    'Start Cycle': { whenBusy: 'end' },
    'Outlook Changes': { furtherLists: s.further ? [listIdOf('Second')] : [], batchSize: s.batch },
    'Zoho CRM Changes': { scope: s.scope, batchSize: s.batch },
    'Conflict Resolver': {
      ...{ direction: s.direction, policy: s.policy, deletes: s.deletes },
      guards: { maxDeletes: 1000, maxDeletePercent: 100 },
    },
  });

  const inOutlook = ({ further }: SyncSettings): readonly Found[] => {
    const synced = [listIdOf('Tasks'), ...(further ? [listIdOf('Second')] : [])];
    return [...graph.state.tasks.values()].map(({ id, fields, list, linkedResources }) => ({
      ...{ ref: id, who: whoOf(fields.title) },
      half: {
        fields: outlookContent(fields),
        isOut: !synced.includes(list) || !(fields.categories as readonly string[]).includes('Zoho'),
      },
      unmapped: {
        also: (fields.categories as readonly string[]).includes('Friends'),
        links: linkedResources.map(({ externalId }) => externalId),
      },
    }));
  };
  const inZoho = ({ scope }: SyncSettings): readonly Found[] =>
    records().map(({ id, values, owner }) => ({
      ...{ ref: id, who: whoOf(values.Subject), unmapped: values },
      half: { fields: zohoContent(values), isOut: scope === 'mine' && owner !== ME },
    }));

  return {
    rules,
    keys: ['subject', 'dueDate'],
    prepare() {
      const field = { api_name: 'Team_Note__c', data_type: 'text', length: 50, label: 'Team Note' };
      zoho.seed({
        modules: [{ api_name: 'Tasks', fields: [field] }],
        // An administrator took "Deferred" out.
        picklists: { Tasks: { Status: ['Not Started', 'In Progress', 'Completed', 'Waiting for input'] } },
        records: { Tasks: [{ Subject: 'T-1: resident', Status: 'Not Started', Priority: 'Normal' }] },
      });
      graph.seed({
        mailbox: { timeZone: ZONE },
        lists: [{ displayName: 'Tasks', tasks: [{ title: 'T-1: resident', categories: ['Zoho'] }] }],
      } as never);
      for (const name of ['Second', 'Other']) lists.set(name, createList(graph.state, name).id);
      for (const { displayName, id } of graph.state.lists.values()) lists.set(displayName, id);
    },
    look: (side, settings) => (side === 'zoho' ? inZoho(settings) : inOutlook(settings)),
    async create(side, who, values) {
      const fields = { subject: 'call', status: 'notStarted', priority: 'normal', ...values };
      const named = { ...fields, subject: `T${who}: ${fields.subject}` };
      if (side === 'zoho') await ask(side, 'POST', '/crm/v8/Tasks', { data: [bodyOf(toZoho, named)], trigger: [] });
      else
        await ask(side, 'POST', `/v1.0/me/todo/lists/${encodeURIComponent(listIdOf('Tasks'))}/tasks`, {
          ...bodyOf(toOutlook, named),
          categories: ['Zoho'],
        });
      return true;
    },
    edit: (side, ref, fields) => {
      const who = whoOf(
        side === 'zoho' ? records().find(({ id }) => id === ref)?.values.Subject : taskOf(ref).fields.title,
      );
      const named = 'subject' in fields ? { ...fields, subject: `T${who}: ${String(fields.subject)}` } : fields;
      return send(side, ref, bodyOf(side === 'zoho' ? toZoho : toOutlook, named));
    },
    async remove(side, ref) {
      await ask(side, 'DELETE', pathOf(side, ref));
      return true;
    },
    unmapped(side, ref, { also, ...body }) {
      if (side === 'zoho') return send(side, ref, body);
      const rest = (taskOf(ref).fields.categories as readonly string[]).filter((one) => one !== 'Friends');
      return send(side, ref, { categories: also ? [...rest, 'Friends'] : rest });
    },
    async place(side, ref, { to }) {
      if (side === 'zoho') return send(side, ref, { Owner: { id: to === 'out' ? COLLEAGUE : ME } });
      const task = taskOf(ref);
      const list = graph.state.lists.get(listIdOf(String(to)));
      if (list) {
        if (list.id !== task.list) moveTask(graph.state, task, list, graph.clock.now());
        else touchTask(graph.state, task, graph.clock.now());
        return true;
      }
      const rest = (task.fields.categories as readonly string[]).filter((one) => one !== 'Zoho');
      return send(side, ref, { categories: to === 'out' ? rest : [...rest, 'Zoho'] });
    },
    run: (house, settings, see) => runCycle(house, nodesOf(settings), template, see),
    unexplained: (writes, decided) =>
      unexplained(writes, decided, ({ path }) => /linkedResources|masterCategories/i.test(path)),
  };
};

export const tasks: HistoryKind = {
  name: 'tasks',
  settings: fc.record({
    direction: fc.oneof({ weight: 6, arbitrary: fc.constant('both') }, fc.constantFrom('toZoho', 'toOutlook')),
    policy: fc.constantFrom('zoho', 'outlook', 'newest', 'ask'),
    deletes: fc.constantFrom('keep', 'delete', 'ask'),
    scope: fc.constantFrom('all', 'mine'),
    further: fc.boolean(),
    batch: fc.constantFrom(500, 500, 2),
  }),
  deed: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom<Side>('outlook', 'zoho').chain(deedOn) },
    { weight: 2, arbitrary: twins },
  ),
  lists: { outlook: '/tasks', zoho: '/coql' },
  start: (services, ask) => recordWorld(handsOn(services, ask)),
};
