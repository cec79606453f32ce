import type { Call, Handler } from '../call';
import { graphError } from '../errors';
import { isObject } from '../values';
import { checkWrite, instanceOf } from './eventRoutes';
import type { Instance } from './instances';
import { mailAnswer, mailGone } from './mail';
import { deleteInstance, updateInstance } from './store';

const accepted = { status: 202 };

const commentOf = ({ body }: Call): string | undefined => {
  const entries = isObject(body) ? Object.entries(body) : [];
  const comment = entries.find(([name]) => name.toLowerCase() === 'comment')?.[1];
  return typeof comment === 'string' ? comment : undefined;
};

/** `POST …/cancel`: for the organizer only; the meeting goes to Deleted Items [docs: event-cancel]. */
export const cancelEvent: Handler = (call) => {
  const one = instanceOf(call);
  checkWrite(call, one);
  if (!one.fields.isOrganizer)
    throw graphError(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. You need to be an organizer to cancel a meeting.",
    );
  deleteInstance(call.state, one, call.now);
  mailGone(call, one, commentOf(call));
  return accepted;
};

function checkInvited(one: Instance): void {
  if (one.fields.isOrganizer)
    throw graphError(
      400,
      'ErrorInvalidRequest',
      "Your request can't be completed. The organizer cannot answer a meeting.",
    );
}

/** `POST …/accept` and the like: an attendee's answer; a declined meeting leaves the calendar. */
export const answer =
  (response: 'accepted' | 'tentativelyAccepted' | 'declined'): Handler =>
  (call) => {
    const one = instanceOf(call);
    checkWrite(call, one);
    checkInvited(one);
    const responseStatus = { response, time: new Date(call.now).toISOString() };
    if (response === 'declined') deleteInstance(call.state, one, call.now);
    else updateInstance(call.state, one, { fields: { responseStatus }, marks: [] }, call.now);
    if (!isObject(call.body) || call.body.sendResponse !== false) mailAnswer(call, one, commentOf(call));
    return accepted;
  };
