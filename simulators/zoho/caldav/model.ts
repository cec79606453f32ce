/** Who signs in to the calendar. */
export interface Account {
  readonly email: string;
  /** The name in paths. */
  readonly id: string;
  /** The password of Zoho's own pages; with two-factor sign-in it does not open the calendar. */
  password: string;
  /** Those the user made for devices; an empty list when all were taken back. */
  appPasswords: readonly string[];
  twoFactor: boolean;
  locked: boolean;
}

export interface CalendarObject {
  /** Last part of its path. */
  readonly name: string;
  readonly uid: string;
  readonly data: string;
  readonly etag: string;
  /** Number of the change by which it came to look so, counted over the whole calendar. */
  readonly revision: number;
  readonly modified: number;
}

export interface Calendar {
  /** Last part of its path. */
  readonly name: string;
  readonly owner: string;
  displayName: string;
  readOnly: boolean;
  /** IANA name: what times without a zone mean. */
  zone: string;
  readonly components: readonly string[];
  readonly objects: Map<string, CalendarObject>;
  /** Names of removed objects with the number of that change. */
  readonly gone: Map<string, number>;
  /** Removed objects and when they went: they may stay readable for some seconds. */
  readonly buried: Map<string, { readonly object: CalendarObject; readonly at: number }>;
  revision: number;
  /** Raised when older sync tokens are to be worth nothing any more. */
  epoch: number;
}

export interface CalDavState {
  accounts: Account[];
  calendars: Calendar[];
}

/** The account of the standard user, ready to sign in. */
export const CALDAV_ACCOUNT = { email: 'hanako.yamada@example.com', appPassword: 'abcd1234wxyz' } as const;

export function makeCalendar(owner: string, name: string, more: Partial<Calendar> = {}): Calendar {
  const shown = { displayName: name, readOnly: false, zone: 'Asia/Tokyo', components: ['VEVENT'] };
  return {
    name,
    owner,
    ...shown,
    ...more,
    objects: new Map(),
    gone: new Map(),
    buried: new Map(),
    revision: 0,
    epoch: 1,
  };
}

export const makeAccount = (email: string, id: string, more: Partial<Account> = {}): Account => ({
  ...{
    email,
    id,
    password: 'login-password',
    appPasswords: [CALDAV_ACCOUNT.appPassword],
    twoFactor: true,
    locked: false,
  },
  ...more,
});

/** One account with a calendar of its own and one that it may only read. */
export function freshCalDav(): CalDavState {
  const account = makeAccount(CALDAV_ACCOUNT.email, '60001234567');
  return {
    accounts: [account],
    calendars: [
      makeCalendar(account.id, 'events', { displayName: 'Hanako Yamada' }),
      makeCalendar(account.id, 'holidays', { displayName: '日本の祝日', readOnly: true }),
    ],
  };
}
