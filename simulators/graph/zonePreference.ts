import type { Call } from './call';
import { knownZone } from './values';

export interface PreferredZone {
  /** As the caller wrote it; shown so in replies. */
  readonly name: string;
  readonly iana: string;
}

/** `Prefer: outlook.timezone="…"`, or null; 400 for a zone the service does not know [docs: list events]. */
export function zonePreference({ headers }: Call): PreferredZone | null {
  const match = /outlook\.timezone\s*=\s*(?:"([^"]*)"|([^\s,;]+))/i.exec(headers.prefer ?? '');
  const name = match?.[1] ?? match?.[2];
  return name === undefined ? null : { name, iana: knownZone(name) };
}

/** `Prefer: outlook.body-content-type="text"`. */
export const wantsTextBody = ({ headers }: Call): boolean =>
  /outlook\.body-content-type\s*=\s*"?text"?/i.test(headers.prefer ?? '');
