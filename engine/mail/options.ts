import type { ZohoClient } from '../../clients/zoho';
import type { FileSource } from '../../sides/mailFiles';

/** What the user chose for attaching, and the accounts it is done with. */
export interface Attaching {
  readonly zoho: ZohoClient;
  readonly asText: boolean;
  readonly asCase: boolean;
  /** Automations of the CRM that may start for what is created. */
  readonly trigger: readonly string[];
  /** null: attachments are left out. `most`: bytes of one mail's files. */
  readonly files: { readonly of: (mail: string) => FileSource; readonly most: number } | null;
}
