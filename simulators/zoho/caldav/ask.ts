import type { Account, CalDavState, Calendar, CalendarObject } from './model';
import { CAL, DAV, escaped, tag, xmlDocument } from './xml';

/** What a path names. */
export type Place =
  | { readonly kind: 'root' }
  | { readonly kind: 'principal' }
  | { readonly kind: 'home' }
  | { readonly kind: 'inbox' }
  | { readonly kind: 'outbox' }
  | { readonly kind: 'calendar'; readonly calendar: Calendar }
  | {
      readonly kind: 'object';
      readonly calendar: Calendar;
      readonly name: string;
      readonly object: CalendarObject | null;
    };

/** A request of somebody who has signed in. */
export interface Ask {
  readonly account: Account;
  readonly place: Place;
  readonly path: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Ends a request with an error; `precondition` is the element that RFC 4791, 6578 or 3744 name for it. */
export class DavError extends Error {
  constructor(
    readonly status: number,
    readonly precondition = '',
    readonly inner = '',
  ) {
    super(precondition || String(status));
  }

  get reply(): Reply {
    if (!this.precondition) return { status: this.status };
    return xml(this.status, xmlDocument(`${DAV} error`, tag(this.precondition, this.inner)));
  }
}

export const xml = (status: number, body: string): Reply => ({
  ...{ status, body },
  headers: { 'content-type': 'application/xml; charset=utf-8' },
});

export const missing = (): DavError => new DavError(404);
export const calError = (status: number, name: string, inner = ''): DavError =>
  new DavError(status, `${CAL} ${name}`, inner);

export const BASE = '/caldav';
const part = encodeURIComponent;
export const principalPath = ({ id }: Account): string => `${BASE}/${part(id)}/user/`;
export const homePath = ({ id }: Pick<Account, 'id'>): string => `${BASE}/${part(id)}/`;
export const calendarPath = ({ owner, name }: Calendar): string => `${BASE}/${part(owner)}/${part(name)}/`;
export const objectPath = (calendar: Calendar, name: string): string => `${calendarPath(calendar)}${part(name)}`;
export const hrefTag = (path: string): string => tag(`${DAV} href`, escaped(path));

const decoded = (text: string): string | null => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

const SPECIAL: Readonly<Record<string, Place>> = {
  user: { kind: 'principal' },
  inbox: { kind: 'inbox' },
  outbox: { kind: 'outbox' },
};

/** What a path (as sent, without the query) names for this account; null when it is nothing, or somebody else's. */
export function placeOf(state: CalDavState, account: Account, path: string): Place | null {
  if (path === '/' || path === '') return { kind: 'root' };
  const [base, ...parts] = path.split('/').filter(Boolean).map(decoded);
  if (base !== BASE.slice(1) || parts.includes(null)) return null;
  const [owner, name, object, ...more] = parts as string[];
  if (owner === undefined) return { kind: 'root' };
  if (owner !== account.id || more.length > 0) return null;
  if (name === undefined) return { kind: 'home' };
  if (SPECIAL[name]) return object === undefined ? SPECIAL[name] : null;
  const calendar = state.calendars.find((one) => one.owner === owner && one.name === name);
  if (!calendar) return null;
  if (object === undefined) return { kind: 'calendar', calendar };
  return { kind: 'object', calendar, name: object, object: calendar.objects.get(object) ?? null };
}
