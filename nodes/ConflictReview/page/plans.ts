import type { KeptLine, KeptPlan, SyncName } from '../../../archive';
import type { Html } from './html';
import { html } from './html';
import { fieldLabel } from './labels';
import type { Reader } from './layout';
import { marked } from './marks';
import { timeText, valueText } from './values';
import type { Words } from './words';
import { filled, wordsOf } from './words';

/** So many decisions are shown; the items of the preview hold them all. */
const MOST = 500;

export interface ShownPlan {
  readonly sync: SyncName;
  readonly plan: KeptPlan;
}

const ops = (words: Words): Readonly<Record<string, string>> => ({
  create: words.created,
  update: words.updated,
  delete: words.deleted,
});

type Written = KeptLine['writes'][number];

function changes({ sync }: ShownPlan, { changes: all }: Written, reader: Reader): Html {
  const rows = all.map(({ field, before, after }) => {
    const { before: was, after: is } = marked(valueText(before, reader), valueText(after, reader));
    return html`<dt>${fieldLabel(sync.kind, field, reader.language)}</dt>
      <dd><span class="v">${was}</span> → <span class="v">${is}</span></dd>`;
  });
  return html`<dl>${rows}</dl>`;
}

function lineOf(shown: ShownPlan, { label, reason, writes, left }: KeptLine, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const written = writes.map(
    (write) =>
      html`<h3>${words[write.side]}: ${ops(words)[write.op] ?? write.op}</h3>
        ${changes(shown, write, reader)}`,
  );
  return html`<details class="entry">
    <summary>${label} <span class="soft">${reason}</span></summary>
    ${written} ${left.map((why) => html`<p class="soft">${why}</p>`)}
  </details>`;
}

function one(shown: ShownPlan, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const { hash, madeAt, counts, lines } = shown.plan;
  const figures = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  const writing = lines.filter(({ writes }) => writes.length > 0);
  return html`<section data-plan="${shown.sync.name}">
    <h2>${shown.sync.name}</h2>
    <p>${filled(words.planMade, { time: timeText(madeAt, reader) })} <code>${hash}</code></p>
    <p class="soft">${figures.join(' · ')}</p>
    ${writing.slice(0, MOST).map((line) => lineOf(shown, line, reader))}
    ${writing.length > MOST && html`<p>${filled(words.planMore, { count: writing.length - MOST })}</p>`}
  </section>`;
}

/** The newest plan of each sync that somebody let be shown, decision by decision, field by field. */
export const plansPage = (plans: readonly ShownPlan[], reader: Reader): Html =>
  plans.length === 0
    ? html`<p>${wordsOf(reader.language).planNone}</p>`
    : html`${plans.map((shown) => one(shown, reader))}`;
