import type { Call, Handler } from '../call';
import { ok } from '../call';
import { graphError, malformedId, notFound } from '../errors';
import { looksLikeId } from '../ids';
import { cutPage } from '../listPage';
import { checkNames } from '../odata';
import type { Row } from '../shapes';
import { attachmentRow } from './attachmentRow';
import { mailOf } from './mailRoutes';
import type { StoredAttachment } from './model';

const PROPERTIES = ['id', 'lastModifiedDateTime', 'name', 'contentType', 'size', 'isInline'];
/** A list holds attachments of any kind, so what only files have is asked for with the type's name before it. */
const OF_FILES = /^microsoft\.graph\.fileAttachment\/(contentId|contentLocation|contentBytes)$/i;

const contextOf = (call: Call, tail: string): Row => ({
  '@odata.context': `${call.base}/$metadata#users('${call.state.mailbox.id}')/messages('${call.params.id ?? ''}')/${tail}`,
});

function attachmentOf(call: Call): StoredAttachment {
  const id = call.params.attachment ?? '';
  const found = mailOf(call).attachments.find(({ immutableId, restId }) => immutableId === id || restId === id);
  if (found) return found;
  throw looksLikeId(id) ? notFound() : malformedId();
}

/** `…/attachments`: files with their content unless `$select` leaves it out [docs: list attachments]. */
export const listAttachments: Handler = (call) => {
  const { select } = call.query;
  checkNames(
    (select ?? []).filter((name) => !OF_FILES.test(name)),
    PROPERTIES,
    'attachment',
  );
  const { items, links } = cutPage(call, mailOf(call).attachments);
  const value = items.map((one) => attachmentRow(call, one, select));
  return ok(call, { ...contextOf(call, 'attachments'), ...links, value });
};

export const getAttachment: Handler = (call) =>
  ok(call, {
    ...contextOf(call, 'attachments/$entity'),
    ...attachmentRow(call, attachmentOf(call), call.query.select),
  });

const mimeOf = (item: Row): string => `Subject: ${String(item.subject ?? '')}\r\nMIME-Version: 1.0\r\n\r\n`;

/** `…/attachments/{id}/$value`: a file's bytes, an item as MIME; a reference has neither [docs: get attachment]. */
export const attachmentValue: Handler = (call) => {
  const { kind, bytes, item, fields } = attachmentOf(call);
  if (kind === 'referenceAttachment')
    throw graphError(405, 'ErrorInvalidRequest', 'Requests for $value of a reference attachment are not supported.');
  const [type, body] = item ? ['text/plain', Buffer.from(mimeOf(item))] : [fields.contentType, bytes];
  return {
    status: 200,
    body: body ?? Buffer.alloc(0),
    headers: { 'content-type': String(type ?? 'application/octet-stream') },
  };
};
