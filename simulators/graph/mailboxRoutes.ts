import type { Call, Handler } from './call';
import { ok } from './call';
import { badRequest } from './errors';
import type { Mailbox } from './model';
import { checkNames } from './odata';
import { contextOf } from './render';
import { ianaZones, isZone, windowsZones } from './timeZones';

const userRow = ({ id, displayName, mail }: Mailbox): Record<string, unknown> => ({
  ...{ businessPhones: [], displayName, givenName: displayName.split(' ')[0] ?? null, jobTitle: null, mail },
  ...{ mobilePhone: null, officeLocation: null, preferredLanguage: 'en-US' },
  ...{ surname: displayName.split(' ').slice(1).join(' ') || null, userPrincipalName: mail, id },
});

/** What a work account tells only where it is named [docs: user]. */
const onlyNamed = ({ state: { mailbox } }: Call, select: readonly string[] | null) =>
  select?.includes('proxyAddresses')
    ? { proxyAddresses: [`SMTP:${mailbox.mail}`, ...(mailbox.aliases ?? []).map((alias) => `smtp:${alias}`)] }
    : {};

export const getMe: Handler = (call) => {
  const { select } = call.query;
  const row = { ...userRow(call.state.mailbox), ...(!call.limits.personalAccount && onlyNamed(call, select)) };
  const shown = select ? Object.fromEntries(Object.entries(row).filter(([name]) => select.includes(name))) : row;
  const chosen = select ? `(${select.join(',')})` : '';
  return ok(call, { '@odata.context': `${call.base}/$metadata#users${chosen}/$entity`, ...shown });
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
