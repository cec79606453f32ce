import type { Language } from '../../../reasons/label';
import { html, trustedHtml, type Html, type Part } from './html';
import { pageWords } from './words';

/** One column on a phone, a table on a desk; light and dark as the reader's system says. Contrast is at least 4.5 to 1. */
const style = `
:root { color-scheme: light dark; --ink: #1c2430; --soft: #55606f; --paper: #ffffff; --back: #f3f5f8; --line: #c9d0da;
  --accent: #0b5cad; --on-accent: #ffffff; --ins: #d5f2dc; --del: #fbdcdc; --warn: #fff3d1;
  --danger: #a3202c; --on-danger: #ffffff; --good: #1a6b34; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7ebf0; --soft: #a9b4c2; --paper: #1b2129; --back: #11161c;
  --line: #3b4552; --accent: #7db8f5; --on-accent: #0c1622; --ins: #1d4a2b; --del: #5a2328; --warn: #4a3c10;
  --danger: #ff9aa2; --on-danger: #2a0508; --good: #7fd69a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--ink); font: 16px/1.5 system-ui, 'Hiragino Sans', 'Noto Sans JP', sans-serif; word-break: auto-phrase; }
a { color: var(--accent); }
.skip { position: absolute; left: -999em; } .skip:focus { left: 0; background: var(--paper); padding: .5em; }
header, main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; }
h1 { font-size: 1.4rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; } h3, .entry h2 { font-size: 1.1rem; margin: 0; }
nav { display: flex; gap: 1rem; flex-wrap: wrap; } nav [aria-current] { font-weight: 700; text-decoration: none; color: inherit; }
form.find, .bulk { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .5rem 0 1rem; }
.bulk { align-items: center; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; }
@supports selector(:has(*)) { body:not(:has(input[name=pick]:checked)) .bulk > :not(label) { display: none; }
  body:has(input[name=pick]:checked) .bulk { position: sticky; bottom: 0; } }
form.inline { display: inline; }
label { display: inline-flex; gap: .4rem; align-items: center; }
form.find label { flex-direction: column; align-items: start; gap: 0; color: var(--soft); font-size: .85rem; }
input, select, button, textarea { font: inherit; color: inherit; }
input[type=search], input[type=text], input[type=date], select, textarea { background: var(--paper); border: 1px solid var(--soft);
  border-radius: 4px; padding: .35rem .5rem; min-height: 2.4rem; max-width: 100%; }
textarea { width: 100%; }
input[type=radio], input[type=checkbox] { width: 1.15rem; height: 1.15rem; accent-color: var(--accent); flex: none; }
button { background: var(--paper); border: 1px solid var(--soft); border-radius: 4px; padding: .4rem .8rem; min-height: 2.4rem; cursor: pointer; }
button.danger { background: var(--danger); color: var(--on-danger); border-color: var(--danger); }
@supports selector(:has(*)) { form:not(:has(input[type=radio]:checked)) button.main { background: var(--paper); color: var(--soft); border-color: var(--line); } }
button.main { background: var(--accent); color: var(--on-accent); border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.entry { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin: 0 0 1rem; }
.list { border: 1px solid var(--line); border-radius: 8px; background: var(--paper); overflow: clip; }
.list .entry { display: flex; gap: .6rem; align-items: start; border: 0; border-bottom: 1px solid var(--line); border-radius: 0; margin: 0; padding: .5rem 1rem; }
.list .entry:last-child { border-bottom: 0; } .list .entry:has(> details[open]) { background: color-mix(in srgb, var(--back) 50%, var(--paper)); }
.list .entry > input { margin-top: .35rem; } .list .entry > details { flex: 1; min-width: 0; }
.list .entry > details > summary { display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; min-height: 2rem; list-style-position: outside; }
.list .entry > details > summary h2 { flex: 0 1 14rem; min-width: 0; } .list .entry > details > summary .gist { flex: 1 1 18rem; min-width: 0; } .entry h2, .gist, .v, td { overflow-wrap: break-word; word-break: auto-phrase; }
.entry > details[open] > summary { margin-bottom: .5rem; } .gist > span { display: inline-block; max-width: 100%; }
fieldset.clash { border: 0; margin: .4rem 0; padding: 0; min-width: 0; } .clash legend { font-weight: 600; padding: 0; }
.both { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; margin: .3rem 0; }
.value { display: block; text-align: start; border: 1px solid var(--soft); border-radius: 6px; padding: .5rem .8rem; background: var(--paper); cursor: pointer; min-width: 0; overflow-wrap: break-word; }
.value { width: 100%; } .value small { display: block; color: var(--soft); } label.value { display: flex; } label.value > span { min-width: 0; }
.value:hover, .value:has(input:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.typed { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin: .4rem 0; }
.mark { flex: none; width: 1.5rem; text-align: center; font-weight: 700; } .mark.trouble { color: var(--danger); } .mark.well { color: var(--good); }
details details > summary { color: var(--accent); width: fit-content; } details.more, details.rest, details.danger { margin: .5rem 0; } details.danger > summary { color: var(--danger); width: fit-content; } main > h3 { margin-top: 1.2rem; }
details.more[open] { border-left: 3px solid var(--line); padding-left: .8rem; }
.tag { background: var(--back); border: 1px solid var(--line); border-radius: 99px; padding: 0 .6rem; font-size: .85rem; white-space: nowrap; } a.open { white-space: nowrap; }
.bars { display: grid; grid-template-columns: 11rem 1fr; gap: .5rem; align-items: end; max-width: 36rem; margin: .3rem 0; } .bars svg { width: 100%; fill: var(--accent); overflow: visible; } .bars line { stroke: var(--line); }
.list .person { flex-wrap: wrap; } .list .person h2 { flex: 0 1 14rem; } .list .person .gist { flex: 1 1 18rem; } .theirs { padding: .5rem 1rem 1rem; background: color-mix(in srgb, var(--back) 50%, var(--paper)); }
.list .entry h3 { margin-top: 1.2rem; } [data-sync] dl { grid-template-columns: minmax(11rem, max-content) 1fr; } .list .entry > details > form.answers { margin-bottom: .8rem; }
.finding { display: flex; gap: .4rem; margin: .3rem 0; } .finding .soft { display: block; } .mark.asks { color: var(--ink); }
.load { display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: center; } progress { width: min(20rem, 100%); height: .8rem; accent-color: var(--accent); }
.bars.asked svg { fill: var(--soft); } .bars.refused svg { fill: var(--danger); }
ul.plain { list-style: none; padding: 0; } ol.story { list-style: none; border-inline-start: 2px solid var(--line); padding-inline-start: 1rem; } ol.story > li { margin: 0 0 .8rem; }
.soft { color: var(--soft); font-size: .9rem; margin: .2rem 0; }
.said { background: var(--warn); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; margin: 0 0 1rem; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: start; vertical-align: top; overflow-wrap: break-word; }
.v { white-space: pre-wrap; }
th { background: var(--back); font-weight: 600; }
td .long { max-height: 12rem; overflow: auto; }
ins { background: var(--ins); text-decoration: underline; } del { background: var(--del); }
.blank { color: var(--soft); font-style: italic; }
.answers { display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; margin-top: .6rem; }
.pairs { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; border: 0; margin: 0; padding: 0; }
.pairs > fieldset { border: 1px solid var(--line); border-radius: 6px; min-width: 0; }
summary { cursor: pointer; } code { overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .3rem 0 .8rem; overflow-wrap: anywhere; }
dt { color: var(--soft); } dd { margin: 0; }
@media (max-width: 40rem) {
  .pairs { grid-template-columns: 1fr; }
  table.fields, table.fields tbody, table.fields tr, table.fields td, table.fields th { display: block; width: 100%; }
  table.fields thead { position: absolute; left: -999em; }
  table.fields td::before { content: attr(data-name) ': '; color: var(--soft); }
  .bars { grid-template-columns: 1fr; } .both { grid-template-columns: 1fr; } .list .entry { padding: .5rem .6rem; }
  .answers button { flex: 1 1 100%; } .list .entry > details > summary h2, .list .entry > details > summary .gist { flex-basis: 100%; }
}
`;

