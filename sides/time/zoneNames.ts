import { IANAZone } from 'luxon';
import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from 'windows-iana';

/** What Unicode's windowsZones table says today where the package's copy is older [CLDR 48]; the last three moved since. */
const windowsSince: Readonly<Record<string, string>> = {
  'America/Chihuahua': 'Central Standard Time (Mexico)',
  'America/Ciudad_Juarez': 'Mountain Standard Time',
  'America/Coyhaique': 'Magallanes Standard Time',
  'America/Ojinaga': 'Central Standard Time',
  'Asia/Almaty': 'West Asia Standard Time',
  'Asia/Qostanay': 'West Asia Standard Time',
  'America/Scoresbysund': 'Greenland Standard Time',
  'Antarctica/Casey': 'W. Australia Standard Time',
  'Antarctica/Vostok': 'West Asia Standard Time',
};
const ianaSince: Readonly<Record<string, string>> = {
  'central asia standard time': 'Asia/Bishkek',
  'mountain standard time (mexico)': 'America/Mazatlan',
  // Graph's own name for UTC in originalStartTimeZone.
  'tzone://microsoft/utc': 'Etc/UTC',
};

const windowsNames: ReadonlyMap<string, string> = new Map(
  WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [windowsName.toLowerCase(), windowsName]),
);

const windowsToIana = (zone: string): string | undefined => {
  const name = windowsNames.get(zone.toLowerCase());
  return ianaSince[zone.toLowerCase()] ?? (name && findIana(name, '001')[0]);
};

/** A name, and none of the bare offsets (`UTC+9`, `+05:30`) some parsers take: they know no summer time. */
const namesZone = (zone: string): boolean =>
  (/^[a-z]+$/i.test(zone) || zone.includes('/')) && IANAZone.isValidZone(zone);
/** Asking is slow, and the same few names are asked for with every time that is read. */
const asked = new Map<string, boolean>();
function isIana(zone: string): boolean {
  const known = asked.get(zone) ?? namesZone(zone);
  asked.set(zone, known);
  return known;
}

/**
 * The IANA name for a Windows or IANA zone name, in any case; an IANA name comes back as it was given. null for a custom
 * zone (`tzone://Microsoft/Custom`, "Customized Time Zone") and every name nobody knows. One Windows zone stands for many
 * IANA zones: keep the original name to write back.
 */
export function toIana(zone: string | null | undefined): string | null {
  const name = zone?.trim() ?? '';
  return isIana(name) ? name : (windowsToIana(name) ?? null);
}

const canonical = (zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

/** The Windows name for a Windows or IANA zone name; null where there is none (`Antarctica/Troll`) or the name is unknown. */
export function toWindows(zone: string | null | undefined): string | null {
  const name = zone?.trim() ?? '';
  const windows = windowsNames.get(name.toLowerCase());
  if (windows) return windows;
  const iana = toIana(name);
  if (!iana) return null;
  const names = [iana, canonical(iana)];
  return names.flatMap((known) => windowsSince[known] ?? findWindows(known)).at(0) ?? null;
}

/** What a person reads where a zone cannot be used. */
export const unknownZone = (zone: string | null | undefined): string =>
  /^tzone:|^customized/i.test(zone ?? '')
    ? 'The time zone is a custom one without a name. Choose a named time zone for it in Outlook.'
    : `The time zone "${zone ?? ''}" is not one we know. Choose another one where the record was made.`;

/** The IANA name, or an error that names the zone and the next step. */
export function knownZone(zone: string | null | undefined): string {
  const iana = toIana(zone);
  if (!iana) throw new RangeError(unknownZone(zone));
  return iana;
}
