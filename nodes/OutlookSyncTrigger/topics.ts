import type { OutlookTopic } from '../../sides/outlook';
import type { TriggerContext } from '../shared/context';

/** A topic under the name its secret is made of; the name stays the same whatever the account says. */
export interface Named {
  readonly name: string;
  readonly topic: OutlookTopic;
}

const chosen = (context: TriggerContext, parameter: string): readonly string[] => {
  const value = context.getNodeParameter(parameter, []) as string[] | string;
  const names = typeof value === 'string' ? value.split(',') : value;
  return [...new Set(names.map((name) => name.trim()).filter(Boolean))];
};

const located = (context: TriggerContext, parameter: string): string | null =>
  String(context.getNodeParameter(parameter, '', { extractValue: true }) ?? '').trim() || null;

function lists(context: TriggerContext): readonly OutlookTopic[] {
  const names = chosen(context, 'taskLists');
  return names.length > 0 ? names.map((list) => ({ kind: 'task', list })) : [{ kind: 'task', list: null }];
}

const topicsOf: Readonly<Record<string, (context: TriggerContext) => readonly OutlookTopic[]>> = {
  contact: (context) => [{ kind: 'contact', folder: located(context, 'folder') }],
  event: () => [{ kind: 'event' }],
  mail: (context) => [{ kind: 'mail', folder: located(context, 'mailFolder') }],
  task: lists,
};

export const kindsOf = (context: TriggerContext): readonly string[] =>
  chosen(context, 'kinds').filter((kind) => kind in topicsOf);

/** Everything of the mailbox that is watched; a task list each. */
export const namedTopics = (context: TriggerContext): readonly Named[] =>
  kindsOf(context)
    .flatMap((kind) => topicsOf[kind]?.(context) ?? [])
    .map((topic) => ({ name: JSON.stringify(topic), topic }));
