import type { StoredRecord, Values } from '../record';
import type { World } from '../state';
import type { Channel, News, Operation } from './model';

/** Modules whose records stand in the related lists of the records they point to. */
const CHILDREN = ['Notes', 'Tasks', 'Events', 'Cases', 'Deals'];

const targetOf = (value: unknown): string => String((value as { id?: unknown } | null)?.id ?? '');

/** Records that this one points to, with their modules. */
function parentsOf({ state }: World, { values }: StoredRecord): [string, string][] {
  const ids = Object.values(values).map(targetOf).filter(Boolean);
  return [...new Set(ids)].flatMap((id) =>
    [...state.records].filter(([, records]) => records.has(id)).map(([module]): [string, string] => [module, id]),
  );
}

const relatedNews = ([module, id]: readonly [string, string]): News => ({
  ...{ module, id, operation: 'update', fields: [], related: true },
});

/** A mail or the like was added to a record. */
export const noteRelated = ({ state }: World, module: string, id: string): void =>
  void state.watch.news.push(relatedNews([module, id]));

/** Takes note of a committed write; nobody is told before the call that made it is answered. */
export function noteNews(world: World, record: StoredRecord, operation: Operation, written: Values = {}): void {
  const { news, channels } = world.state.watch;
  if (channels.size === 0) return;
  const fields = Object.keys(written).filter((name) => !name.startsWith('$') && name !== 'id');
  news.push({ module: record.module, id: record.id, operation, fields, related: false });
  if (CHILDREN.includes(record.module)) news.push(...parentsOf(world, record).map(relatedNews));
}

/** The verbs of events and what they are called in a notification. */
export const WORDS = { create: 'insert', edit: 'update', delete: 'delete' } as const;

const asksFor = ({ events }: Channel, { module, operation }: News): boolean =>
  events.some((event) => {
    const [name, verb] = event.split('.');
    return name === module && (verb === 'all' || WORDS[verb as keyof typeof WORDS] === operation);
  });

/** A condition is about edits only: whatever fields a new or a deleted record had, it is told. */
function meetsCondition({ conditions }: Channel, { module, operation, fields, related }: News): boolean {
  const condition = conditions.find((one) => one.module === module);
  if (!condition || operation !== 'update' || related) return true;
  const touches = (name: string): boolean => fields.includes(name);
  return condition.operator === 'and' ? condition.fields.every(touches) : condition.fields.some(touches);
}

/** Whether a channel is told of this. */
export const concerns = (channel: Channel, news: News): boolean =>
  asksFor(channel, news) && (channel.relatedToo || !news.related) && meetsCondition(channel, news);
