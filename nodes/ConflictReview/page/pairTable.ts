import { isBlank, kinds } from '../../../sync/kinds';
import { sides, type Side, type Value } from '../../../sync/model';
import { openClashes, type PairDetails, type ReviewRecord } from '../../../sync/review/review';
import type { Review } from '../../../archive';
import { fillHtml, html, type Html } from './html';
import { openLink } from './links';
import { fieldLabel, markDifferences, momentHtml, timeHtml, valueText } from './values';
import type { Reader } from './layout';
import { fillIn, pageWords, type Words } from './words';

interface Row {
  readonly name: string;
  readonly outlook: Value;
  readonly agreed: Value;
  readonly zoho: Value;
}

function rowOf({ outlook, zoho, base, clashes }: PairDetails, name: string): Row {
  const clash = clashes.find(({ field }) => field === name);
  return {
    name,
    outlook: clash?.outlook ?? outlook.fields[name] ?? null,
    agreed: clash?.base ?? base?.outlook[name] ?? null,
    zoho: clash?.zoho ?? zoho.fields[name] ?? null,
  };
}

type RowTexts = Readonly<Record<Side | 'agreed', Html>>;

/** Each side against what both last agreed on; without that, against each other. */
function markedTexts({ outlook, agreed, zoho }: Row, reader: Reader): RowTexts {
  const blank = html`<span class="blank">${pageWords(reader.language).blank}</span>`;
  const moments = [outlook, agreed, zoho].map((value) => (isBlank(value) ? blank : momentHtml(value, reader)));
  if (moments.every((one) => one !== null)) return { outlook: moments[0]!, agreed: moments[1]!, zoho: moments[2]! };
  const [o, a, z] = [outlook, agreed, zoho].map((value) => valueText(value, reader)) as [string, string, string];
  const shown = (text: string, than: string) => (text === '' ? blank : markDifferences(than, text).after);
  return {
    outlook: shown(o, a === '' ? z : a),
    agreed: a === '' ? blank : html`${a}`,
    zoho: shown(z, a === '' ? o : a),
  };
}

const typable = ['text', 'multiline', 'prose', 'email', 'phone', 'date'];
const likenessOf = ({ kind }: Review, name: string): string =>
  kinds[kind].fields.find((field) => field.name === name)?.type ?? '';

/** When a side's record was changed, and by whom, as far as it tells: who, of the version that is shown. */
export function changedAt({ modifiedAt, version, told }: ReviewRecord, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const at = Date.parse(modifiedAt ?? '');
  const who = told?.version === version ? told?.by : null;
  const time = !Number.isNaN(at) && timeHtml(at, reader);
  return time && fillHtml(who ? words.changedBy : words.changedAt, { time, who });
}

/** Where both records are opened in their own services, as far as these tell. */
function openLinks(details: PairDetails, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const texts = { outlook: words.openOutlook, zoho: words.openZoho };
  const living = sides.filter((side) => details[side].state !== 'deleted');
  const links = living.map((side) => openLink(texts[side], details[side].told?.link ?? null, details[side].label));
  return links.some(Boolean) && html`<p class="soft">${links.map((link) => html`${link} `)}</p>`;
}

/** The value of one side, which is the button that takes it; among several fields, one choice of two. */
function valueChoice(review: Review, row: Row, side: Side, isOnly: boolean, texts: RowTexts, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { details } = review;
  const changed = details.is === 'pair' && changedAt(details[side], reader);
  const label = fieldLabel(review.kind, row.name, reader.language);
  const said = html`<small>${words[side]}${changed && html` · ${changed}`}</small>
    <span class="v">${texts[side]}</span>`;
  if (isOnly) return html`<button class="value" name="value.${row.name}" value="${side}">${said}</button>`;
  return html`<label class="value"
    ><input type="radio" name="field.${row.name}" value="${side}" aria-label="${label}: ${words[side]}" /><span
      >${said}</span
    ></label
  >`;
}

