import type { Call, Reply } from '../call';
import { wantsTextBody, zonePreference } from '../zonePreference';

/** Adds to `Preference-Applied` what calendars know besides the common preferences, and what was applied unasked. */
export function applied(call: Call, reply: Reply, unasked?: string): Reply {
  const zone = zonePreference(call);
  const names = [
    unasked,
    reply.headers?.['preference-applied'],
    zone && `outlook.timezone="${zone.name}"`,
    wantsTextBody(call) && 'outlook.body-content-type="text"',
  ].filter(Boolean);
  return names.length > 0 ? { ...reply, headers: { ...reply.headers, 'preference-applied': names.join(', ') } } : reply;
}
