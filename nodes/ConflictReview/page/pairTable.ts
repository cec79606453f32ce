import { isBlank, kinds } from '../../../sync/kinds';
import type { Value } from '../../../sync/model';
import type { PairDetails } from '../../../sync/review/review';
import type { Review } from '../../../archive';
import { html, type Html } from './html';
import { fieldLabel, markDifferences, valueText } from './values';
import type { Reader } from './layout';
import { pageWords, type Words } from './words';

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

interface RowTexts {
  readonly outlook: Html | null;
  readonly agreed: Html | null;
  readonly zoho: Html | null;
}

/** Each side against what both last agreed on; without that, against each other. */
function markedTexts({ outlook, agreed, zoho }: Row, reader: Reader): RowTexts {
  const [o, a, z] = [outlook, agreed, zoho].map((value) => valueText(value, reader)) as [string, string, string];
  const shown = (text: string, piece: Html) => (text === '' ? null : piece);
  if (a === '')
    return {
      outlook: shown(o, markDifferences(z, o).after),
      agreed: null,
      zoho: shown(z, markDifferences(o, z).after),
    };
  return {
    outlook: shown(o, markDifferences(a, o).after),
    agreed: html`${a}`,
    zoho: shown(z, markDifferences(a, z).after),
  };
}

const valueCell = (name: string, value: Html | null, words: Words): Html =>
  html`<td data-name="${name}">
    <span class="v">${value ?? html`<span class="blank">${words.blank}</span>`}</span>
  </td>`;

const typable = ['text', 'multiline', 'prose', 'email', 'phone', 'date'];

/** Where a person may write a value of their own; times, people and rules are too easily mistyped. */
function typedInput(entry: Review, name: string, label: string, words: Words): Html | null {
  const like = kinds[entry.kind].fields.find((field) => field.name === name)?.type ?? '';
  if (!typable.includes(like)) return null;
  const radio = `${entry.id}-${name}`;
  const aria = `${label}: ${words.typed}`;
  const isLong = like === 'multiline' || like === 'prose';
  const field = isLong
    ? html`<textarea name="typed.${name}" rows="3" aria-label="${aria}" data-chooses="${radio}"></textarea>`
    : html`<input
        type="${like === 'date' ? 'date' : 'text'}"
        name="typed.${name}"
        aria-label="${aria}"
        data-chooses="${radio}"
      />`;
  return html`<label><input type="radio" id="${radio}" name="field.${name}" value="typed" />${words.typed}</label>
    ${field}`;
}

function choiceCell(entry: Review, name: string, label: string, words: Words): Html {
  const choice = (side: 'outlook' | 'zoho') =>
    html`<label
      ><input
        type="radio"
        name="field.${name}"
        value="${side}"
        aria-label="${label}: ${words[side]}"
      />${words[side]}</label
    > `;
  return html`<td data-name="${words.choose}">
    ${choice('outlook')}${choice('zoho')}${typedInput(entry, name, label, words)}
  </td>`;
}

function rowHtml(entry: Review, row: Row, isOpen: boolean, reader: Reader): Html {
  const words = pageWords(reader.language);
  const label = fieldLabel(entry.kind, row.name, reader.language);
  const { outlook, agreed, zoho } = markedTexts(row, reader);
  return html`<tr>
    <th scope="row">${label}</th>
    ${valueCell(words.outlook, outlook, words)}${valueCell(words.agreed, agreed, words)}${valueCell(words.zoho, zoho, words)}
    ${isOpen && choiceCell(entry, row.name, label, words)}
  </tr>`;
}

function fieldTable(entry: Review, rows: readonly Row[], isOpen: boolean, reader: Reader): Html {
  const words = pageWords(reader.language);
  const titles = [words.field, words.outlook, words.agreed, words.zoho, ...(isOpen ? [words.choose] : [])];
  return html`<table class="fields">
    <thead>
      <tr>
        ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => rowHtml(entry, row, isOpen, reader))}
    </tbody>
  </table>`;
}

const hasValue = ({ outlook, agreed, zoho }: Row): boolean => [outlook, agreed, zoho].some((value) => !isBlank(value));

/** Field by field: Outlook, what both last agreed on, Zoho CRM; what is in question first, the rest to be opened. */
export function pairTables(entry: Review, details: PairDetails, reader: Reader): Html {
  const open = details.clashes.filter(({ winner }) => winner === null).map(({ field }) => field);
  const others = kinds[entry.kind].fields.map(({ name }) => name).filter((name) => !open.includes(name));
  const rest = others.map((name) => rowOf(details, name)).filter(hasValue);
  const asked = open.map((name) => rowOf(details, name));
  return html`${asked.length > 0 && fieldTable(entry, asked, true, reader)}
  ${
    rest.length > 0 &&
    html`<details ${asked.length === 0 && html`open`}>
      <summary>${pageWords(reader.language).more}</summary>
      ${fieldTable(entry, rest, false, reader)}
    </details>`
  }`;
}