/** A field in question: both values side by side, and what they last agreed on. */
function clashHtml(review: Review, row: Row, isOnly: boolean, reader: Reader): Html {
  const words = pageWords(reader.language);
  const texts = markedTexts(row, reader);
  const isNew = review.details.is === 'pair' && review.details.base === null;
  const base = isNew ? words.neverAgreed : html`${words.agreed}: <span class="v">${texts.agreed}</span>`;
  return html`<fieldset class="clash">
    <legend>${fieldLabel(review.kind, row.name, reader.language)}</legend>
    <div class="both">${sides.map((side) => valueChoice(review, row, side, isOnly, texts, reader))}</div>
    <p class="soft">${base}</p>
  </fieldset>`;
}

const openRows = (details: PairDetails): readonly Row[] =>
  openClashes(details).map(({ field }) => rowOf(details, field));

/** Another value for each field where a person may write one; times, people and rules are too easily mistyped. */
export function typedValues(review: Review, details: PairDetails, reader: Reader): readonly Html[] {
  const words = pageWords(reader.language);
  const rows = openRows(details).filter(({ name }) => typable.includes(likenessOf(review, name)));
  const isOnly = openRows(details).length === 1;
  return rows.map(({ name }) => typedValue(review, name, isOnly, words, reader));
}

function typedValue(review: Review, name: string, isOnly: boolean, words: Words, reader: Reader): Html {
  const like = likenessOf(review, name);
  const label = fieldLabel(review.kind, name, reader.language);
  const radio = `${review.id}-${name}`;
  const aria = `${label}: ${words.typed}`;
  const field =
    like === 'multiline' || like === 'prose'
      ? html`<textarea name="typed.${name}" rows="3" aria-label="${aria}" data-chooses="${radio}"></textarea>`
      : html`<input
          type="${like === 'date' ? 'date' : 'text'}"
          name="typed.${name}"
          aria-label="${aria}"
          data-chooses="${radio}"
        />`;
  const choose = isOnly
    ? html`<button name="value.${name}" value="typed">${words.saveTyped}</button>`
    : html`<input type="radio" id="${radio}" name="field.${name}" value="typed" aria-label="${aria}" />`;
  return html`<div class="typed"><span>${words.typed}: ${label}</span> ${field} ${choose}</div>`;
}

function restRow(review: Review, row: Row, reader: Reader): Html {
  const words = pageWords(reader.language);
  const texts = markedTexts(row, reader);
  const cell = (name: string, text: Html) => html`<td data-name="${name}"><span class="v">${text}</span></td>`;
  return html`<tr>
    <th scope="row">${fieldLabel(review.kind, row.name, reader.language)}</th>
    ${cell(words.outlook, texts.outlook)}${cell(words.agreed, texts.agreed)}${cell(words.zoho, texts.zoho)}
  </tr>`;
}

function restTable(review: Review, rows: readonly Row[], reader: Reader): Html {
  const words = pageWords(reader.language);
  const titles = [words.field, words.outlook, words.agreed, words.zoho];
  return html`<table class="fields">
    <thead>
      <tr>
        ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => restRow(review, row, reader))}
    </tbody>
  </table>`;
}

const hasValue = ({ outlook, agreed, zoho }: Row): boolean => [outlook, agreed, zoho].some((value) => !isBlank(value));

/** Of a deletion: when and by whom the record that is left was changed. */
function deletionState(details: PairDetails, reader: Reader): Html | false {
  const kept = sides.find((side) => details[side].state !== 'deleted');
  const changed = kept && changedAt(details[kept], reader);
  return !!changed && html`<p class="soft">${pageWords(reader.language)[kept]}: ${changed}</p>`;
}

/** What is in question; all that is not, to be unfolded. */
export function pairTables(review: Review, details: PairDetails, reader: Reader): Html {
  const asked = openRows(details);
  const names = asked.map(({ name }) => name);
  const others = kinds[review.kind].fields.map(({ name }) => name).filter((name) => !names.includes(name));
  const rest = others.map((name) => rowOf(details, name)).filter(hasValue);
  const title = fillIn(pageWords(reader.language).otherFields, { count: rest.length });
  return html`${asked.map((row) => clashHtml(review, row, asked.length === 1, reader))}
  ${asked.length === 0 && deletionState(details, reader)}${openLinks(details, reader)}
  ${
    rest.length > 0 &&
    html`<details class="rest">
      <summary>${title}</summary>
      ${restTable(review, rest, reader)}
    </details>`
  }`;
}
