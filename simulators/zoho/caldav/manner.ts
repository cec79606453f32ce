import type { World } from '../state';
import { BASE, type Place, type Reply } from './ask';

/**
 * Where Zoho's server goes by its own manner instead of the RFCs, as other people's clients met it in 2022 to 2026 (KashCal,
 * org-caldav 239, vdirsyncer 988, vandelay 35, home-assistant 175916); off with the limit `calDavByTheBook`.
 */
export const inOwnManner = ({ limits }: World): boolean => limits.calDavByTheBook !== true;

/** What Zoho answers to a report that it does not like, and for a meeting that is gone. */
export const blank = (): Reply => ({ status: 200, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: '' });

/** No PROPFIND of the host, of `/caldav/` with its slash, or of a single meeting. */
export const isUnwilling = (world: World, path: string, place: Place): boolean =>
  inOwnManner(world) && (path === '/' || path === `${BASE}/` || place.kind === 'object');

/** A mark without quotes: life tells it as a number, and takes it back either way. */
export const bareEtag = (etag: string): string => etag.trim().replace(/^W\//, '').replace(/"/g, '');
