import { findCalendar } from '../calendar/calendars';
import { badRequest, graphError, isGraphFault } from '../errors';
import { findFolder } from '../folders';
import { findMailFolder } from '../mail/folders';
import type { GraphState } from '../model';
import { segmentsOf } from '../segments';
import { mailboxNamed } from '../tenant';
import { findList } from '../todo/store';
import type { Watched } from './model';

type Read = (state: GraphState, ids: readonly string[]) => Watched;

const first = (ids: readonly string[]): string => ids[0] ?? '';

const contact = (scope: string): Watched => ({ kind: 'contact', scope, area: 'contacts' });
const event = (scope: string): Watched => ({ kind: 'event', scope, area: 'calendars' });
const message = (scope: string | null): Watched => ({ kind: 'message', scope, area: 'mail' });

/** Paths that can be watched; `*` is an id. The bare ones are read as their lists are: the default folder or calendar. */
const FORMS: readonly (readonly [string, Read])[] = [
  ['me/contacts', ({ defaultFolderId }) => contact(defaultFolderId)],
  ['me/contactfolders/*/contacts', (state, ids) => contact(findFolder(state, first(ids)).id)],
  ['me/events', (state) => event(findCalendar(state, undefined).id)],
  ['me/calendar/events', (state) => event(findCalendar(state, undefined).id)],
  ['me/calendars/*/events', (state, ids) => event(findCalendar(state, first(ids)).id)],
  ['me/messages', () => message(null)],
  ['me/mailfolders/*/messages', (state, ids) => message(findMailFolder(state, first(ids)).id)],
  [
    'me/todo/lists/*/tasks',
    (state, ids) => ({ kind: 'todoTask', scope: findList(state, first(ids)).id, area: 'tasks' }),
  ],
];

function idsIn(form: string, segments: readonly string[]): string[] | null {
  const parts = form.split('/');
  const fits =
    parts.length === segments.length && parts.every((part, at) => part === '*' || part === segments[at]?.toLowerCase());
  return fits ? segments.filter((_segment, at) => parts[at] === '*') : null;
}

function mailboxOf(home: GraphState, segments: readonly string[]): [GraphState, readonly string[]] {
  const [head = '', user = '', ...rest] = segments;
  const state = head.toLowerCase() === 'users' ? mailboxNamed(home, user) : undefined;
  return state ? [state, ['me', ...rest]] : [home, segments];
}

/** What the watched store says comes back wrapped up [GH docs#2988]. */
function wrapped(error: unknown): unknown {
  if (!isGraphFault(error)) return error;
  const reason = error.status === 404 ? 'NotFound' : 'BadRequest';
  const message = `Operation: Create; Exception: [Status Code: ${reason}; Reason: ${error.message}]`;
  return graphError(error.status, 'ExtensionError', message);
}

/** Reads the resource of a subscription, a path below the version with or without a slash before it. */
export function readWatched(home: GraphState, resource: string): { state: GraphState; watched: Watched } {
  if (resource.includes('?'))
    throw badRequest('This simulator knows no query options in the resource of a subscription.', 'InvalidRequest');
  if (resource.includes('%'))
    throw badRequest(
      "Operation: Create; Exception: [Status Code: BadRequest; Reason: The value of parameter 'Resource' is invalid.]",
      'ExtensionError',
    );
  const [state, segments] = mailboxOf(home, segmentsOf(resource));
  for (const [form, read] of FORMS) {
    const ids = idsIn(form, segments);
    if (!ids) continue;
    try {
      return { state, watched: read(state, ids) };
    } catch (error) {
      throw wrapped(error);
    }
  }
  throw graphError(
    404,
    'ExtensionError',
    'Operation: Create; Exception: [Status Code: NotFound; Reason: Not Found; Message : Resource not found.]',
  );
}
