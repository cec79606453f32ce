import { sentence } from '../../../reasons';
import type { PlanToKeep } from '../../../archive';
import type { NotUndone } from '../../../sync/undo/undoRecord';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { hiddenOf } from './order';
import { figuresText, planEntry } from './plans';
import { runLink, type Run } from './runs';
import { timeHtml } from './values';
import { fillIn, pageWords } from './words';

/** Why a run is not undone from here. */
export type Obstacle = 'mail' | 'workflow' | 'many' | 'nothing';

/** What undoing a run would do. */
export interface UndoView {
  readonly run: Run;
  readonly obstacle: Obstacle | null;
  readonly plan: PlanToKeep;
  readonly notUndone: readonly NotUndone[];
  /** A run of the sync is at work. */
  readonly isRunning: boolean;
}

/** So many decisions are shown; the file has all of them. */
const SHOWN = 100;

/** Those need the ID, for the workflow that undoes. */
const elsewhere: readonly Obstacle[] = ['workflow', 'many'];

function obstacleText(obstacle: Obstacle, { cycle }: Run, reader: Reader): Html {
  const words = pageWords(reader.language);
  return html`<p>${words[`undo_${obstacle}`]} ${elsewhere.includes(obstacle) && html`<code>${cycle.id}</code>`}</p>`;
}

/** It writes on both sides, so it asks once more. */
function undoForm({ run, plan, isRunning }: UndoView, reader: Reader): Html {
  const words = pageWords(reader.language);
  if (isRunning) return html`<p data-waiting>${words.undo_at_work}</p>`;
  return html`<form method="post">
    ${hiddenOf({ sync: run.sync.name, cycle: run.cycle.id, seen: plan.hash }, reader)}
    <details class="danger">
      <summary>${words.undoIt} …</summary>
      <p>${words.undoNote}</p>
      <button name="answer" value="undo" class="danger">${fillIn(words.yes, { text: words.undoIt })}</button>
    </details>
  </form>`;
}

function leftList(notUndone: readonly NotUndone[], reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const lines = notUndone
    .slice(0, SHOWN)
    .map(({ label, side, reason }) => html`<li>${label} (${words[side]}): ${sentence(reason, reader.language)}</li>`);
  const more = notUndone.length - lines.length;
  return (
    lines.length > 0 &&
    html`<h3>${words.left}</h3>
      <ul>
        ${lines}${more > 0 && html`<li>${fillIn(words.moreLines, { count: more })}</li>`}
      </ul>`
  );
}

function wouldDo({ run, plan }: UndoView, reader: Reader): Html {
  const words = pageWords(reader.language);
  const more = plan.lines.length - SHOWN;
  const csv = runLink(run, reader, { undo: '1', format: 'csv' });
  return html`<h3>${words.undoWould}</h3>
    <p class="soft">${figuresText(plan.counts, reader)} · <a href="${csv}" download>${words.csv}</a></p>
    ${plan.lines.slice(0, SHOWN).map((line) => planEntry(run.sync.kind, line, reader))}
    ${more > 0 && html`<p class="soft">${fillIn(words.moreLines, { count: more })}</p>`}`;
}

/** What undoing a run would do, and the button that does it. */
export function undoPage(view: UndoView, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { run, obstacle, plan, notUndone } = view;
  return html`<h2>${words.undoIt}: ${run.sync.name} · ${timeHtml(run.cycle.startedAt, reader)}</h2>
    <p><a href="${runLink(run, reader)}">${words.back}</a></p>
    ${obstacle === null ? undoForm(view, reader) : obstacleText(obstacle, run, reader)}
    ${plan.lines.length > 0 && wouldDo(view, reader)} ${leftList(notUndone, reader)}`;
}
