import { neverPairReason } from '../review/rules';
import { kinds } from '../../sync/kinds';
import { other, sides, type Side } from '../../sync/model';
import { journalOf } from '../store/journal';
import { loadLinks, loadRecord, toStored, type Link, type Stored } from '../store/rows';
import { listReviews } from '../review/reviews';
import type { Archive, RefOn } from '../store/types';
import type { Explained } from './types';
import { equal } from '../store/tables';

/** How many of a search are shown. */
const shownHits = 20;

/** Records whose ID is this, or that say it somewhere; live ones first. `side` null: on either. */
export async function findRecords(
  a: Archive,
  sync: string,
  side: Side | null,
  text: string,
): Promise<readonly RefOn[]> {
  const wanted = side === null ? sides : [side];
  const exact = await a.db
    .selectFrom('record')
    .select(['side', 'ref'])
    .where('sync', '=', sync)
    .where('side', 'in', wanted)
    .where('ref', '=', text)
    .execute();
  if (exact.length > 0) return exact;
  const kind = await a.db.selectFrom('sync').select('kind').where('name', '=', sync).executeTakeFirst();
  const rows = await a.db
    .selectFrom('record')
    .selectAll()
    .where('sync', '=', sync)
    .where('side', 'in', wanted)
    .where((eb) =>
      eb.or(
        text
          .split(/\s+/)
          .filter(Boolean)
          .map((word) => eb('fields', 'like', `%${likeWord(word)}%`)),
      ),
    )
    .orderBy('ref')
    .execute();
  const says = (record: Stored): boolean => {
    const label = kind ? kinds[kind.kind].label(record.fields) : '';
    const all = `${label} ${Object.values(record.fields).join(' ')}`.toLowerCase();
    return text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => all.includes(word));
  };
  return rows
    .map(toStored)
    .filter(says)
    .slice(0, shownHits)
    .map(({ side: where, ref }) => ({ side: where, ref }));
}

/** Text as it stands in JSON; what LIKE takes for a joker only finds more, and is sorted out afterwards. */
const likeWord = (word: string): string => JSON.stringify(word).slice(1, -1);

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

/** Everything the archive knows of one record; null where it knows none of that ID and never wrote one. */
export async function explainRecord(a: Archive, sync: string, { side, ref }: RefOn): Promise<Explained | null> {
  const record = await loadRecord(a.db, sync, { side, ref });
  const [link = null] = await loadLinks(a.db, sync, side, [ref]);
  const history = await historyOf(a, sync, { side, ref }, link);
  if (!record && history.length === 0) return null;
  const opposite = other(side);
  const partner = link && (await loadRecord(a.db, sync, { side: opposite, ref: link.refs[opposite] }));
  const reviews = await listReviews(a, sync, { states: ['open', 'answered', 'done', 'obsolete'] });
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
    .where(equal({ sync, source_ref: ref }))
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
    reviews: reviews.filter(({ refs }) => refs.some((one) => one.side === side && one.ref === ref)).reverse(),
    neverPair: [...new Set(neverPaired.map(({ labels }) => labels))].map(neverPairReason),
    intents: intents.map((row) => ({ side: row.side, writtenAt: row.written_at })),
  };
}
