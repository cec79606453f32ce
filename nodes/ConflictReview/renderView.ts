import { sortBy, sum } from 'lodash';
import { sentence, type Reason } from '../../reasons';
import * as archives from '../../archive';
import type { Archive, Explained, RefOn, Review, ReviewFilter, ReviewTopic, SyncName } from '../../archive';
import { isView, layout, type Reader, type View } from './page/layout';
import { PER_PAGE, questionsPage, type QuestionList, type Search } from './page/questionList';
import { plansPage, type ShownPlan } from './page/plans';
import { recordsPage, type Hit, type LookUp } from './page/record';
import { rulesPage } from './page/rules';
import { runPage, runsPage } from './page/runs';
import { loadRun, loadRuns, runIn } from './loadRuns';
import { loadStandings } from './loadStandings';
import { statusPage } from './page/status';
import { html, type Html } from './page/html';
import { orderText } from './page/order';
import { undoPage } from './page/undo';
import { loadUndo } from './loadUndo';
import { orderIn } from './orders';
import { fillIn, pageWords } from './page/words';
import { reviewTitle } from './page/question';
import { isOutcome, type Shown } from './submitAnswers';
import { asString } from '../../sync/model';

type Query = Readonly<Record<string, unknown>>;
const topics: readonly string[] = ['conflict', 'ambiguous', 'refusal'];

const searchIn = (query: Query): Search => ({
  sync: asString(query.sync),
  topic: topics.includes(asString(query.topic)) ? (query.topic as ReviewTopic) : '',
  text: asString(query.text).slice(0, 200),
  page: Math.max(1, Math.floor(Number(query.page)) || 1),
});

/** How far back the page tells what became of answers. */
const RECENT_MS = 24 * 3600 * 1000;
const MOST_RECENT = 20;

async function reviewsOf(
  archive: Archive,
  syncs: readonly SyncName[],
  filter: ReviewFilter,
): Promise<readonly Review[]> {
  const found: Review[] = [];
  for (const { name } of syncs) found.push(...(await archives.listReviews(archive, name, filter)));
  return found;
}

interface QuestionPage {
  readonly open: readonly Review[];
  readonly count: number;
  /** From 1 on; the last where there are fewer than asked for. */
  readonly page: number;
}

const pageWithin = (count: number, page: number): number => Math.min(page, Math.max(1, Math.ceil(count / PER_PAGE)));

function pageAmong(all: readonly Review[], asked: number): QuestionPage {
  const page = pageWithin(all.length, asked);
  return { open: all.slice((page - 1) * PER_PAGE, page * PER_PAGE), count: all.length, page };
}

/** One page over all syncs; of thousands of questions only those are loaded that it shows. */
async function loadPage(
  archive: Archive,
  syncs: readonly SyncName[],
  filter: ReviewFilter,
  asked: number,
): Promise<QuestionPage> {
  const counts = [];
  for (const sync of syncs)
    counts.push((await archives.pageOfReviews(archive, sync, filter, { offset: 0, limit: 0 })).count);
  const count = sum(counts);
  const page = pageWithin(count, asked);
  const open: Review[] = [];
  let offset = (page - 1) * PER_PAGE;
  for (const [at, sync] of syncs.entries()) {
    const limit = PER_PAGE - open.length;
    if (offset < (counts[at] ?? 0))
      open.push(...(await archives.pageOfReviews(archive, sync, filter, { offset, limit })).reviews);
    offset = Math.max(0, offset - (counts[at] ?? 0));
  }
  return { open, count, page };
}

async function loadQuestions({ archive, syncs }: Shown, query: Query): Promise<QuestionList> {
  const search = searchIn(query);
  const chosen = syncs.filter(({ name }) => name === search.sync);
  const searched = chosen.length > 0 ? chosen : syncs;
  const about = { ...(search.topic && { topic: search.topic }), ...(search.text && { text: search.text }) };
  const filter: ReviewFilter = { states: ['open'], ...about };
  const { open, count, page } = search.text
    ? pageAmong(await reviewsOf(archive, searched, filter), search.page)
    : await loadPage(archive, searched, filter, search.page);
  const closedSince = Date.now() - RECENT_MS;
  const ended = await reviewsOf(archive, searched, { states: ['done', 'obsolete'], closedSince });
  return {
    search: { ...search, page },
    syncs,
    open,
    count,
    unfolded: asString(query.then) || asString(query.about),
    running: await runningAmong(archive, searched),
    answered: await reviewsOf(archive, searched, { states: ['answered'] }),
    recent: sortBy(ended, ({ closedAt }) => -(closedAt ?? 0)).slice(0, MOST_RECENT),
  };
}

