import type { IExecuteFunctions } from 'n8n-workflow';
import type { KindName, Value } from '../../sync/model';
import type { FeedPage, Known, WriteJob, WriteResult } from '../../sides/types';
import type { At } from '../shared/getChanges';
import { contact } from './kinds/contact';
import { event } from './kinds/event';
import { mail } from './kinds/mail';
import { task } from './kinds/task';

/** How one kind of thing is read from Zoho CRM and written to it: the node's parameters, the account's profile, the side's code. */
export interface ZohoKind {
  readonly openFeed: (
    context: IExecuteFunctions,
    at: At,
    cursor: Value,
    known: Known,
  ) => Promise<AsyncIterable<FeedPage>>;
  readonly openWriter: (
    context: IExecuteFunctions,
    at: At,
    jobs: readonly WriteJob[],
  ) => Promise<AsyncIterable<WriteResult>>;
  /** What is still to be done once all writes of this run are taken down; called also when there were none. */
  readonly after?: (context: IExecuteFunctions, at: At) => Promise<void>;
}

export const zohoKinds: Readonly<Record<KindName, ZohoKind>> = { contact, event, mail, task };
