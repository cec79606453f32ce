import { html, type Html } from './html';
import type { Reader } from './layout';
import { fillIn, pageWords } from './words';

/** What a page holds of a long list, by the number of the page (from 1 on); one that is not there is the last. */
export interface Slice {
  readonly page: number;
  readonly pages: number;
  readonly from: number;
  readonly to: number;
}

export function sliceOf(count: number, page: number, perPage: number): Slice {
  const pages = Math.max(1, Math.ceil(count / perPage));
  const shown = Math.min(Math.max(1, page), pages);
  return { page: shown, pages, from: (shown - 1) * perPage, to: Math.min(count, shown * perPage) };
}

/** Links to the page before and the one behind. `query`: what else is asked for; `before`, `behind`: what they are called. */
export function pager(
  { page, pages }: Pick<Slice, 'page' | 'pages'>,
  query: Readonly<Record<string, string>>,
  [before, behind]: readonly [string, string],
  { language }: Reader,
): Html | false {
  const words = pageWords(language);
  const to = (other: number, word: string) => {
    const search = new URLSearchParams({ ...query, lang: language, page: String(other) });
    return html`<a href="?${search.toString()}">${word}</a> `;
  };
  return (
    pages > 1 &&
    html`<nav aria-label="${fillIn(words.page, { page, pages })}">
      ${page > 1 && to(page - 1, before)}
      <span>${fillIn(words.page, { page, pages })}</span>
      ${page < pages && to(page + 1, behind)}
    </nav>`
  );
}
