import { copyFileSync, rmSync } from 'node:fs';
import * as archive from '../../archive';
import { startSimulators } from '../../simulators/start';
import contacts from '../../workflows/contacts.json';
import events from '../../workflows/events.json';
import tasks from '../../workflows/tasks.json';
import type { Finished } from './finished';
import { type Raw, type Side, startFixture, writesOf } from './fixture';
import { runInSteps, type Settings } from './pipeline';

export type GuardKind = 'contact' | 'task' | 'event';

interface Form {
  readonly template: { readonly nodes: unknown };
  readonly module: string;
  /** `place`: another folder, list or calendar than the default one. */
  readonly seed: (things: readonly Raw[], place?: string) => Raw;
  readonly place: { readonly parameter: string; readonly path: string; readonly name: string };
  readonly outlook: (name: string, n: number) => Raw;
  readonly zoho: (name: string, n: number) => Raw;
  /** Field of the name, and of what is edited, on each side. */
  readonly name: Readonly<Record<Side, string>>;
  readonly told: Readonly<Record<Side, string>>;
}

const dayMs = 86_400_000;
const isoDay = (n: number): string => new Date(Date.now() + (n + 1) * dayMs).toISOString().slice(0, 10);
const at = (n: number, hour: number) => ({ dateTime: `${isoDay(n)}T${hour}:00:00`, timeZone: 'Tokyo Standard Time' });
const due = (n: number) => ({ dateTime: `${isoDay(n)}T00:00:00`, timeZone: 'Tokyo Standard Time' });
const addressOf = (name: string): string => `${name.toLowerCase()}@example.jp`;
const Zoho = { categories: ['Zoho'] };

const forms: Readonly<Record<GuardKind, Form>> = {
  contact: {
    ...{
      template: contacts,
      module: 'Contacts',
      place: { parameter: 'folder', path: '/v1.0/me/contactFolders', name: 'displayName' },
    },
    seed: (things, place) => ({
      ...(place && { folders: [{ displayName: place }] }),
      contacts: things.map((one) => ({ ...one, ...(place && { folder: place }) })),
    }),
    outlook: (name) => ({ ...Zoho, surname: name, emailAddresses: [{ address: addressOf(name), name }] }),
    zoho: (name) => ({ Last_Name: name, Email: addressOf(name) }),
    ...{ name: { outlook: 'surname', zoho: 'Last_Name' }, told: { outlook: 'jobTitle', zoho: 'Title' } },
  },
  task: {
    ...{ template: tasks, module: 'Tasks' },
    place: { parameter: 'taskList', path: '/v1.0/me/todo/lists', name: 'displayName' },
    seed: (things, place = 'Tasks') => ({ lists: [{ displayName: place, tasks: things }] }),
    outlook: (name, n) => ({ ...Zoho, title: name, dueDateTime: due(n) }),
    zoho: (name, n) => ({ Subject: name, Due_Date: isoDay(n) }),
    ...{ name: { outlook: 'title', zoho: 'Subject' }, told: { outlook: 'body', zoho: 'Description' } },
  },
  event: {
    ...{
      template: events,
      module: 'Events',
      seed: (things, place = 'Calendar') => ({ calendars: [{ name: place, events: things }] }),
      place: { parameter: 'calendar', path: '/v1.0/me/calendars', name: 'name' },
    },
    outlook: (name, n) => ({ ...Zoho, subject: name, start: at(n, 10), end: at(n, 11) }),
    zoho: (name, n) => ({
      ...{
        Event_Title: name,
        Start_DateTime: `${isoDay(n)}T10:00:00+09:00`,
        End_DateTime: `${isoDay(n)}T11:00:00+09:00`,
      },
    }),
    ...{ name: { outlook: 'subject', zoho: 'Event_Title' }, told: { outlook: 'location', zoho: 'Venue' } },
  },
};

const inWords: Readonly<Record<string, (text: string) => unknown>> = {
  body: (content) => ({ content, contentType: 'text' }),
  location: (displayName) => ({ displayName }),
};
const toldIn = (value: unknown): unknown => {
  const { content, displayName } = (value ?? {}) as { content?: string; displayName?: string };
  return content ?? displayName ?? value ?? '';
};

