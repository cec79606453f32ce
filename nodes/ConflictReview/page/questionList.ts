import type { Review, ReviewTopic, SyncName } from '../../../archive';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { pager } from './pager';
import { buttonWord, type Button } from './actions';
import { questionEntry, reviewTitle } from './question';
import { fillIn, pageWords } from './words';

/** What the reader looks for. */
export interface Search {
  readonly sync: string;
  readonly topic: ReviewTopic | '';
  readonly text: string;
  /** From 1 on. */
  readonly page: number;
}

export interface QuestionList {
  readonly search: Search;
  readonly syncs: readonly SyncName[];
  /** Of this page only. */
  readonly open: readonly Review[];
  /** How many fit the search, on all pages. */
  readonly count: number;
  /** The one to unfold; another or none of that id: the first. */
  readonly unfolded?: string;
  /** Answered, and settled lately. */
  readonly answered: readonly Review[];
  readonly recent: readonly Review[];
  /** Syncs of which a run is at work. */
  readonly running?: readonly string[];
}

export const PER_PAGE = 20;
const topics: readonly ReviewTopic[] = ['conflict', 'ambiguous', 'refusal'];

const option = (value: string, text: string, chosen: string): Html =>
  html`<option value="${value}" ${value === chosen && html`selected`}>${text}</option>`;

function searchForm({ search, syncs }: QuestionList, reader: Reader): Html {
  const words = pageWords(reader.language);
  return html`<form class="find" method="get" role="search">
    <input type="hidden" name="lang" value="${reader.language}" />
    <label
      >${words.search}
      <input type="search" name="text" value="${search.text}" />
    </label>
    <label
      >${words.sync}
      <select name="sync">
        ${option('', words.allSyncs, search.sync)}${syncs.map(({ name }) => option(name, name, search.sync))}
      </select>
    </label>
    <label
      >${words.topic}
      <select name="topic">
        ${option('', words.allTopics, search.topic)}${topics.map((topic) => option(topic, words[topic], search.topic))}
      </select>
    </label>
    <button>${words.apply}</button>
  </form>`;
}

const bulkButtons: readonly Button[] = ['outlook', 'zoho', 'dismiss'];

function bulkForm(reader: Reader): Html {
  const words = pageWords(reader.language);
  return html`<form class="bulk" id="bulk" method="post">
    <input type="hidden" name="token" value="${reader.token}" />
    <label><input type="checkbox" id="all" />${words.selectAll}</label>
    <span>${words.selected} <output id="picked"></output></span>
    ${bulkButtons.map((button) => html`<button name="answer" value="${button}">${buttonWord(button, words)}</button> `)}
  </form>`;
}

function questionPager({ search, count }: QuestionList, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const { page, ...rest } = search;
  return pager({ page, pages: Math.ceil(count / PER_PAGE) }, rest, [words.previous, words.next], reader);
}

const ends = { open: '', answered: '', done: 'done', obsolete: 'becameObsolete' } as const;

/** What became of a question, and who answered it. */
function outcomeLine(review: Review, reader: Reader): string {
  const words = pageWords(reader.language);
  const end = ends[review.state];
  const who = review.answeredBy && fillIn(words.by, { who: review.answeredBy });
  return [reviewTitle(review, words), who, end && words[end]].filter(Boolean).join(' · ');
}

const takeBackForm = ({ id }: Review, label: string, reader: Reader): Html =>
  html`<form class="inline" method="post">
    <input type="hidden" name="token" value="${reader.token}" /><input type="hidden" name="id" value="${id}" />
    <button name="answer" value="takeBack" aria-label="${pageWords(reader.language).takeBack}: ${label}">
      ${pageWords(reader.language).takeBack}
    </button>
  </form>`;

/** Answered, and not carried out yet: until a run takes it, it can be taken back. */
function waitingList({ answered, running = [] }: QuestionList, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const item = (review: Review): Html => {
    const isRunning = running.includes(review.sync);
    const label = outcomeLine(review, reader);
    return html`<li>
      ${label} · ${isRunning ? words.runUnderWay : words.nextRun} ${!isRunning && takeBackForm(review, label, reader)}
    </li>`;
  };
  return (
    answered.length > 0 &&
    html`<section>
      <h2>${words.waiting}</h2>
      <ul data-waiting>
        ${answered.map(item)}
      </ul>
    </section>`
  );
}

function recentList({ recent }: QuestionList, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  return (
    recent.length > 0 &&
    html`<section>
      <h2>${words.recent}</h2>
      <ul>
        ${recent.map((one) => html`<li>${outcomeLine(one, reader)}</li>`)}
      </ul>
    </section>`
  );
}

/** The questions of this page, one line each but the one that is unfolded; an answer to the last unfolds the first. */
function entries({ open, unfolded = '' }: QuestionList, reader: Reader): readonly Html[] {
  const at = Math.max(
    0,
    open.findIndex(({ id }) => id === unfolded),
  );
  const then = (place: number): string => (open[place + 1] ?? open[0])?.id ?? '';
  return open.map((review, place) => questionEntry(review, reader, { isOpen: place === at, then: then(place) }));
}

/** Everything that waits for a person, and what became of what was answered. */
export function questionsPage(listed: QuestionList, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { open, count, search } = listed;
  const isSearch = search.sync !== '' || search.topic !== '' || search.text !== '';
  return html`${searchForm(listed, reader)}
    <p>${count > 0 ? fillIn(words.open, { count }) : isSearch ? words.noneFound : words.none}</p>
    ${waitingList(listed, reader)}
    <div class="list">${entries(listed, reader)}</div>
    ${open.length > 0 && bulkForm(reader)} ${questionPager(listed, reader)}
    ${open.length > 0 && html`<p class="soft">${words.keys}</p>`} ${recentList(listed, reader)}`;
}
