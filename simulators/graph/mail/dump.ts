import type { GraphState } from '../model';
import { isoTime } from '../render';
import { etagOf } from '../store';
import type { Row } from '../shapes';
import type { StoredMail } from './model';

function mailDump({ mail: { folders } }: GraphState, mail: StoredMail): Row {
  return {
    ...{ id: mail.restId, immutableId: mail.immutableId, folder: folders.get(mail.folder)?.displayName ?? null },
    ...{ parentFolderId: mail.folder, changeKey: mail.changeKey, '@odata.etag': etagOf(mail) },
    ...{ createdDateTime: isoTime(mail.created), lastModifiedDateTime: isoTime(mail.modified) },
    ...mail.fields,
    singleValueExtendedProperties: mail.marks,
    attachments: mail.attachments.map(({ immutableId, restId, kind, fields }) => ({
      ...{ id: restId, immutableId, kind },
      ...fields,
    })),
  };
}

/** Mail for the admin route `state`: bodies as written, attachments without content. */
export const dumpMail = (state: GraphState): Row => ({
  mailFolders: [...state.mail.folders.values()],
  mails: [...state.mail.mails.values()].map((mail) => mailDump(state, mail)),
  deletedMails: state.mail.deleted.map((mail) => mailDump(state, mail)),
});
