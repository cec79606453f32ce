import type { IExecuteFunctions } from 'n8n-workflow';
import type { ZohoClient } from '../../../clients/zoho';
import type { GraphClient } from '../../../clients/graph';
import { listFiles, readFile } from '../../../sides/outlook/mail';
import type { FileSource } from '../../../sides/mailFiles';
import { graphClient, zohoClient } from '../../shared/clients';
import type { At } from '../../shared/getChanges';
import { triggerOf } from '../trigger';

/** What the user chose for attaching, and the accounts it is done with. */
export interface Attaching {
  readonly zoho: ZohoClient;
  readonly asText: boolean;
  readonly asCase: boolean;
  /** Automations of the CRM that may start for what is created. */
  readonly trigger: readonly string[];
  /** null: attachments are left out. */
  readonly files: { readonly of: (mail: string) => FileSource; readonly most: number } | null;
}

const sourceOf =
  (graph: GraphClient) =>
  (mail: string): FileSource => ({ list: () => listFiles(graph, mail), read: (file) => readFile(graph, mail, file) });

const MEGABYTE = 1024 * 1024;

/** `at`: the cycle in whose name it is done. */
export async function attachingBy(context: IExecuteFunctions, at: At): Promise<Attaching> {
  const isOn = (name: string): boolean => context.getNodeParameter(name, 0, false) === true;
  const most = Number(context.getNodeParameter('mostMegabytes', 0, 10)) * MEGABYTE;
  return {
    zoho: await zohoClient(context, at),
    asText: context.getNodeParameter('bodyAs', 0, 'asItIs') === 'text',
    asCase: isOn('asCase'),
    trigger: triggerOf(context),
    files: isOn('attachments') ? { of: sourceOf(await graphClient(context)), most } : null,
  };
}
