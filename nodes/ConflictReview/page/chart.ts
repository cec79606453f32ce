import { sumBy } from 'lodash';
import type { Day } from '../../../archive';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { dayText } from './values';
import { fillIn, pageWords, type Words } from './words';

/** Rows of bars, one above the other, each by its own measure. */
const rows = ['written', 'asked', 'refused'] as const;
type Row = (typeof rows)[number];

const [BAR, GAP, HEIGHT] = [8, 2, 28];

function barOf(day: Day, row: Row, at: number, most: number, reader: Reader): Html | false {
  const count = day[row];
  const height = most > 0 ? Math.max(2, Math.round((count / most) * HEIGHT)) : 0;
  return (
    count > 0 &&
    html`<rect x="${at * (BAR + GAP)}" y="${HEIGHT - height}" width="${BAR}" height="${height}">
      <title>${dayText(day.at, reader)}: ${count}</title>
    </rect>`
  );
}

function rowOf(days: readonly Day[], row: Row, words: Words, reader: Reader): Html {
  const most = Math.max(0, ...days.map((day) => day[row]));
  const total = sumBy(days, row);
  const width = days.length * (BAR + GAP);
  const label = fillIn(words[`days_${row}`], { count: total });
  return html`<div class="bars ${row}">
    <span class="soft">${label}</span>
    <svg viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${label}">
      <line x1="0" y1="${HEIGHT}" x2="${width}" y2="${HEIGHT}" />
      ${days.map((day, at) => barOf(day, row, at, most, reader))}
    </svg>
  </div>`;
}

/** The last 30 days of a sync: what was written, asked and refused; nothing where nothing was. */
export function daysChart(days: readonly Day[], reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const shown = rows.filter((row) => days.some((day) => day[row] > 0));
  return (
    shown.length > 0 &&
    html`<h3>${words.lastDays}</h3>
      ${shown.map((row) => rowOf(days, row, words, reader))}`
  );
}
