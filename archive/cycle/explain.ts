import { neverPairReason } from '../review/rules';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SelectQueryBuilder } from 'kysely';
import { addressKey, fold } from '../../sync/compare';
import { kinds } from '../../sync/kinds';
import { other, sides, type KindName, type Side } from '../../sync/model';
import { loadLinks, loadRecord, loadRecordsOfBoth } from '../store/draft';
import { journalOf } from '../store/journal';
import { toStored, type Link, type Stored } from '../store/rows';
import { toReviews } from '../review/reviews';
import type { Review } from '../review/types';
import type { Archive, RefOn } from '../store/types';
import type { Explained } from './types';
import { equal, type RecordRow, type Tables } from '../store/tables';

/** How many of a search are shown. */
const shownHits = 20;

/** A search of all that is kept ends after so many ms, and says so: who types an ID or a whole address waits for none. */
const SEARCH_MS = 400;
/** So many records are looked through at once, before n8n's event loop gets its turn. */
const AT_ONCE = 1500;
/** So many that say the words are taken at once: each is read in full. */
const MOST_AT_ONCE = 50;

/** Text as it stands in JSON; what LIKE takes for a joker only finds more, and is sorted out afterwards. */
const likeWord = (word: string): string => `%${JSON.stringify(word).slice(1, -1)}%`;

const wordsOf = (text: string): readonly string[] => text.toLowerCase().split(/\s+/).filter(Boolean);

/** Does its name, or any of its values, say all of these words? */
const says = (kind: KindName, { fields }: Stored, words: readonly string[]): boolean => {
  const all = `${kinds[kind].label(fields)} ${Object.values(fields).join(' ')}`.toLowerCase();
  return words.every((word) => all.includes(word));
};

/** The keys under which a record of this name or address would stand. */
function keysOf(text: string): readonly string[] {
  const [one = '', two = ''] = [...wordsOf(fold(text))];
  return [`e-mail:${addressKey(text)}`, ...(two ? [`name:${one}|${two}`, `name:${two}|${one}`] : [])];
}

type Rows = SelectQueryBuilder<Tables, 'record', RecordRow>;

/** The next records that say the words, in the order of their refs, and where to go on; null at the end. */
async function nextHits(rows: Rows, after: string, words: readonly string[]) {
  const part = rows.where('ref', '>', after).orderBy('ref');
  const bound = await part
    .clearSelect()
    .select('ref')
    .offset(AT_ONCE - 1)
    .limit(1)
    .executeTakeFirst();
  const some = bound ? part.where('ref', '<=', bound.ref) : part;
  const hits = some.where((eb) => eb.and(words.map((word) => eb('fields', 'like', likeWord(word)))));
  const found = await hits.limit(MOST_AT_ONCE).execute();
  const next = found.length === MOST_AT_ONCE ? (found.at(-1)?.ref ?? null) : (bound?.ref ?? null);
  return { found: found.map(toStored), next };
}

/** What a search found. `isCut`: it ended before it had seen everything. */
export interface Search {
  readonly hits: readonly Stored[];
  readonly isCut: boolean;
}

/** Records whose ID is this, else those that have it for an address or a name, else those that say it somewhere. `side` null: on either. */
export async function searchRecords(a: Archive, sync: string, side: Side | null, text: string): Promise<Search> {
  const wanted = side === null ? sides : [side];
  const kind = (await a.db.selectFrom('sync').select('kind').where('name', '=', sync).executeTakeFirst())?.kind;
  if (kind === undefined) return { hits: [], isCut: false };
  const on = (one: Side) =>
    a.db
      .selectFrom('record')
      .selectAll()
      .where(equal({ sync, side: one }));
  const named = await Promise.all(wanted.map((one) => on(one).where('ref', '=', text).execute()));
  if (named.flat().length > 0) return { hits: named.flat().map(toStored), isCut: false };
  const keyed = await a.db
    .selectFrom('key')
    .select(['side', 'ref'])
    .where('sync', '=', sync)
    .where('key', 'in', keysOf(text))
    .where('side', 'in', wanted)
    .limit(shownHits)
    .execute();
  if (keyed.length > 0) return { hits: await loadRecordsOfBoth(a.db, sync, keyed), isCut: false };
  return readThrough(wanted.map(on), kind, wordsOf(text));
}

async function readThrough(sources: readonly Rows[], kind: KindName, words: readonly string[]): Promise<Search> {
  const hits: Stored[] = [];
  const until = performance.now() + SEARCH_MS;
  for (const rows of sources)
    for (let after: string | null = ''; after !== null && hits.length < shownHits;) {
      if (performance.now() > until) return { hits, isCut: true };
      const { found, next } = await nextHits(rows, after, words);
      hits.push(...found.filter((one) => says(kind, one, words)));
      after = next;
      await nextTurn();
    }
  return { hits: hits.slice(0, shownHits), isCut: hits.length >= shownHits };
}

async function historyOf(a: Archive, sync: string, { side, ref }: RefOn, link: Link | null) {
  const own = await journalOf(a, sync, { record: { side, ref }, limit: 50 });
  const pair = link ? await journalOf(a, sync, { link: link.id, limit: 50 }) : [];
  const seen = new Set<string>();
  return [...own, ...pair]
    .filter((entry) => {
      const name = JSON.stringify([entry.at, entry.op, entry.side, entry.ref, entry.reason]);
      return !seen.has(name) && seen.add(name);
    })
    .sort((one, two) => two.at - one.at);
}

/** Every question that was asked about it, newest first. */
async function questionsAbout(
  a: Archive,
  sync: string,
  kind: KindName,
  { side, ref }: RefOn,
): Promise<readonly Review[]> {
  const rows = await a.db
    .selectFrom('review')
    .selectAll()
    .where('sync', '=', sync)
    .where('refs', 'like', likeWord(ref))
    .orderBy('opened_at', 'desc')
    .limit(50)
    .execute();
  const found = await toReviews(a.db, sync, kind, rows);
  return found.filter(({ refs }) => refs.some((one) => one.side === side && one.ref === ref));
}

/** Everything the archive knows of one record; null where it knows none of that ID and never wrote one. */
export async function explainRecord(a: Archive, sync: string, { side, ref }: RefOn): Promise<Explained | null> {
  const record = await loadRecord(a.db, sync, { side, ref });
  const [link = null] = await loadLinks(a.db, sync, side, [ref]);
  const history = await historyOf(a, sync, { side, ref }, link);
  if (!record && history.length === 0) return null;
  const opposite = other(side);
  const partner = link && (await loadRecord(a.db, sync, { side: opposite, ref: link.refs[opposite] }));
  const neverPaired = await a.db
    .selectFrom('never_pair')
    .select('labels')
    .where('sync', '=', sync)
    .where((eb) => eb.or([eb('a', '=', `${side}:${ref}`), eb('b', '=', `${side}:${ref}`)]))
    .execute();
  const kindRow = await a.db.selectFrom('sync').selectAll().where('name', '=', sync).executeTakeFirstOrThrow();
  const intents = await a.db
    .selectFrom('intent')
    .select(['side', 'written_at'])
    .where(equal({ sync, op: 'create', source_ref: ref }))
    .execute();
  return {
    sync,
    kind: kindRow.kind,
    direction: kindRow.direction,
    side,
    ref,
    record,
    link,
    partner,
    history,
    reviews: await questionsAbout(a, sync, kindRow.kind, { side, ref }),
    neverPair: [...new Set(neverPaired.map(({ labels }) => labels))].map(neverPairReason),
    intents: intents.map((row) => ({ side: row.side, writtenAt: row.written_at })),
  };
}
