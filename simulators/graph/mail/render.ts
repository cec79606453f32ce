import type { Call } from '../call';
import { wantsImmutableIds } from '../call';
import { previewOf, shownBody } from '../calendar/bodies';
import { pickMarks } from '../extendedProperties';
import { grantOf } from '../guard';
import { only } from '../values';
import { isoTime } from '../render';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import { wantsTextBody } from '../zonePreference';
import { attachmentRow } from './attachmentRow';
import { MAIL_PROPERTIES, MEETING_FIELDS, NOT_BASIC, ON_REQUEST, STORED_FIELDS } from './mailFields';
import type { MailFolder, StoredMail } from './model';
import { mailFoldersUnder } from './folders';

export const mailId = (call: Call, mail: Pick<StoredMail, 'immutableId' | 'restId'>): string =>
  wantsImmutableIds(call) ? mail.immutableId : mail.restId;

/** Whether the token sees bodies and attachments; Mail.ReadBasic alone does not. */
const seesBodies = ({ home, headers, now }: Call): boolean =>
  grantOf(home, headers.authorization, now, false).scopes.some((scope) => /(^|\/)mail\.read(write)?$/i.test(scope));

/** Scripts are taken out unless the caller prefers them [docs: get message]. */
function safe(body: unknown, { headers }: Call): unknown {
  const { contentType, content } = body as { contentType: string; content: string };
  if (contentType === 'text' || /outlook\.allow-unsafe-html/i.test(headers.prefer ?? '')) return body;
  return { contentType, content: content.replace(/<script[\s\S]*?<\/script>/gi, '') };
}

const body = (call: Call, { fields }: StoredMail): Row =>
  shownBody(safe(fields.body, call), wantsTextBody(call), call.limits.wrapHtml);

/** Values that are not simply stored; made only when shown, for a body may be big. */
const MADE: Readonly<Record<string, (call: Call, mail: StoredMail) => unknown>> = {
  id: mailId,
  createdDateTime: (_call, { created }) => isoTime(created),
  lastModifiedDateTime: (_call, { modified }) => isoTime(modified),
  changeKey: (_call, { changeKey }) => changeKey,
  parentFolderId: (_call, { folder }) => folder,
  hasAttachments: (_call, { attachments }) => attachments.some(({ fields }) => !fields.isInline),
  body,
  uniqueBody: body,
  bodyPreview: (_call, { fields }) => previewOf(fields.body),
  // A draft has none, and then the name is missing [seen live: zammad].
  internetMessageHeaders: (_call, { fields }) => (fields.isDraft ? undefined : fields.internetMessageHeaders),
};

function expandedParts(call: Call, mail: StoredMail): Row {
  const marks = pickMarks(mail.marks, call.query.expandMarks ?? []);
  const wanted = call.query.expands('attachments') && seesBodies(call);
  return {
    ...(marks.length > 0 ? { singleValueExtendedProperties: marks } : {}),
    ...(wanted ? { attachments: mail.attachments.map((one) => attachmentRow(call, one, null)) } : {}),
  };
}

/** What invitations show besides [seen live: a pasted answer, 2023]; answers and cancellations, the part that is common. */
function meetingPart({ type, fields }: StoredMail): Row {
  if (!/^eventMessage/.test(type)) return {};
  const common = { meetingMessageType: 'meetingRequest', type: 'singleInstance', isOutOfDate: false, isAllDay: false };
  const request = { responseRequested: true, allowNewTimeProposals: null, meetingRequestType: 'newMeetingRequest' };
  return {
    ...{ ...common, isDelegated: false, ...(type === 'eventMessageRequest' ? request : {}) },
    ...only(fields, MEETING_FIELDS),
  };
}

/** A mail as the caller sees it; `select` null shows all but what has to be asked for. */
export function mailRow(call: Call, mail: StoredMail, select: readonly string[] | null): Row {
  const hidden = seesBodies(call) ? [] : NOT_BASIC;
  const asked = select ? ['id', ...select] : MAIL_PROPERTIES.filter((name) => !ON_REQUEST.includes(name));
  const names = [...new Set(asked)].filter((name) => !hidden.includes(name) && MAIL_PROPERTIES.includes(name));
  const values = names.map((name) => [name, MADE[name] ? MADE[name](call, mail) : mail.fields[name]]);
  const type = mail.type === 'message' ? {} : { '@odata.type': `#microsoft.graph.${mail.type}` };
  const meeting = select === null ? meetingPart(mail) : {};
  return {
    ...type,
    '@odata.etag': etagOf(mail),
    ...Object.fromEntries(values),
    ...meeting,
    ...expandedParts(call, mail),
  };
}

/** What filters, orders and searches look at: everything but bodies. */
export const comparedRow = (call: Call, mail: StoredMail): Row => ({
  ...Object.fromEntries(STORED_FIELDS.map((name) => [name, mail.fields[name]])),
  ...{ hasAttachments: MADE.hasAttachments?.(call, mail), parentFolderId: mail.folder },
  ...{ createdDateTime: isoTime(mail.created), lastModifiedDateTime: isoTime(mail.modified) },
});

export function mailFolderRow({ state, query }: Call, folder: MailFolder): Row {
  const inside = [...state.mail.mails.values()].filter((mail) => mail.folder === folder.id);
  const all: Row = {
    ...{ id: folder.id, displayName: folder.displayName, parentFolderId: folder.parentFolderId },
    ...{ childFolderCount: mailFoldersUnder(state, folder.id).length, isHidden: false },
    ...{ unreadItemCount: inside.filter(({ fields }) => !fields.isRead).length, totalItemCount: inside.length },
    sizeInBytes: inside.length * 1024,
  };
  const { select } = query;
  return select ? Object.fromEntries(Object.entries(all).filter(([name]) => ['id', ...select].includes(name))) : all;
}
