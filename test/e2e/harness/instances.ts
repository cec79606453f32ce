import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Raw } from './contactRows';
import type { Connection } from './credentials';
import type { RunningRadicale } from './radicale';
import { radicalePython } from './radicale';

/** One meeting as a person sees it in the calendar; a time in UTC, of whole days the dates, the end the first day after. */
export interface Instance {
  readonly subject: string;
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
  readonly location: string;
}

/** Days around today in which the meetings of both calendars are looked at. */
export type Window = readonly [from: string, to: string];

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const object = (value: unknown): Raw => (value ?? {}) as Raw;

function outlookInstance(raw: Raw): Instance {
  const allDay = raw.isAllDay === true;
  const at = (which: string): string => {
    const time = text(object(raw[which]).dateTime);
    return allDay ? time.slice(0, 10) : `${time.slice(0, 19)}Z`;
  };
  const location = text(object(raw.location).displayName);
  return { subject: text(raw.subject), start: at('start'), end: at('end'), allDay, location };
}

/** What Graph's calendarView shows of the meetings that are synced. */
export async function outlookInstances({ graph }: Connection, [from, to]: Window): Promise<readonly Instance[]> {
  const headers = { Authorization: `Bearer ${graph.accessToken}`, Prefer: 'outlook.timezone="UTC"' };
  const range = `startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z`;
  const answer = await fetch(`${graph.api}/v1.0/me/calendarView?${range}&$top=999`, { headers });
  if (!answer.ok) throw new Error(`calendarView: ${answer.status} ${await answer.text()}`);
  const { value } = (await answer.json()) as { value: Raw[] };
  const ours = value.filter(({ categories }) => ((categories ?? []) as string[]).includes('Zoho'));
  return ours.map(outlookInstance).filter(({ start }) => start >= from && start < to);
}

/** What the files in Radicale's storage mean, as vobject and dateutil read them. `zone` is for floating times. */
export function calDavInstances({ folder }: RunningRadicale, [from, to]: Window, zone: string): readonly Instance[] {
  const args = [join(__dirname, 'instances.py'), folder, `${from}T00:00:00Z`, `${to}T00:00:00Z`, zone];
  const found = JSON.parse(
    execFileSync(radicalePython(), args, { encoding: 'utf8', env: { ...process.env, PYTHONUTF8: '1' } }),
  );
  return (found as (Instance & { file: string })[]).map(({ subject, start, end, allDay, location }) => ({
    ...{ subject, start, end, allDay, location },
  }));
}

const lineOf = ({ subject, start, end, location }: Instance): string => [start, end, subject, location].join(' | ');

/** Both calendars as sorted lines, one a meeting: equal lists are calendars in step, doubles among them show. */
export const linesOf = (instances: readonly Instance[]): readonly string[] => instances.map(lineOf).sort();
