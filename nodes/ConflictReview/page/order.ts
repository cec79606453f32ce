import type { CycleSummary, SyncName } from '../../../archive';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { fillIn, pageWords } from './words';

/** silent: nothing has begun for a while. other: a run began, but another one than was meant. */
export type OrderState = 'asked' | 'silent' | 'other' | 'begun' | 'ended' | 'failed';

/** What a person ordered of a sync, and what became of it. */
export interface Ordered {
  readonly order: 'run' | 'undo';
  readonly sync: string;
  readonly state: OrderState;
  /** The run that it came to. */
  readonly cycle: CycleSummary | null;
}

/** What became of an order, told until it has ended. */
export function orderText({ order, sync, state, cycle }: Ordered, reader: Reader): Html {
  const words = pageWords(reader.language);
  const said = fillIn(words[`${order}_${state}`], { label: sync });
  const isOpen = state === 'asked' || state === 'begun';
  const query = new URLSearchParams({ view: 'runs', sync, cycle: cycle?.id ?? '', lang: reader.language });
  const more = order === 'undo' && state === 'ended' && html` <a href="?${query.toString()}">${words.undoneBy}</a>`;
  return html`<span data-order="${state}" ${isOpen && html`data-waiting`}>${said}${more}</span>`;
}

/** What goes into every form of a sync. */
export const hiddenOf = (fields: Readonly<Record<string, string>>, { token }: Reader): readonly Html[] =>
  Object.entries({ token, ...fields }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );

interface Standing {
  readonly isRunning: boolean;
  readonly isPaused: boolean;
}

/** What may be ordered of a sync as it stands: to run now, to pause, to go on. */
export function orderForm({ name, workflow }: SyncName, { isRunning, isPaused }: Standing, reader: Reader): Html {
  const words = pageWords(reader.language);
  const possible = [
    !isPaused && !isRunning && workflow ? (['run', words.runNow] as const) : null,
    isPaused ? (['resume', words.resumeSync] as const) : (['pause', words.pauseSync] as const),
  ].flatMap((one) => (one ? [one] : []));
  const button = ([order, word]: readonly [string, string]): Html =>
    html`<button name="answer" value="${order}" aria-label="${word}: ${name}">${word}</button>`;
  return html`<form class="answers" method="post">${hiddenOf({ sync: name }, reader)}${possible.map(button)}</form>
    ${!workflow && html`<p class="soft">${words.runUnknown}</p>`}`;
}
