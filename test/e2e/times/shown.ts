import type { Lab } from '../harness/lab';
import type { Raw } from '../harness/contactRows';
import { outlookTasks, zohoRecords } from '../harness/simulators';
import { wallClock } from './calendar';
import type { TimeCase, TimeWorld } from './table';

/** From the other side the same meeting under another name, so that none meets its twin and is merely linked. */
export const titles = {
  outlook: (name: string) => `${name} (from Outlook)`,
  zoho: (name: string) => `${name} (from the CRM)`,
};
type Side = keyof typeof titles;

const at = (dateTime: string, timeZone: string) => ({ dateTime: `${dateTime}:00`, timeZone });
const isPutIn = (side: Side, { only }: TimeCase): boolean => !only || only === side;

const inOutlook = (subject: string, more: object) => ({ subject, categories: ['Zoho'], ...more });
const inZoho = (Event_Title: string, [from, to]: readonly [string, string], All_day: boolean) => ({
  Event_Title,
  ...{
    Start_DateTime: from.replace(/(T\d\d:\d\d)/, '$1:00'),
    End_DateTime: to.replace(/(T\d\d:\d\d)/, '$1:00'),
    All_day,
  },
});

/** Both services anew with all cases of a world put in on each side. `more`: other meetings, as the vendors have them. */
export function fill(
  { simulators: { graph, zoho } }: Lab,
  world: TimeWorld,
  more: { events?: object[]; Events?: object[] },
) {
  const [timeZone, iana] = world.mailbox;
  const events = [
    ...world.meetings
      .filter((one) => isPutIn('outlook', one))
      .map(({ name, zone, outlook: [from, to] }) =>
        inOutlook(titles.outlook(name), { start: at(from, zone), end: at(to, zone) }),
      ),
    ...world.wholeDays.map(({ name, outlook: [from, to] }) =>
      inOutlook(titles.outlook(name), {
        isAllDay: true,
        start: at(`${from}T00:00`, timeZone),
        end: at(`${to}T00:00`, timeZone),
      }),
    ),
    ...(more.events ?? []),
  ];
  const Events = [
    ...world.meetings
      .filter((one) => isPutIn('zoho', one))
      .map(({ name, zoho: span }) => inZoho(titles.zoho(name), span, false)),
    ...world.wholeDays.map(({ name, zoho: span }) => inZoho(titles.zoho(name), span, true)),
    ...(more.Events ?? []),
  ];
  const tasks = world.dueDates.map((date) => ({
    ...{ title: titles.outlook('due'), categories: ['Zoho'] },
    dueDateTime: at(`${date}T00:00`, iana),
  }));
  const Tasks = world.dueDates.map((Due_Date) => ({ Subject: titles.zoho('due'), Due_Date }));
  for (const service of [graph, zoho]) service.reset();
  graph.seed({
    ...{ mailbox: { timeZone }, categories: [{ displayName: 'Zoho' }] },
    ...{ calendars: [{ name: 'Calendar', events }], lists: [{ displayName: 'Tasks', tasks }] },
  } as never);
  zoho.seed({ users: [{ time_zone: world.user }], records: { Events, Tasks } } as never);
}

const the = (found: readonly Raw[], what: string): Raw => {
  if (found.length !== 1) throw new Error(`${what} is there ${found.length} times`);
  return found[0] as Raw;
};
const minute = (time: unknown): string => String(time).slice(0, 16);

/** Of a series, of which Zoho keeps a record per occurrence, the first one; of single meetings all. */
const firstOccurrence = (found: readonly Raw[]): readonly Raw[] =>
  found.some(({ Recurring_Activity }) => Recurring_Activity)
    ? found.toSorted((a, b) => String(a.Start_DateTime).localeCompare(String(b.Start_DateTime))).slice(0, 1)
    : found;

/** A meeting's start and end as Zoho CRM keeps them. */
export async function zohoSpan({ connection }: Lab, title: string): Promise<readonly string[]> {
  const all = (await zohoRecords(connection, 'Events')).filter(({ Event_Title }) => Event_Title === title);
  const found = the(firstOccurrence(all), title);
  return [found.Start_DateTime, found.End_DateTime].map((time) => String(time).replace(/(T\d\d:\d\d):00/, '$1'));
}

async function askGraph({ connection: { graph } }: Lab, path: string, zone: string): Promise<readonly Raw[]> {
  const headers = { Authorization: `Bearer ${graph.accessToken}`, Prefer: `outlook.timezone="${zone}"` };
  const answer = await fetch(`${graph.api}/v1.0/me/${path}`, { headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { value: Raw[] }).value;
}

/** A meeting's start and end as Outlook shows them on a wall clock of the zone; of whole days the two dates. */
export async function outlookSpan(lab: Lab, title: string, zone: string): Promise<readonly string[]> {
  const found = the(
    (await askGraph(lab, 'events?$top=999', zone)).filter(({ subject }) => subject === title),
    title,
  );
  return [found.start, found.end].map((time) => minute((time as Raw).dateTime));
}

/** The starts of a series' meetings as Outlook's calendar shows them on a wall clock of the zone. */
export async function outlookSeries(lab: Lab, title: string, zone: string, [from, to]: readonly [string, string]) {
  const path = `calendarView?startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z&$top=999`;
  const all = (await askGraph(lab, path, zone)).filter(({ subject }) => subject === title);
  return all.map(({ start }) => minute((start as Raw).dateTime)).sort();
}

/** The due dates of tasks of that name, as To Do's clock and as the CRM show them. */
export async function dueDates({ connection }: Lab, title: string, zone: string) {
  const todo = (await outlookTasks(connection)).filter((task) => task.title === title);
  const crm = (await zohoRecords(connection, 'Tasks')).filter(({ Subject }) => Subject === title);
  return {
    outlook: todo.map(({ dueDateTime }) => wallClock(minute((dueDateTime as Raw).dateTime), zone)).sort(),
    zoho: crm.map(({ Due_Date }) => String(Due_Date)).sort(),
  };
}
