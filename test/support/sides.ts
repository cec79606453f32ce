import { isPlainObject } from 'lodash';
import { inWords, isReason, messageAndStep } from '../../reasons';
import { makeGraph } from '../../clients/graph';
import { makeZoho } from '../../clients/zoho';
import type { Fields, SideRecord, Value, Write } from '../../sync/model';
import type { FeedPage, KnownRecords, WriteJob, WriteResult } from '../../sides/types';
import { startSimulators, type RunningSimulators } from '../../simulators/start';
import { fetchSend } from './fetchSend';

/** Whoever plays suites in a mailbox by name, with an application's token, sets it (see `inMailbox.test.ts`). */
const inMailbox = process.env.SUITES_IN_MAILBOX === 'yes';

const outlookOf = ({ graph, connection }: RunningSimulators) =>
  inMailbox
    ? ([connection.graph.applicationToken, graph.state.mailbox.mail] as const)
    : ([connection.graph.accessToken, null] as const);

/** Both simulators with a client each; waits between tries are skipped. */
export async function startWorld(seed = 'empty') {
  const simulators = await startSimulators({ seed });
  const { zoho, graph } = simulators.connection;
  const [token, mailbox] = outlookOf(simulators);
  const clock = { now: () => Date.now(), sleep: async () => undefined, random: () => 0 };
  return {
    ...simulators,
    outlook: makeGraph(fetchSend(token), { baseUrl: graph.api, clock, mailbox }),
    crm: makeZoho(fetchSend(zoho.accessToken), { apiDomain: zoho.api, allowedDomains: [zoho.api], clock }),
  };
}
export type TestWorld = Awaited<ReturnType<typeof startWorld>>;

/** As much of an archive as a feed needs: what was last told of each record, and the cursor. */
export function makeMemory(from?: { readonly records: ReadonlyMap<string, SideRecord>; readonly cursor: Value }) {
  const records = new Map<string, SideRecord>(from?.records);
  let seen = new Set<string>(records.keys());
  let cursor: Value = from?.cursor ?? null;
  const existing = (ref: string): boolean => records.has(ref) && records.get(ref)?.state !== 'deleted';
  const known: KnownRecords = {
    versions: async (refs) => new Map(refs.filter(existing).map((ref) => [ref, records.get(ref)?.version ?? null])),
    changedAt: async (refs) => new Map(refs.filter(existing).map((ref) => [ref, records.get(ref)?.modifiedAt ?? null])),
    startOver: async (left = null) => void ([seen, cursor] = [new Set(), left]),
    unreadable: async () => [...records.values()].flatMap(({ ref, unreadable }) => (unreadable ? [ref] : [])),
    areMoreThan: async (count) => records.size > count,
    unseen: async () => [...records.keys()].filter((ref) => existing(ref) && !seen.has(ref)),
  };
  const take = (row: SideRecord): void => {
    records.set(row.ref, row);
    seen.add(row.ref);
  };
  return {
    known,
    records,
    take,
    get cursor() {
      return cursor;
    },
    set cursor(value: Value) {
      cursor = value;
    },
    /** Takes the pages of a feed in as they come. */
    async *taken(pages: AsyncIterable<FeedPage>): AsyncGenerator<FeedPage> {
      for await (const page of pages) {
        page.rows.forEach((row) => (page.isAhead ? records.set(row.ref, row) : take(row)));
        page.seen?.forEach((ref) => seen.add(ref));
        cursor = JSON.parse(JSON.stringify(page.cursor)) as Value;
        yield page;
      }
    },
    /** Reads a feed to its end and answers the rows it told. */
    async read(pages: AsyncIterable<FeedPage>): Promise<readonly SideRecord[]> {
      const all: SideRecord[] = [];
      for await (const page of this.taken(pages)) all.push(...page.rows);
      return all;
    },
  };
}
export type Memory = ReturnType<typeof makeMemory>;

const agreed = { outlook: {}, zoho: {} };

export const createJob = (side: Write['side'], fields: Fields, intent: string | null = null): WriteJob => ({
  write: { side, op: 'create', ref: null, version: null, fields, agreed, extra: null },
  intent,
  before: {},
});

export const changeJob = (side: Write['side'], record: SideRecord, fields: Fields): WriteJob => ({
  write: { side, op: 'update', ref: record.ref, version: record.version, fields, agreed, extra: record.extra },
  intent: null,
  before: record.fields,
});

export const deleteJob = (side: Write['side'], record: SideRecord): WriteJob => ({
  write: { side, op: 'delete', ref: record.ref, version: record.version, fields: {}, agreed, extra: record.extra },
  intent: null,
  before: record.fields,
});

/** The result of a write as people read it: its notes in words, and of a refusal message and next step. */
function asRead<T>(result: T): T {
  if (!isPlainObject(result) || !('outcome' in (result as object))) return result;
  const { reason } = result as { reason?: unknown };
  return { ...(inWords(result) as T), ...(isReason(reason) && messageAndStep(reason)) };
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(asRead(item));
  return all;
}

/** Results told before an error ended them, and the error. */
export async function untilError(results: AsyncIterable<WriteResult>) {
  const told: WriteResult[] = [];
  try {
    for await (const result of results) told.push(asRead(result));
    return { told, error: null };
  } catch (error) {
    return { told, error };
  }
}

/** All 26 fields, as a Japanese user would fill them. */
export const wholeContact: Fields = {
  firstName: '花子',
  lastName: '田中',
  email: 'hanako@example.jp',
  jobTitle: '部長',
  companyName: '東商事株式会社',
  department: '営業部',
  businessPhone: '+81 3 1234 5678',
  homePhone: '+81 45 111 2222',
  otherPhone: '+81 3 9999 0000',
  businessFax: '+81 3 1234 5679',
  mobilePhone: '+81 90 1111 2222',
  assistantName: '佐藤 一郎',
  assistantPhone: '+81 3 1234 5670',
  managerName: '太郎 山田',
  businessStreet: '丸の内1-1-1\n東ビル 5F',
  businessCity: '千代田区',
  businessState: '東京都',
  businessPostalCode: '100-0005',
  businessCountry: '日本',
  otherStreet: '1 Quay',
  otherCity: 'Bristol',
  otherState: 'Avon',
  otherPostalCode: 'BS1 1AA',
  otherCountry: 'United Kingdom',
  notes: '\n最初の行は空\n' + 'メモ。'.repeat(300),
  birthday: '1980-02-29',
};
