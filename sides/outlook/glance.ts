import type { GraphClient } from '../../clients/graph';
import { withQuery } from '../../clients/graph';
import type { OutlookTopic } from './subscriptions';
import { resourceOf } from './subscriptions';

/** What lies on top; the count tells of deletions. */
const onTop = (newest: string) => ({ $top: 1, $select: `id,${newest}`, $orderby: `${newest} desc`, $count: true });

const queryOf = ({ kind }: OutlookTopic) => onTop(kind === 'mail' ? 'sentDateTime' : 'lastModifiedDateTime');

interface Page {
  readonly value?: readonly { readonly id?: string; readonly lastModifiedDateTime?: string }[];
  readonly '@odata.count'?: number;
}

const textOf = ({ value, '@odata.count': count }: Page): string => JSON.stringify([count ?? null, value?.[0] ?? null]);

/**
 * A text per topic that differs as soon as something there was added, changed or deleted: one request for all of them. Only for
 * asking whether a look is worth while; what changed is told by the feeds.
 */
export async function glanceAtOutlook(graph: GraphClient, topics: readonly OutlookTopic[]): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const topic of topics) paths.push(withQuery(await resourceOf(graph, topic), queryOf(topic)));
  const answers = await graph.batch(paths.map((path) => ({ method: 'GET' as const, path })));
  return answers.map(({ body, error }) => {
    if (error) throw error;
    return textOf((body ?? {}) as Page);
  });
}
