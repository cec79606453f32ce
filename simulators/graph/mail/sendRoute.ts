import type { Handler } from '../call';
import { badRequest } from '../errors';
import { isObject, only } from '../values';
import { putMail } from './seed';

const ADDRESSEES = ['toRecipients', 'ccRecipients', 'bccRecipients'];
/** What the sender says; ids and times are the service's own. */
const SAID = [
  ...ADDRESSEES,
  'subject',
  'body',
  'importance',
  'categories',
  'replyTo',
  'attachments',
  'internetMessageHeaders',
];

/** `POST /me/sendMail`: 202 without a body; a copy lies in Sent Items unless told otherwise [docs: user: sendMail]. */
export const sendMail: Handler = ({ state, body, now }) => {
  const { message, saveToSentItems = true } = isObject(body) ? body : {};
  if (!isObject(message)) throw badRequest('The message is required.', 'ErrorInvalidRequest');
  const addressed = ADDRESSEES.flatMap((name) => message[name] ?? []);
  if (addressed.length === 0) throw badRequest('At least one recipient is not valid.', 'ErrorInvalidRecipients');
  if (saveToSentItems !== false) putMail(state, only(message, SAID), now);
  return { status: 202 };
};
