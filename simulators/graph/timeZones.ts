type Zone = { readonly alias: string; readonly displayName: string };

/** A part of the mailbox server's list: Windows name, IANA name, label. */
const ZONES: readonly (readonly [string, string, string])[] = [
  ['UTC', 'Etc/UTC', '(UTC) Coordinated Universal Time'],
  ['Hawaiian Standard Time', 'Pacific/Honolulu', '(UTC-10:00) Hawaii'],
  ['Pacific Standard Time', 'America/Los_Angeles', '(UTC-08:00) Pacific Time (US & Canada)'],
  ['Central Standard Time', 'America/Chicago', '(UTC-06:00) Central Time (US & Canada)'],
  ['Eastern Standard Time', 'America/New_York', '(UTC-05:00) Eastern Time (US & Canada)'],
  ['E. South America Standard Time', 'America/Sao_Paulo', '(UTC-03:00) Brasilia'],
  ['GMT Standard Time', 'Europe/London', '(UTC+00:00) Dublin, Edinburgh, Lisbon, London'],
  ['W. Europe Standard Time', 'Europe/Berlin', '(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna'],
  ['Romance Standard Time', 'Europe/Paris', '(UTC+01:00) Brussels, Copenhagen, Madrid, Paris'],
  ['India Standard Time', 'Asia/Kolkata', '(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi'],
  ['China Standard Time', 'Asia/Shanghai', '(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi'],
  ['Tokyo Standard Time', 'Asia/Tokyo', '(UTC+09:00) Osaka, Sapporo, Tokyo'],
  ['AUS Eastern Standard Time', 'Australia/Sydney', '(UTC+10:00) Canberra, Melbourne, Sydney'],
  ['New Zealand Standard Time', 'Pacific/Auckland', '(UTC+12:00) Auckland, Wellington'],
];

export const windowsZones: readonly Zone[] = ZONES.map(([alias, , displayName]) => ({ alias, displayName }));
export const ianaZones: readonly Zone[] = ZONES.map(([, alias]) => ({ alias, displayName: alias }));
export const isZone = (name: unknown): boolean => ZONES.some(([windows, iana]) => windows === name || iana === name);
