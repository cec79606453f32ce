import type { Review, ReviewTopic, SyncName } from '../../../archive';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { pager } from './pager';
import { buttonWord, questionEntry, reviewTitle, type Button } from './question';
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
  /** Answered, and settled lately. */
  readonly answered: readonly Review[];
  readonly recent: readonly Review[];
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
    <span>${words.selected}</span>
    ${bulkButtons.map((button) => html`<button name="answer" value="${button}">${buttonWord(button, words)}</button> `)}
  </form>`;
}

function questionPager({ search, count }: QuestionList, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const { page, ...rest } = search;
  return pager({ page, pages: Math.ceil(count / PER_PAGE) }, rest, [words.previous, words.next], reader);
}

function outcomeList(title: string, reviews: readonly Review[], isWaiting: boolean, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const end = ({ state }: Review) => (state === 'done' ? words.done : state === 'obsolete' ? words.becameObsolete : '');
  const who = ({ answeredBy }: Review) => (answeredBy ? fillIn(words.by, { who: answeredBy }) : '');
  return (
    reviews.length > 0 &&
    html`<section>
      <h2>${title}</h2>
      <ul ${isWaiting && html`data-waiting`}>
        ${reviews.map((one) => html`<li>${[reviewTitle(one, words), who(one), end(one)].filter(Boolean).join(' · ')}</li>`)}
      </ul>
    </section>`
  );
}

/** Everything that waits for a person, and what became of what was answered. */
export function questionsPage(listed: QuestionList, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { open, count, search } = listed;
  const isSearch = search.sync !== '' || search.topic !== '' || search.text !== '';
  return html`${searchForm(listed, reader)}
    <p>${count > 0 ? fillIn(words.open, { count }) : isSearch ? words.noneFound : words.none}</p>
    ${open.length > 0 && html`<p class="soft">${words.keys}</p>`} ${open.length > 0 && bulkForm(reader)}
    ${open.map((review) => questionEntry(review, reader))} ${questionPager(listed, reader)}
    ${outcomeList(words.waiting, listed.answered, true, reader)}
    ${outcomeList(words.recent, listed.recent, false, reader)}`;
}
