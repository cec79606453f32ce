import type { Send } from '../http';
import { makeAsk, type CalDavOptions } from './dav';
import { changes, etags, objects, type DavChanges, type VersionTag, type DavObject, type Range } from './objects';
import { calendarAt, discover, type Calendar, type Account } from './discovery';
import { put, remove, type Condition, type PutResult, type RemoveResult } from './write';

/**
 * A CalDAV server for one user. Calendars go by their absolute address, what lies in them by its path in one spelling. Every
 * failure of more than one meeting is an ApiError. The password goes to the server's own hosts only.
 */
export interface CalDavClient {
  /** Finds whose calendars they are, and which there are: three or four requests. */
  discover(): Promise<Account>;
  calendars(): Promise<readonly Calendar[]>;
  /** One calendar as it is now: one request. */
  calendar(url: string): Promise<Calendar>;
  changes(url: string, token: string): Promise<DavChanges | 'expired'>;
  etags(url: string, range: Range | null): Promise<readonly VersionTag[]>;
  objects(url: string, hrefs: readonly string[]): Promise<readonly DavObject[]>;
  /** `url`: of the calendar; `href`: the meeting's path. */
  put(url: string, href: string, ics: string, condition: Condition): Promise<PutResult>;
  remove(url: string, href: string, etag: string): Promise<RemoveResult>;
}

/** Builds the client; nothing is sent yet. */
export function makeCalDav(send: Send, o: CalDavOptions): CalDavClient {
  const ask = makeAsk(send, o);
  const at = (url: string, href: string): string => new URL(href, url).href;
  return {
    discover: () => discover(ask, o),
    calendars: async () => (await discover(ask, o)).calendars,
    calendar: (url) => calendarAt(ask, url, o),
    changes: (url, token) => changes(ask, url, token, o),
    etags: (url, range) => etags(ask, url, range, o),
    objects: (url, hrefs) => objects(ask, url, hrefs, o),
    put: (url, href, ics, condition) => put(ask, at(url, href), ics, condition),
    remove: (url, href, etag) => remove(ask, at(url, href), etag),
  };
}
