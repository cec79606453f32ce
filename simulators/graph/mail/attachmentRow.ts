import type { Call } from '../call';
import { wantsImmutableIds } from '../call';
import { isoTime } from '../render';
import type { Row } from '../shapes';
import type { StoredAttachment } from './model';

/** Properties that only files have. */
const OF_FILES = ['contentId', 'contentLocation', 'contentBytes'];

/** `microsoft.graph.fileAttachment/contentBytes` asks for a property that only files have. */
const plain = (name: string): string => name.replace(/^microsoft\.graph\.\w+\//i, '');

const idOf = (call: Call, { immutableId, restId }: StoredAttachment): string =>
  wantsImmutableIds(call) ? immutableId : restId;

const ofFile = ({ fields, bytes }: StoredAttachment): Row => ({
  ...{ contentId: fields.contentId ?? null, contentLocation: fields.contentLocation ?? null },
  contentBytes: bytes?.toString('base64') ?? '',
});

/** The item inside: it has no id of its own [docs: attachment-get]. */
function shownItem({ base, state, path }: Call, { modified }: StoredAttachment, item: Row): Row {
  const at = isoTime(modified);
  const times = { createdDateTime: at, lastModifiedDateTime: at, receivedDateTime: at, sentDateTime: at };
  const whole = { '@odata.type': '#microsoft.graph.message', id: '', ...times, hasAttachments: false, ...item };
  const context = `${base}/$metadata#users('${state.mailbox.id}')/${path}/microsoft.graph.itemAttachment/item/$entity`;
  return { 'item@odata.context': context, item: whole };
}

/** An attachment as the caller sees it; without `select` a file comes with its content. */
export function attachmentRow(call: Call, one: StoredAttachment, select: readonly string[] | null): Row {
  const { kind, fields, modified, item } = one;
  const isFile = kind === 'fileAttachment';
  const wanted = select?.map(plain);
  const all: Row = {
    ...{ id: idOf(call, one), lastModifiedDateTime: isoTime(modified), name: fields.name ?? null },
    ...{ contentType: fields.contentType ?? null, size: fields.size, isInline: fields.isInline ?? false },
    ...(isFile && (!wanted || OF_FILES.some((name) => wanted.includes(name))) ? ofFile(one) : {}),
  };
  const shown = wanted ? Object.entries(all).filter(([name]) => name === 'id' || wanted.includes(name)) : null;
  return {
    '@odata.type': `#microsoft.graph.${kind}`,
    ...(isFile ? { '@odata.mediaContentType': fields.contentType ?? null } : {}),
    ...(shown ? Object.fromEntries(shown) : all),
    ...(item && call.query.expands('microsoft.graph.itemattachment/item') ? shownItem(call, one, item) : {}),
  };
}