/** How a run ended: with its report, with an error as n8n shows it, or not at all because another one was at work. */
export type Run =
  | ({ readonly ended: true } & Finished)
  | { readonly ended: false; readonly message: string; readonly nextStep: string };

/** Both services, one kind of thing on them, its template; and what goes wrong around a sync. */
export async function startGuardWorld(kind: GuardKind) {
  const form = forms[kind];
  const fixture = await startFixture(form.template);
  const main = fixture.services;
  const elsewhere = await startSimulators({ seed: 'empty' });
  let services = { graph: main.graph, zoho: main.zoho };
  let connection = main.connection;
  const { graph, zoho } = services;
  const { ask, later, file } = fixture;

  const things = {
    contact: () => graph.state.contacts,
    task: () => graph.state.tasks,
    event: () => graph.state.events,
  };
  const inOutlook = (): readonly Raw[] =>
    [...things[kind]().values()].map((one) => ({
      ...one.fields,
      id: 'restId' in one ? one.restId : one.id,
      stored: one,
    }));
  const all = (side: Side): readonly Raw[] => (side === 'outlook' ? inOutlook() : fixture.records(form.module));
  const named = (side: Side, name: string): Raw => {
    const found = all(side).find((one) => one[form.name[side]] === name);
    if (!found) throw new Error(`${name} is not in ${side}`);
    return found;
  };
  const pathOf = (side: Side, name: string): string => {
    const id = encodeURIComponent(String(named(side, name).id));
    if (side === 'zoho') return `/crm/v8/${form.module}/${id}`;
    if (kind !== 'task') return `/v1.0/me/${kind}s/${id}`;
    const { list } = named(side, name).stored as { list: string };
    return `/v1.0/me/todo/lists/${encodeURIComponent(list)}/tasks/${id}`;
  };
  const places = {
    contact: () => graph.state.folders,
    task: () => graph.state.lists,
    event: () => graph.state.calendars,
  };
  function placeId(place: string): string {
    const found = [...places[kind]().values()].find((one) => ('name' in one ? one.name : one.displayName) === place);
    if (!found) throw new Error(`there is no ${place}`);
    return found.id;
  }
  const placePath = (place: string): string => `${form.place.path}/${encodeURIComponent(placeId(place))}`;

  return {
    ...fixture,
    main,
    elsewhere,
    form,
    /** Empty services, an empty archive, then these things in Outlook, brought into step; `place`: not the default folder. */
    async reset(names: readonly string[], settings: Settings = {}, place?: string): Promise<void> {
      fixture.clear();
      for (const service of [elsewhere.graph, elsewhere.zoho]) service.reset();
      this.connect(main);
      const mailbox = { timeZone: 'Tokyo Standard Time' };
      graph.seed({ mailbox, ...form.seed(names.map(form.outlook), place) } as never);
      const chosen = place ? this.placed(place) : settings;
      for (let n = 0; n < 2; n++) {
        const run = await this.run(chosen);
        if (!run.ended) throw new Error(run.message);
      }
    },
    /** The settings that choose a folder, list or calendar of Outlook by its name. */
    placed: (place: string): Settings => ({ 'Outlook Changes': { [form.place.parameter]: placeId(place) } }),
    addPlace: (place: string): Promise<unknown> =>
      ask('outlook', 'POST', form.place.path, { [form.place.name]: place }),
    renamePlace: (from: string, to: string): Promise<unknown> =>
      ask('outlook', 'PATCH', placePath(from), { [form.place.name]: to }),
    deletePlace: (place: string): Promise<unknown> => ask('outlook', 'DELETE', placePath(place)),
    add(side: Side, name: string, n = 0, more: Raw = {}): void {
      later();
      const record = { ...form[side](name, n), ...more };
      if (side === 'outlook') graph.seed(form.seed([record]) as never);
      else zoho.seed({ records: { [form.module]: [record] } } as never);
    },
    async edit(side: Side, name: string, text: string): Promise<void> {
      later();
      const field = form.told[side];
      const body = { [field]: inWords[field]?.(text) ?? text };
      await ask(side, side === 'zoho' ? 'PUT' : 'PATCH', pathOf(side, name), side === 'zoho' ? { data: [body] } : body);
    },
    async change(side: Side, name: string, body: Raw): Promise<void> {
      later();
      await ask(side, side === 'zoho' ? 'PUT' : 'PATCH', pathOf(side, name), side === 'zoho' ? { data: [body] } : body);
    },
    async remove(side: Side, name: string): Promise<void> {
      later();
      await ask(side, 'DELETE', pathOf(side, name));
    },
    raw: named,
    /** What the edited field says. */
    told: (side: Side, name: string): unknown => toldIn(named(side, name)[form.told[side]]),
    names: (side: Side): readonly string[] =>
      all(side)
        .map((one) => String(one[form.name[side]]))
        .sort(),
    /**
     * The workflow's credentials connected to these accounts (another mailbox, another org), as by pressing Connect again and
     * signing in as somebody else: the credential is the same, its token is another.
     */
    connect(to: typeof main, sides: readonly Side[] = ['outlook', 'zoho']): void {
      const of = (side: Side): typeof main => (sides.includes(side) ? to : main);
      services = { graph: of('outlook').graph, zoho: of('zoho').zoho };
      connection = { graph: of('outlook').connection.graph, zoho: of('zoho').connection.zoho };
      fixture.connect(connection);
      if (to !== main) this.signInAnew();
    },
    /** Another token of the same sign-in, as n8n gets one every hour. */
    signInAnew(user?: string): void {
      const [graphToken, zohoToken] = [`graph-${Math.random()}`, `zoho-${Math.random()}`];
      for (const { state } of [main.graph, elsewhere.graph])
        state.accessTokens.set(graphToken, { ...state.accessTokens.get(main.connection.graph.accessToken)! });
      for (const { state } of [main.zoho, elsewhere.zoho])
        state.tokens.push({ ...state.tokens[0]!, token: zohoToken, ...(user && { user }) });
      const { graph: g, zoho: z } = connection;
      connection = { graph: { ...g, accessToken: graphToken }, zoho: { ...z, accessToken: zohoToken } };
      fixture.connect(connection);
    },
    /** One run; `between`: what happens once a node has run. */
    async run(settings: Settings = {}, between: (node: string) => unknown = () => undefined): Promise<Run> {
      for (const { log } of [services.graph, services.zoho]) log.clear();
      try {
        const finished = await runInSteps(fixture.house, settings, form.template, between);
        return finished
          ? { ended: true, ...finished }
          : { ended: false, message: 'another run is at work', nextStep: '' };
      } catch (error) {
        const { message, description } = error as { message: string; description?: string };
        return { ended: false, message, nextStep: description ?? '' };
      }
    },
    /** A person lets every stopped plan pass once. */
    letPass: (sync: string = form.module): Promise<void> =>
      fixture.withArchive(async (opened) => {
        for (const { id, topic } of await archive.listReviews(opened, sync, { states: ['open'] }))
          if (topic === 'refusal')
            await archive.answerReview(opened, { id, answer: { pass: true }, seen: null, by: 'a person' }, Date.now());
      }),
    /** What waits for a person. */
    questions: (sync: string = form.module) =>
      fixture.withArchive((opened) => archive.listReviews(opened, sync, { states: ['open'] })),
    /** how many requests wrote, at the accounts that are connected */
    writes: () => writesOf(services).length,
    keepCopy: (): void => copyFileSync(file(), `${file()}.copy`),
    async putBack(): Promise<void> {
      for (const end of ['', '-wal', '-shm']) rmSync(`${file()}${end}`, { force: true });
      copyFileSync(`${file()}.copy`, file());
    },
    async stop(): Promise<void> {
      await Promise.all([fixture.stop(), elsewhere.stop()]);
    },
  };
}

export type GuardWorld = Awaited<ReturnType<typeof startGuardWorld>>;
