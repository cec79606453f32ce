import type { GraphState } from '../model';
import { makeGuid } from '../ids';
import type { Row } from '../shapes';

/** Stored properties of a message [docs: message], in the order shown. */
const STORED = [
  ...['categories', 'receivedDateTime', 'sentDateTime', 'internetMessageId', 'subject', 'importance', 'conversationId'],
  ...['conversationIndex', 'isDeliveryReceiptRequested', 'isReadReceiptRequested', 'isRead', 'isDraft', 'webLink'],
  ...['inferenceClassification', 'sender', 'from', 'toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'flag'],
] as const;
export const STORED_FIELDS: readonly string[] = STORED;

/** Shown only when $select names them. */
export const ON_REQUEST: readonly string[] = ['uniqueBody', 'internetMessageHeaders'];

export const MAIL_PROPERTIES: readonly string[] = [
  ...['id', 'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'parentFolderId', 'hasAttachments', 'body'],
  ...['bodyPreview', ...ON_REQUEST, ...STORED],
];

/** What only messages about meetings have. */
export const MEETING_FIELDS = [
  ...['meetingMessageType', 'type', 'isOutOfDate', 'isAllDay', 'isDelegated', 'responseRequested'],
  ...['allowNewTimeProposals', 'meetingRequestType'],
];

/** What Mail.ReadBasic does not show [docs: permissions reference]. */
export const NOT_BASIC: readonly string[] = ['body', 'bodyPreview', 'uniqueBody'];

const owner = ({ mailbox }: GraphState): Row => ({
  emailAddress: { name: mailbox.displayName, address: mailbox.mail },
});

/** `2026-11-22T09:00:00Z`: mail has no fractions of seconds. */
export const mailTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** A mail of the mailbox's owner with nothing in it; `n` makes what has to be its own. */
export function emptyMail(state: GraphState, n: number, now: number): Row {
  const [at, conversation] = [mailTime(now), makeGuid(n, 'conversation').replace(/-/g, '')];
  return {
    ...{ categories: [], receivedDateTime: at, sentDateTime: at, subject: null, importance: 'normal' },
    internetMessageId: `<${makeGuid(n, 'mail').replace(/-/g, '').toUpperCase()}@contoso.example>`,
    ...{ conversationId: `AAQkAGI2THVSAAA-v_${conversation}=`, conversationIndex: `AQHc${conversation.slice(0, 16)}` },
    ...{ isDeliveryReceiptRequested: false, isReadReceiptRequested: false, isRead: true, isDraft: false },
    webLink: `https://outlook.office365.example/owa/?ItemID=${n}&exvsurl=1&viewmodel=ReadMessageItem`,
    ...{ inferenceClassification: 'focused', sender: owner(state), from: owner(state) },
    ...{ toRecipients: [], ccRecipients: [], bccRecipients: [], replyTo: [], flag: { flagStatus: 'notFlagged' } },
    ...{ body: { contentType: 'html', content: '' }, internetMessageHeaders: [] },
  };
}
