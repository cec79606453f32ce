import * as archives from '../../archive';
import type { Archive, Review, ReviewTopic, SyncName } from '../../archive';
import { isView, layout, type Reader, type View } from './page/layout';
import { PER_PAGE, questions, type Listed, type Search } from './page/list';
import { plansPage, type ShownPlan } from './page/plans';
import { rulesList } from './page/rules';
import { statusPage } from './page/status';
import type { Html } from './page/html';
import { filled, wordsOf } from './page/words';
import { isOutcome } from './take';

type Query = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const topics: readonly string[] = ['conflict', 'ambiguous', 'refusal'];

const searchIn = (query: Query): Search => ({
  sync: text(query.sync),
  topic: topics.includes(text(query.topic)) ? (query.topic as ReviewTopic) : '',
  text: text(query.text).slice(0, 200),
  page: Math.max(1, Math.floor(Number(query.page)) || 1),
});

/** How far back the page tells what became of answers. */
const LATELY_MS = 24 * 3600 * 1000;
const MOST_RECENT = 20;

async function listed(archive: Archive, query: Query, syncs: readonly SyncName[]): Promise<Listed> {
  const search = searchIn(query);
  const sync = syncs.some(({ name }) => name === search.sync) ? search.sync : null;
  const about = { ...(search.topic && { topic: search.topic }), ...(search.text && { text: search.text }) };
  const open = await archives.listReviews(archive, sync, { states: ['open'], ...about });
  const ended = await archives.listReviews(archive, sync, { states: ['answered', 'done', 'moved on'] });
  const from = Math.min(search.page - 1, Math.max(0, Math.ceil(open.length / PER_PAGE) - 1)) * PER_PAGE;
  return {
    search: { ...search, page: from / PER_PAGE + 1 },
    syncs,
    open: open.slice(from, from + PER_PAGE),
    count: open.length,
    answered: ended.filter(({ state }) => state === 'answered'),
    recent: lately(ended),
  };
}

const lately = (reviews: readonly Review[]): readonly Review[] =>
  reviews
    .filter(({ closedAt }) => closedAt !== null && closedAt > Date.now() - LATELY_MS)
    .sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0))
    .slice(0, MOST_RECENT);

type Show = (archive: Archive, query: Query, reader: Reader) => Promise<Html>;

const shows: Readonly<Record<View, Show>> = {
  questions: async (archive, query, reader) =>
    questions(await listed(archive, query, await archives.syncNames(archive)), reader),
  rules: async (archive, _query, reader) => {
    const rules = [];
    for (const { name } of await archives.syncNames(archive)) rules.push(...(await archives.rulesOf(archive, name)));
    return rulesList(rules, reader);
  },
  plans: async (archive, _query, reader) => {
    const plans: ShownPlan[] = [];
    for (const sync of await archives.syncNames(archive)) {
      const plan = await archives.planOf(archive, sync.name);
      if (plan) plans.push({ sync, plan });
    }
    return plansPage(plans, reader);
  },
  status: async (archive, _query, reader) => {
    const all = [];
    for (const { name } of await archives.syncNames(archive)) all.push(await archives.status(archive, name));
    return statusPage(all, reader);
  },
};

/** What the last answer came to, out of the address: only words of our own, and the name of a question that exists. */
async function said(archive: Archive, query: Query, { language }: Reader): Promise<string | null> {
  const outcome = text(query.said);
  if (!isOutcome(outcome)) return null;
  const about = text(query.about);
  const review = about ? await archives.reviewById(archive, about) : null;
  const count = Math.max(0, Math.floor(Number(query.count)) || 0);
  return filled(wordsOf(language)[outcome], { label: review?.label ?? '', count });
}

/** The page that a query asks for. `why`: what was wrong with the form that was just sent. */
export async function show(archive: Archive, query: Query, reader: Reader, why = ''): Promise<string> {
  const view: View = isView(query.view) ? query.view : 'questions';
  const body = await shows[view](archive, query, reader);
  const told = [await said(archive, query, reader), why].filter(Boolean).join(' ');
  return layout(reader, view, told || null, body);
}
