import { createHash } from 'node:crypto';
import type { OutlookWatch } from '../../sides/outlook';
import { glanceAtOutlook, removeSubscriptions, tendSubscriptions } from '../../sides/outlook';
import { graphClient } from '../shared/clients';
import { UsageError } from '../../engine/errors';
import type { TriggerContext } from '../shared/context';
import type { Bell, Door, Ring } from '../shared/trigger/bell';
import { fingerprint, isSecret, type SecretOf } from '../shared/trigger/secrets';
import { kindsOf, namedTopics } from './topics';

/** A notification holds a few rows; one genuine row is enough to wake the workflow up, so nobody need read a million. */
const mostRows = 100;
/** Microsoft's own are about 150 characters long. */
const longestEcho = 1024;

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const rowsOf = (body: unknown): readonly Row[] => {
  const value = isRow(body) ? body.value : null;
  return Array.isArray(value) ? value.slice(0, mostRows).filter(isRow) : [];
};

/** Graph may send a row again; its id, or the version of what changed, tells it from the next one of the same item. */
function idOf(row: Row): string | null {
  const { '@odata.etag': etag } = isRow(row.resourceData) ? row.resourceData : {};
  const mark = [row.id, etag].find((one) => typeof one === 'string');
  if (mark === undefined) return null;
  const parts = [mark, row.subscriptionId, row.changeType, row.resource, row.lifecycleEvent];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const watches = (context: TriggerContext, { url, secretOf }: Door): readonly OutlookWatch[] =>
  namedTopics(context).map(({ name, topic }) => {
    const secret = secretOf(name);
    return { topic, secret, url: `${url}?w=${fingerprint(secret)}` };
  });

function needed(kinds: readonly string[]): void {
  if (kinds.length > 0) return;
  throw new UsageError('The trigger is to watch nothing.', 'Choose at least one of the Kinds.');
}

/** Every row is held against every secret, so that the time tells nothing. */
function hear(context: TriggerContext, body: unknown, secretOf: SecretOf): readonly Ring[] {
  const secrets = namedTopics(context).map(({ name, topic }) => ({ kind: topic.kind, secret: secretOf(name) }));
  return rowsOf(body).flatMap((row) => {
    const proved = secrets.filter(({ secret }) => isSecret(row.clientState, secret));
    const isLifecycle = typeof row.lifecycleEvent === 'string';
    return proved.map(({ kind }) => ({ topic: kind, isLifecycle, id: idOf(row) }));
  });
}

async function glance(context: TriggerContext): Promise<ReadonlyMap<string, string>> {
  const topics = namedTopics(context).map(({ topic }) => topic);
  const texts = await glanceAtOutlook(await graphClient(context), topics);
  const kinds = [...new Set(topics.map(({ kind }) => kind))];
  return new Map(kinds.map((kind) => [kind, texts.filter((_, at) => topics[at]?.kind === kind).join()]));
}

function handshake(query: unknown): string | null {
  const token = isRow(query) ? query.validationToken : null;
  return typeof token === 'string' && token !== '' && token.length <= longestEcho ? token : null;
}

/** Subscriptions of Microsoft Graph: one a folder or list, each with a secret of its own. */
export const outlookBell: Bell = {
  side: 'outlook',
  name: 'kinds',
  topics: kindsOf,
  hear,
  glance,
  handshake,
  async tend(context, door, eager) {
    needed(kindsOf(context));
    return await tendSubscriptions(await graphClient(context), door.url, watches(context, door), Date.now(), eager);
  },
  async remove(context, { url }) {
    await removeSubscriptions(await graphClient(context), url);
  },
};
