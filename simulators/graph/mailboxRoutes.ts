import type { Call, Handler } from './call';
import { ok } from './call';
import { badRequest } from './errors';
import type { Mailbox } from './model';
import { checkNames } from './odata';
import { contextOf } from './render';
import { loginOf } from './tenant';
import { ianaZones, isZone, windowsZones } from './timeZones';

const nameOf = ({ displayName }: Mailbox) => {
  const [givenName = null, ...rest] = displayName.split(' ');
  return { givenName, surname: rest.join(' ') || null };
};

const userRow = (mailbox: Mailbox): Record<string, unknown> => ({
  ...{ businessPhones: [], displayName: mailbox.displayName, ...nameOf(mailbox), jobTitle: null, mail: mailbox.mail },
  ...{ mobilePhone: null, officeLocation: null, preferredLanguage: 'en-US' },
  ...{ userPrincipalName: loginOf(mailbox), id: mailbox.id },
});

/** What a work account tells only where it is named [docs: user]. */
const onlyNamed = ({ mail, aliases = [], accountEnabled = true }: Mailbox) => ({
  proxyAddresses: [`SMTP:${mail}`, ...aliases.map((alias) => `smtp:${alias}`)],
  ...{ accountEnabled, userType: 'Member', assignedPlans: [] },
});

/** A user as listed; the rest shows where it is named. */
export function shownUser({ query: { select }, limits }: Call, mailbox: Mailbox): Record<string, unknown> {
  const row = { ...userRow(mailbox), ...(select && !limits.personalAccount ? onlyNamed(mailbox) : {}) };
  return select ? Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name))) : row;
}

export const getMe: Handler = (call) => {
  const { select } = call.query;
  const chosen = select ? `(${select.join(',')})` : '';
  return ok(call, {
    '@odata.context': `${call.base}/$metadata#users${chosen}/$entity`,
    ...shownUser(call, call.state.mailbox),
  });
};

const NAMES = [
  ...['archiveFolder', 'timeZone', 'delegateMeetingMessageDeliveryOptions', 'dateFormat', 'timeFormat'],
  ...['userPurpose', 'automaticRepliesSetting', 'language', 'workingHours'],
];

/** A new mailbox's settings, apart from its time zone. */
export const firstSettings = (): Record<string, unknown> => ({
  archiveFolder: null,
  delegateMeetingMessageDeliveryOptions: 'sendToDelegateOnly',
  dateFormat: 'yyyy-MM-dd',
  timeFormat: 'HH:mm',
  userPurpose: { value: 'user' },
  automaticRepliesSetting: {
    ...{ status: 'disabled', externalAudience: 'all', internalReplyMessage: '', externalReplyMessage: '' },
    scheduledStartDateTime: { dateTime: '2026-03-14T07:00:00.0000000', timeZone: 'UTC' },
    scheduledEndDateTime: { dateTime: '2026-03-28T07:00:00.0000000', timeZone: 'UTC' },
  },
  workingHours: {
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    ...{ startTime: '08:00:00.0000000', endTime: '17:00:00.0000000', timeZone: { name: 'Pacific Standard Time' } },
  },
  language: { locale: 'en-US', displayName: 'English (United States)' },
});

const settingsOf = ({ state }: Call): Record<string, unknown> => ({
  ...state.mailbox.settings,
  timeZone: state.mailbox.timeZone,
});

export const getSettings: Handler = (call) => {
  checkNames(call.query.select ?? [], NAMES, 'mailboxSettings');
  return ok(call, { ...contextOf(call, 'mailboxSettings'), ...settingsOf(call) });
};

export const getTimeZone: Handler = (call) =>
  ok(call, { ...contextOf(call, 'mailboxSettings/timeZone'), value: call.state.mailbox.timeZone });

export const patchSettings: Handler = (call) => {
  const body = (call.body ?? {}) as Record<string, unknown>;
  const { timeZone, ...settings } = Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('@')));
  const wrong = Object.keys(settings).find((name) => !NAMES.includes(name));
  if (wrong)
    throw badRequest(
      `The property '${wrong}' does not exist on type 'microsoft.graph.mailboxSettings'.`,
      'RequestBodyRead',
    );
  if (timeZone !== undefined && !isZone(timeZone))
    throw badRequest(`The time zone '${String(timeZone)}' is not supported.`, 'ErrorInvalidTimeZone');
  if (timeZone !== undefined) call.state.mailbox.timeZone = String(timeZone);
  Object.assign(call.state.mailbox.settings, settings);
  return getSettings(call);
};

export const listTimeZones: Handler = (call) => {
  const iana = /timezonestandard'iana'/i.test(call.params.standard ?? '');
  return ok(call, {
    '@odata.context': `${call.base}/$metadata#Collection(microsoft.graph.timeZoneInformation)`,
    value: iana ? ianaZones : windowsZones,
  });
};