async function runningAmong(archive: Archive, syncs: readonly SyncName[]): Promise<readonly string[]> {
  const atWork = await archives.syncsAtWork(archive, Date.now());
  return syncs.flatMap(({ name }) => (atWork.has(name) ? [name] : []));
}

/** The record that an address names, as `outlook:ref`; null where it names none. */
function namedIn(query: Query): RefOn | null {
  const [side, ...ref] = asString(query.of).split(':');
  return side === 'outlook' || side === 'zoho' ? { side, ref: ref.join(':') } : null;
}

/** All that says the text, in every sync that is shown. */
async function hitsOf({ archive, syncs }: Shown, text: string) {
  const hits: Hit[] = [];
  let isCut = false;
  for (const sync of syncs) {
    const found = await archives.searchRecords(archive, sync.name, null, text);
    hits.push(...found.hits.map((record) => ({ sync, side: record.side, record })));
    isCut ||= found.isCut;
  }
  return { hits, isCut };
}

/** Two that are a pair are one thing. */
const isPair = (story: Explained, hits: readonly Hit[]): boolean =>
  hits.every(({ side, record }) => story.link?.refs[side] === record.ref);

async function lookUp(shown: Shown, query: Query): Promise<LookUp> {
  const text = asString(query.find).trim().slice(0, 200);
  const [named, sync] = [namedIn(query), shown.syncs.find(({ name }) => name === query.sync)];
  if (named && sync)
    return { text, hits: [], isCut: false, story: await archives.explainRecord(shown.archive, sync.name, named) };
  const { hits, isCut } = text === '' ? { hits: [], isCut: false } : await hitsOf(shown, text);
  const [first] = hits;
  if (!first || hits.length > 2) return { text, hits, isCut, story: null };
  const { side, record } = first;
  const story = await archives.explainRecord(shown.archive, first.sync.name, { side, ref: record.ref });
  const isOne = story !== null && (hits.length === 1 || isPair(story, hits));
  return { text, hits: isOne ? [] : hits, isCut, story: isOne ? story : null };
}

type Render = (shown: Shown, query: Query, reader: Reader) => Promise<Html>;

const renderers: Readonly<Record<View, Render>> = {
  questions: async (shown, query, reader) => questionsPage(await loadQuestions(shown, query), reader),
  records: async (shown, query, reader) => recordsPage(await lookUp(shown, query), reader),
  runs: async (shown, query, reader) => {
    const undone = query.undo === '1' ? await runIn(shown, query) : null;
    if (undone) return undoPage(await loadUndo(shown, undone), reader);
    const story = await loadRun(shown, query);
    return story ? runPage(story, reader) : runsPage(await loadRuns(shown, query), reader);
  },
  rules: async ({ archive, syncs }, _query, reader) => {
    const rules = [];
    for (const { name } of syncs) rules.push(...(await archives.rulesOf(archive, name)));
    return rulesPage(rules, reader);
  },
  plans: async ({ archive, syncs }, query, reader) => {
    const plans: ShownPlan[] = [];
    for (const sync of syncs) {
      const plan = await archives.savedPlan(archive, sync.name);
      if (plan) plans.push({ sync, plan });
    }
    return plansPage(plans, reader, searchIn(query).page);
  },
  status: async (shown, query, reader) => statusPage(await loadStandings(shown, query, reader), reader),
};

/** What the last answer came to, out of the address: only words of our own, and the name of a question that exists. */
async function outcomeText({ archive, syncs }: Shown, query: Query, { language }: Reader): Promise<string | null> {
  const outcome = asString(query.said);
  if (!isOutcome(outcome)) return null;
  const about = asString(query.about);
  const found = about ? await archives.reviewById(archive, about) : null;
  const review = syncs.some(({ name }) => name === found?.sync) ? found : null;
  const count = Math.max(0, Math.floor(Number(query.count)) || 0);
  const missed = Math.max(0, Math.floor(Number(query.missed)) || 0);
  const label = review
    ? reviewTitle(review, pageWords(language))
    : (syncs.find(({ name }) => name === query.sync)?.name ??
      syncs.find(({ person }) => person && person === query.person)?.person ??
      '');
  return fillIn(pageWords(language)[outcome], { label, count, missed });
}

/** The page that a query asks for. `why`: what was wrong with the form that was just sent. */
export async function renderView(shown: Shown, query: Query, reader: Reader, why?: Reason): Promise<string> {
  const view: View = isView(query.view) ? query.view : 'questions';
  const body = await renderers[view](shown, query, reader);
  const ordered = await orderIn(shown, query);
  const notice = [
    await outcomeText(shown, query, reader),
    why && sentence(why, reader.language),
    ordered && orderText(ordered, reader),
  ].flatMap((part) => (part ? [html`${part} `] : []));
  return layout(reader, view, notice.length > 0 ? notice : null, body);
}
