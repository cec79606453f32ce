import { DateTime, IANAZone } from 'luxon';
import { WINDOWS_ZONES } from './windowsZones';

type Zone = { readonly alias: string; readonly displayName: string };

/** The label of a zone in the mailbox server's list, with its offset in winter or summer alike. */
const labelOf = (iana: string): string => {
  const offset = DateTime.fromISO('2024-01-15T00:00', { zone: iana }).toFormat('ZZ');
  const city = iana.split('/').pop()?.replace(/_/g, ' ') ?? '';
  return `(UTC${offset === '+00:00' ? '' : offset}) ${city === 'UTC' ? 'Coordinated Universal Time' : city}`;
};

const ZONES = Object.entries(WINDOWS_ZONES);

export const windowsZones: readonly Zone[] = ZONES.map(([alias, iana]) => ({ alias, displayName: labelOf(iana) }));
export const ianaZones: readonly Zone[] = [...new Set(ZONES.map(([, iana]) => iana))].map((alias) => ({
  alias,
  displayName: alias,
}));

const BY_FOLDED_NAME = new Map(ZONES.map(([windows, iana]) => [windows.toLowerCase(), iana]));

/**
 * The IANA zone for a Windows or IANA name; null for one that is not known. Offsets like `UTC+9` and abbreviations
 * like `EST` are no names to Graph [docs: dateTimeTimeZone].
 */
export function ianaOf(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  const windows = BY_FOLDED_NAME.get(name.toLowerCase());
  if (windows) return windows;
  if (name === 'UTC') return 'Etc/UTC';
  return /^[A-Z][\w-]+\/[\w+/-]+$/i.test(name) && IANAZone.isValidZone(name) ? name : null;
}

export const isZone = (name: unknown): boolean => ianaOf(name) !== null;