/** Conveniences only: J and K, all boxes at once and their number, "another value" by typing, times by the reader's clock, a look while an answer waits. */
const script = `
'use strict';
const entries = () => [...document.querySelectorAll('.entry > details > summary')];
const countPicked = () => { const shown = document.getElementById('picked'); if (shown) shown.textContent = document.querySelectorAll('input[name=pick]:checked').length; };
const isTyping = (node) => node.closest('input, textarea, select') !== null && !['radio', 'checkbox'].includes(node.type);
document.addEventListener('keydown', (event) => {
  const step = { j: 1, k: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const all = entries();
  const here = all.findIndex((one) => one.parentElement.contains(document.activeElement));
  const next = all[here < 0 ? Math.max(0, all.findIndex((one) => one.parentElement.open)) + Math.max(0, step - 1) : here + step];
  if (!next) return;
  next.parentElement.open = true;
  next.focus();
});
document.addEventListener('input', ({ target }) => {
  if (target.dataset.chooses) document.getElementById(target.dataset.chooses).checked = true;
  if (target.id === 'all') for (const box of document.querySelectorAll('input[name=pick]')) box.checked = target.checked;
  countPicked();
});
countPicked();
for (const one of document.querySelectorAll('time')) one.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(one.dateTime));
const unfolded = () => document.querySelector('.entry[data-review] > details[open]');
if (new URLSearchParams(location.search).get('then')) unfolded()?.querySelector('summary').focus();
const isInside = (node) => node.closest('.entry > details') !== null && node.tagName !== 'SUMMARY';
const isBusy = () => isTyping(document.activeElement) || isInside(document.activeElement) || document.querySelector('input[name=pick]:checked, .entry input[type=radio]:checked:not([data-first]), details.more[open], details.danger[open]') !== null;
const lookAgain = () => {
  if (isBusy()) return;
  const now = new URL(location.href);
  for (const name of ['said', 'count', 'about', 'missed']) now.searchParams.delete(name);
  if (unfolded()) now.searchParams.set('then', unfolded().parentElement.dataset.review);
  location.replace(now);
};
if (document.querySelector('[data-waiting]')) setInterval(lookAgain, 3000);
`;

export type View = 'questions' | 'records' | 'runs' | 'rules' | 'plans' | 'status';
const views: readonly View[] = ['questions', 'records', 'runs', 'rules', 'plans', 'status'];
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
  /** Where n8n's editor is, with a slash at the end. */
  readonly editor?: string;
}

const link = (view: View, language: Language): string => `?view=${view}&lang=${language}`;

function pageHeader({ language }: Reader, current: View): Html {
  const words = pageWords(language);
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
export function layout(reader: Reader, view: View, said: Part, body: Html): string {
  const words = pageWords(reader.language);
  const page = html`<!doctype html>
    <html lang="${reader.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${words.title}</title>
        <style nonce="${reader.nonce}">
          ${trustedHtml(style)}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">${words.skip}</a>
        ${pageHeader(reader, view)}
        <main id="main">${said && html`<p class="said" role="status">${said}</p>`}${body}</main>
        <script nonce="${reader.nonce}">
          ${trustedHtml(script)};
        </script>
      </body>
    </html>`;
  return page.html;
}
