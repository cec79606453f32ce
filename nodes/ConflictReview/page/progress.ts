import type { Status } from '../../../archive';
import { sides } from '../../../sync/model';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { lengthText } from './values';
import { fillIn, pageWords } from './words';

/** Records of both sides, and those of them that no run has come to yet. */
function countsOf({ sides: of }: Status) {
  const all = sides.flatMap((side) => Object.values(of[side].statuses));
  const pending = sides.reduce((sum, side) => sum + of[side].statuses.pending, 0);
  return { total: all.reduce((sum, n) => sum + n, 0), pending };
}

/** The last run said about how long all it left would take; of what is left by now that is so much less. */
function secondsLeft({ lastReport }: Status, pending: number): number | null {
  if (!lastReport || lastReport.secondsLeft === null || lastReport.pending === 0) return null;
  return Math.ceil((lastReport.secondsLeft * Math.min(pending, lastReport.pending)) / lastReport.pending);
}

/** How far a load has come that takes several runs: total, done, time left. Nothing where none is on its way. */
export function loadProgress(status: Status, isAtWork: boolean, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const { total, pending } = countsOf(status);
  const seconds = secondsLeft(status, pending);
  const isFirst = status.finishedAt === null && isAtWork;
  if (pending === 0 || (seconds === null && !isFirst)) return false;
  const done = total - pending;
  const said =
    isFirst && done === 0
      ? fillIn(words.stillReading, { total })
      : fillIn(words.progress, { done, total }) +
        (seconds === null ? '' : ` · ${fillIn(words.timeLeft, { time: lengthText(seconds, reader) })}`);
  return html`<p class="load" data-load ${isAtWork && html`data-waiting`}>
    <progress value="${done}" max="${total}" aria-label="${words.firstLoad}"></progress> <span>${said}</span>
  </p>`;
}
