import type { GraphClient } from '../../../clients/graph';
import { graphPath } from '../../../clients/graph';
import { pageOf } from '../../choices';
import type { Choice, Choices } from '../../types';

/** Path of a calendar. The default one's short cut has no calendar in it: `/me/events`, `/me/calendarView`. */
export const calendarPath = (calendar: string | null): string =>
  calendar === null ? '/me' : graphPath`/me/calendars/${calendar}`;

/** May events be made and changed there? A calendar shared with us often may only be read. */
export async function mayWrite(graph: GraphClient, calendar: string | null): Promise<boolean> {
  const path = calendar === null ? '/me/calendar' : calendarPath(calendar);
  const reply = await graph.get(path, { query: { $select: 'id,canEdit' } });
  return reply?.canEdit !== false;
}

interface Calendar {
  readonly id: string;
  readonly name: string;
  readonly canEdit?: boolean;
  readonly isDefaultCalendar?: boolean;
}

const choiceOf = ({ id, name, canEdit }: Calendar): Choice => ({
  name: canEdit === false ? `${name} (Read Only)` : name,
  value: id,
});

/** The mailbox's calendars; the default one's value is ''. */
export async function chooseCalendar(graph: GraphClient, search?: string, token?: string): Promise<Choices> {
  const all: Calendar[] = [];
  for await (const page of graph.pages('/me/calendars', { query: { $top: 100 } }))
    all.push(...(page.value as readonly Calendar[]));
  const others = all.filter(({ isDefaultCalendar }) => isDefaultCalendar !== true).map(choiceOf);
  return pageOf([{ name: 'Calendar (Default)', value: '' }, ...others], search, token);
}
