import type { Connection } from '../harness/credentials';
import { askSimulator } from '../harness/simulators';

type Raw = Readonly<Record<string, unknown>>;

/** All records of both sides by kind and side, each as a text without what differs from one run to the next: ids and times of writing. */
export type EndState = Readonly<Record<string, readonly string[]>>;

/** Ids, versions, times at which something was written; and where a meeting takes place, which the sync tells by whether it has a location when it is created. */
const passing =
  /^(id|immutableId|parentFolderId|changeKey|etag|@odata\.etag|createdDateTime|lastModifiedDateTime|bodyLastModifiedDateTime|completedDateTime|created|modified|version|Created_Time|Modified_Time|Last_Activity_Time|\$.*|uid|Meeting_Venue__s|iCalUId|.*webLink)$/i;
/** UUIDs (marks of creates), Zoho's record ids, Graph's ids. */
const ids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{15,}|AA[\w-]{20,}={0,2}/gi;

/** The same text is kept as plain or as HTML, with or without a page around it, by the way it came there. */
const words = (content: string): string =>
  content
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const isBody = (value: object): value is { readonly content: string } => 'contentType' in value && 'content' in value;

function bare(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(ids, '#');
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  if (isBody(value)) return words(value.content);
  const kept = Object.entries(value).filter(([name]) => !passing.test(name));
  return Object.fromEntries(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, bare(one)]));
}

interface GraphDump {
  readonly contacts: readonly Raw[];
  readonly lists: readonly { readonly tasks: readonly Raw[] }[];
  readonly calendars: readonly { readonly events?: readonly Raw[] }[];
}
interface ZohoDump {
  readonly modules: Readonly<Record<string, readonly Raw[]>>;
}

const texts = (rows: readonly Raw[] = []): readonly string[] => rows.map((row) => JSON.stringify(bare(row))).sort();

/** Everything both services hold, by content. */
export async function endState({ graph, zoho }: Connection): Promise<EndState> {
  const outlook = await askSimulator<GraphDump>(graph.api, 'state');
  const { modules } = await askSimulator<ZohoDump>(zoho.api, 'state');
  return {
    'contacts in Outlook': texts(outlook.contacts),
    'contacts in Zoho CRM': texts(modules.Contacts),
    'tasks in Outlook': texts(outlook.lists.flatMap(({ tasks }) => tasks)),
    'tasks in Zoho CRM': texts(modules.Tasks),
    'meetings in Outlook': texts(outlook.calendars.flatMap(({ events = [] }) => events)),
    'meetings in Zoho CRM': texts(modules.Events),
    'accounts in Zoho CRM': texts(modules.Accounts),
  };
}

/** What is more often in `left` than in `right`. */
function surplus(left: readonly string[], right: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const one of right) counts.set(one, (counts.get(one) ?? 0) + 1);
  return left.filter((one) => {
    const left = counts.get(one) ?? 0;
    counts.set(one, left - 1);
    return left <= 0;
  });
}

/** One line for each record that one end has and the other has not. Empty is good. */
export function differences(expected: EndState, got: EndState): string[] {
  return Object.keys(expected).flatMap((name) => {
    const [want, have] = [expected[name] ?? [], got[name] ?? []];
    return [
      ...surplus(want, have).map((one) => `missing among ${name}: ${one}`),
      ...surplus(have, want).map((one) => `too much among ${name}: ${one}`),
    ];
  });
}
