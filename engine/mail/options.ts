import type { ZohoClient } from '../../clients/zoho';
import type { AttachmentSource } from '../../sides/mail';

/** What the user chose for attaching, and the accounts it is done with. */
export interface Attaching {
  readonly zoho: ZohoClient;
  readonly asText: boolean;
  readonly asCase: boolean;
  /** Automations of the CRM that may start for what is created. */
  readonly trigger: readonly string[];
  /** null: attachments are left out. `most`: bytes of one mail's files. */
  readonly files: { readonly of: (mail: string) => AttachmentSource; readonly most: number } | null;
}
