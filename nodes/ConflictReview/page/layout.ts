import type { Html } from './html';
import { html, own } from './html';
import { script } from './script';
import { style } from './style';
import type { Language } from './words';
import { wordsOf } from './words';

export type View = 'questions' | 'rules' | 'plans' | 'status';
const views: readonly View[] = ['questions', 'rules', 'plans', 'status'];
export const isView = (text: unknown): text is View => views.includes(text as View);

/** What every part of the page needs to know of its reader. */
export interface Reader {
  readonly language: Language;
  /** IANA name of the zone in which times are shown. */
  readonly zone: string;
  readonly nonce: string;
  /** Goes into every form. */
  readonly token: string;
  /** In ms. */
  readonly now: number;
}

const link = (view: View, language: Language): string => `?view=${view}&lang=${language}`;

function head({ language }: Reader, current: View): Html {
  const words = wordsOf(language);
  const item = (view: View) =>
    view === current
      ? html`<a href="${link(view, language)}" aria-current="page">${words[view]}</a>`
      : html`<a href="${link(view, language)}">${words[view]}</a>`;
  const changed = language === 'ja' ? 'en' : 'ja';
  return html`<header>
    <h1>${words.title}</h1>
    <nav aria-label="${words.title}">${views.map(item)}</nav>
    <a href="${link(current, changed)}" lang="${changed}" hreflang="${changed}">${words.language}</a>
  </header>`;
}

/** The whole page around one view. `said`: what the reader's last answer came to. */
export function layout(reader: Reader, view: View, said: string | null, body: Html): string {
  const words = wordsOf(reader.language);
  const page = html`<!doctype html>
    <html lang="${reader.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${words.title}</title>
        <style nonce="${reader.nonce}">
          ${own(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        ${head(reader, view)}
        <main id="main">${said && html`<p class="said" role="status">${said}</p>`}${body}</main>
        <script nonce="${reader.nonce}">
          ${own(script)};
        </script>
      </body>
    </html>`;
  return page.html;
}
