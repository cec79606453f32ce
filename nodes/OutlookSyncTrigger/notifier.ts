import { createHash } from 'node:crypto';
import { UsageError } from '../../engine/errors';
import type { OutlookTopic, OutlookSubscription } from '../../sides/outlook';
import { outlookChangeFingerprints, removeSubscriptions, ensureSubscriptions } from '../../sides/outlook';
import { graphClient, usesApplication } from '../shared/clients';
import type { TriggerContext } from '../shared/context';
import { chosenMailbox } from '../shared/parameters';
import type { Notifier, Endpoint, Notification, SecretOf } from '../shared/trigger/notifier';
import { secretFingerprint, matchesSecret } from '../shared/trigger/notifier';

/** A topic under the name its secret is made of; the name stays the same whatever the account says. */
export interface NamedTopic {
  readonly name: string;
  readonly topic: OutlookTopic;
}

const chosenNames = (context: TriggerContext, parameter: string): readonly string[] => {
  const value = context.getNodeParameter(parameter, []) as string[] | string;
  const names = typeof value === 'string' ? value.split(',') : value;
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
};

const locatedOrNull = (context: TriggerContext, parameter: string): string | null =>
  String(context.getNodeParameter(parameter, '', { extractValue: true }) ?? '').trim() || null;

function taskListTopics(context: TriggerContext): readonly OutlookTopic[] {
  const names = chosenNames(context, 'taskLists');
  return names.length > 0 ? names.map((list) => ({ kind: 'task', list })) : [{ kind: 'task', list: null }];
}

const topicsOf: Readonly<Record<string, (context: TriggerContext) => readonly OutlookTopic[]>> = {
  contact: (context) => [{ kind: 'contact', folder: locatedOrNull(context, 'folder') }],
  event: () => [{ kind: 'event' }],
  mail: (context) => [{ kind: 'mail', folder: locatedOrNull(context, 'mailFolder') }],
  task: taskListTopics,
};

const kindsOf = (context: TriggerContext) => chosenNames(context, 'kinds').filter((kind) => kind in topicsOf);

/** Everything of the mailbox that is watched; a task list each. What watches another mailbox is another thing. */
function namedTopics(context: TriggerContext): readonly NamedTopic[] {
  const mailbox = chosenMailbox(context);
  return kindsOf(context)
    .flatMap((kind) => topicsOf[kind]?.(context) ?? [])
    .map((topic) => ({ name: JSON.stringify(mailbox === null ? topic : { ...topic, mailbox }), topic }));
}

/**
 * Microsoft tells an application nothing of tasks, and a person nothing of the mailboxes of others [learn: "subscription resource
 * type", "Change notifications for Outlook resources"].
 */
function untold(context: TriggerContext): readonly string[] {
  if (usesApplication(context)) return kindsOf(context).filter((kind) => kind === 'task');
  return chosenMailbox(context) === null ? [] : kindsOf(context);
}

/** A notification holds a few rows; one genuine row is enough to wake the workflow up, so nobody need read a million. */
const MOST_ROWS = 100;
/** Microsoft's own are about 150 characters long. */
const LONGEST_ECHO = 1024;

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;

const rowsOf = (body: unknown): readonly Row[] => {
  const value = isRow(body) ? body.value : null;
  return Array.isArray(value) ? value.slice(0, MOST_ROWS).filter(isRow) : [];
};

/** Graph may send a row again; its id, or the version of what changed, tells it from the next one of the same item. */
function idOf(row: Row): string | null {
  const { '@odata.etag': etag } = isRow(row.resourceData) ? row.resourceData : {};
  const mark = [row.id, etag].find((one) => typeof one === 'string');
  if (mark === undefined) return null;
  const parts = [mark, row.subscriptionId, row.changeType, row.resource, row.lifecycleEvent];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const watchesOf = (context: TriggerContext, { url, secretOf }: Endpoint): readonly OutlookSubscription[] =>
  namedTopics(context)
    .filter(({ topic }) => !untold(context).includes(topic.kind))
    .map(({ name, topic }) => {
      const secret = secretOf(name);
      return { topic, secret, url: `${url}?w=${secretFingerprint(secret)}` };
    });

function requireKinds(kinds: readonly string[]): void {
  if (kinds.length > 0) return;
  throw new UsageError('The trigger is to watch nothing.', 'Choose at least one of the Kinds.');
}

/** Every row is held against every secret, so that the time tells nothing. */
function readNotifications(context: TriggerContext, body: unknown, secretOf: SecretOf): readonly Notification[] {
  const secrets = namedTopics(context).map(({ name, topic }) => ({ kind: topic.kind, secret: secretOf(name) }));
  return rowsOf(body).flatMap((row) => {
    const proved = secrets.filter(({ secret }) => matchesSecret(row.clientState, secret));
    const isLifecycle = typeof row.lifecycleEvent === 'string';
    return proved.map(({ kind }) => ({ topic: kind, isLifecycle, id: idOf(row) }));
  });
}

async function changeFingerprint(context: TriggerContext, of: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const topics = namedTopics(context).flatMap(({ topic }) => (of.includes(topic.kind) ? [topic] : []));
  const texts = await outlookChangeFingerprints(await graphClient(context), topics);
  const kinds = [...new Set(topics.map(({ kind }) => kind))];
  return new Map(kinds.map((kind) => [kind, texts.filter((_, at) => topics[at]?.kind === kind).join()]));
}

function handshake(query: unknown): string | null {
  const token = isRow(query) ? query.validationToken : null;
  return typeof token === 'string' && token !== '' && token.length <= LONGEST_ECHO ? token : null;
}

/** Subscriptions of Microsoft Graph: one a folder or list, each with a secret of its own. */
export const outlookNotifier: Notifier = {
  side: 'outlook',
  name: 'kinds',
  topics: kindsOf,
  readNotifications,
  untold,
  changeFingerprint,
  handshake,
  async ensureSubscriptions(context, endpoint, eager) {
    requireKinds(kindsOf(context));
    return await ensureSubscriptions(
      await graphClient(context),
      endpoint.url,
      watchesOf(context, endpoint),
      Date.now(),
      eager,
    );
  },
  async removeSubscriptions(context, { url }) {
    await removeSubscriptions(await graphClient(context), url);
  },
};
