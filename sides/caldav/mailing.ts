import type { Write } from '../../sync/model';
import type { WriteResult } from '../types';
import { addressOf, isInvited, organizerOf } from './people';
import { partsOf } from './parts';
import { paramOf, propertiesOf } from './tree';

/** Servers leave those alone whose mails are our business, or nobody's [RFC 6638 section 7.1]. */
const isMailed = (agent: string): boolean => !/^(client|none)$/i.test(agent);

/** How many people the server would tell of a change of this text: none, unless the user is its organiser [RFC 6638 section 3.2.1]. */
function toldOf(ics: string, user: string): number {
  const parts = partsOf(ics);
  if ('unreadable' in parts || organizerOf(parts.main) === null || isInvited(parts.main, user)) return 0;
  const invited = [parts.main, ...parts.changed].flatMap((event) => propertiesOf(event, 'attendee'));
  const told = invited.filter((one) => isMailed(paramOf(one, 'schedule-agent'))).map(addressOf);
  return new Set(told.filter((address) => address !== user.trim().toLowerCase())).size;
}

/**
 * The refusal to change a meeting of which its server would tell people; null where nobody is told. Nobody is mailed unless the
 * user asked for it; a server that has invited them cannot be asked to keep quiet, and which changes it tells is its own affair.
 */
export function mailingRefusal(write: Write, ics: string | null, user: string): WriteResult | null {
  const told = ics === null ? 0 : toldOf(ics, user);
  if (told === 0) return null;
  const news = write.op === 'delete' ? 'a cancellation' : 'an update';
  return {
    outcome: 'refused',
    write,
    message: `The meeting has ${told} participants, to whom the calendar server would mail ${news}, so it was left as it is.`,
    nextStep: 'Change it in Zoho CRM itself, or undo the change in Outlook.',
  };
}
