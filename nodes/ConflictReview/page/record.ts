import { sortBy } from 'lodash';
import { sentence } from '../../../reasons';
import type { Explained, JournalEntry, Review, SyncName } from '../../../archive';
import { besidesOf, standingOf } from '../../../engine/explain';
import { isBlank, kinds } from '../../../sync/kinds';
import { asObject, type Fields, type Side, type SideRecord, type Value } from '../../../sync/model';
import { buttonWord, type Button } from './actions';
import { fillHtml, html, type Html } from './html';
import type { Reader } from './layout';
import { agoText, fieldLabel, markDifferences, timeHtml, valueText } from './values';
import { fillIn, pageWords, type Words } from './words';

/** A record that a search found, and of which sync. */
export interface Hit {
  readonly sync: SyncName;
  readonly side: Side;
  readonly record: SideRecord;
}

/** What was looked for, and what came of it. */
export interface LookUp {
  readonly text: string;
  readonly hits: readonly Hit[];
  readonly isCut: boolean;
  /** Of the one record that is meant. */
  readonly story: Explained | null;
}

/** Where the page tells of a record. */
export const storyLink = (sync: string, side: Side, ref: string, { language }: Reader): string =>
  `?${new URLSearchParams({ view: 'records', lang: language, sync, of: `${side}:${ref}` }).toString()}`;

function findForm({ text }: LookUp, reader: Reader): Html {
  const words = pageWords(reader.language);
  return html`<form class="find" method="get" role="search">
    <input type="hidden" name="lang" value="${reader.language}" /><input type="hidden" name="view" value="records" />
    <label
      >${words.find}
      <input type="search" name="find" value="${text}" />
    </label>
    <button>${words.findIt}</button>
  </form>`;
}

const nameOf = (kind: SyncName['kind'], record: SideRecord | null, words: Words): string =>
  record && Object.values(record.fields).some((value) => !isBlank(value))
    ? kinds[kind].label(record.fields)
    : words.untold;

function hitLine({ sync, side, record }: Hit, reader: Reader): Html {
  const words = pageWords(reader.language);
  const more = Object.values(record.fields).find((value) => typeof value === 'string' && value.includes('@'));
  return html`<li>
    <a href="${storyLink(sync.name, side, record.ref, reader)}">${nameOf(sync.kind, record, words)}</a>
    <span class="soft">${[words[side], sync.name, more].filter(Boolean).join(' · ')}</span>
  </li>`;
}

/** One thing that happened, and when. */
interface Happening {
  readonly at: number;
  readonly what: Html;
}

const written: readonly JournalEntry['op'][] = ['create', 'update', 'delete', 'recovered'];

/** The values that a write changed, before and after, as people read them; none of an entry that wrote nothing. */
export function changesOf(kind: SyncName['kind'], { op, before, after }: JournalEntry, reader: Reader) {
  if (!written.includes(op)) return [];
  const [was, is] = [asObject(before) as Fields, asObject(after) as Fields];
  const text = (value: Value | undefined) => valueText(value, reader);
  const all = kinds[kind].fields.map(({ name }) => ({ field: name, before: text(was[name]), after: text(is[name]) }));
  return all.filter((one) => one.before !== one.after);
}

/** The same as a list. */
export function changeList(kind: SyncName['kind'], entry: JournalEntry, reader: Reader): Html | false {
  const rows = changesOf(kind, entry, reader).map(({ field, before, after }) => {
    const marked = markDifferences(before, after);
    return html`<dt>${fieldLabel(kind, field, reader.language)}</dt>
      <dd><span class="v">${marked.before}</span> → <span class="v">${marked.after}</span></dd>`;
  });
  return rows.length > 0 && html`<dl>${rows}</dl>`;
}

/** What an entry of the history says was done, and where. */
export const deedText = ({ op, side }: JournalEntry, words: Words): string =>
  [side && words[side], words[`op_${op}`]].filter(Boolean).join(': ');

function entryOf({ kind }: Explained, entry: JournalEntry, reader: Reader): Happening {
  const words = pageWords(reader.language);
  const changes = changeList(kind, entry, reader);
  return {
    at: entry.at,
    what: html`<b>${deedText(entry, words)}</b> ${sentence(entry.reason, reader.language)}
      ${
        changes &&
        html`<details>
          <summary>${words.more}</summary>
          ${changes}
        </details>`
      }`,
  };
}

/** What a person said, in the words of the button. */
function answerText({ answer }: Review, words: Words): string {
  const [name = 'dismiss'] = Object.keys(answer ?? {});
  if (answer && 'take' in answer) return buttonWord(answer.take, words);
  if (name === 'fields') return words.answeredFields;
  return name === 'choose' ? words.answeredChoice : buttonWord(name as Button, words);
}

function questionOf(review: Review, reader: Reader): readonly Happening[] {
  const words = pageWords(reader.language);
  const { openedAt, closedAt, answeredAt, answeredBy, reason, state } = review;
  const asked = { at: openedAt, what: html`<b>${words.asked}</b> ${sentence(reason, reader.language)}` };
  if (answeredAt !== null) {
    const said = { who: answeredBy ?? '', answer: answerText(review, words) };
    return [asked, { at: answeredAt, what: html`<b>${fillIn(words.answeredBy, said)}</b>` }];
  }
  return state === 'obsolete' && closedAt !== null
    ? [asked, { at: closedAt, what: html`${words.settledItself}` }]
    : [asked];
}

/** All that happened to a record, the newest first. */
function timeline(it: Explained, reader: Reader): Html {
  const words = pageWords(reader.language);
  const all = [
    ...it.history.map((entry) => entryOf(it, entry, reader)),
    ...it.reviews.flatMap((review) => questionOf(review, reader)),
  ];
  if (all.length === 0) return html`<p>${words.nothingSoFar}</p>`;
  const lines = sortBy(all, ({ at }) => -at).map(
    ({ at, what }) =>
      html`<li><span class="soft">${timeHtml(at, reader)} · ${agoText(at, reader)}</span><br />${what}</li>`,
  );
  return html`<ol class="story">
    ${lines}
  </ol>`;
}

function storyOf(it: Explained, reader: Reader): Html {
  const words = pageWords(reader.language);
  const said = [...standingOf(it), ...besidesOf(it)].map((one) => sentence(one, reader.language));
  const label = it.record ? nameOf(it.kind, it.record, words) : (it.history[0]?.label ?? it.ref);
  return html`<article class="entry" data-story="${it.ref}">
    <h2>${label}</h2>
    <p class="soft">${words[it.side]} · ${it.sync} · <code>${it.ref}</code></p>
    <h3>${words.now}</h3>
    <ul>
      ${said.map((one) => html`<li>${one}</li>`)}
    </ul>
    <h3>${words.soFar}</h3>
    ${timeline(it, reader)}
  </article>`;
}

/** Looks up one record and tells its story. */
export function recordsPage(asked: LookUp, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { text, hits, isCut, story } = asked;
  const none = text !== '' && !story && hits.length === 0;
  return html`${findForm(asked, reader)} ${text === '' && !story && html`<p class="soft">${words.findHint}</p>`}
  ${none && html`<p>${fillHtml(words.nobodyFound, { text })}</p>`}
  ${
    hits.length > 0 &&
    html`<ul data-hits>
      ${hits.map((hit) => hitLine(hit, reader))}
    </ul>`
  }
  ${isCut && html`<p class="soft">${words.searchCut}</p>`} ${story && storyOf(story, reader)}`;
}
