import { sentence } from '../../../reasons';
import type { PlanDetails, PlanLine } from '../../../sync/review/review';
import { type KindName, sides } from '../../../sync/model';
import { fillHtml, html, type Html } from './html';
import type { Reader } from './layout';
import { pager, sliceOf, type Slice } from './pager';
import { fillIn, pageWords, type Words } from './words';
import type { Review, SavedLine, SavedPlan, SyncName } from '../../../archive';
import { fieldLabel, markDifferences, timeHtml, valueText } from './values';

export const operationWords = (words: Words): Readonly<Record<string, string>> => ({
  create: words.created,
  update: words.updated,
  delete: words.deleted,
});

function planRow(kind: KindName, { label, reason, writes }: PlanLine, reader: Reader): Html {
  const words = pageWords(reader.language);
  const ops = operationWords(words);
  const said = writes.map(({ side, op, fields }) =>
    [`${words[side]}: ${ops[op] ?? op}`, fields.map((name) => fieldLabel(kind, name, reader.language)).join(', ')]
      .filter(Boolean)
      .join(' · '),
  );
  return html`<tr>
    <th scope="row">${label}</th>
    <td>${sentence(reason, reader.language)}</td>
    <td><span class="v">${said.join('\n')}</span></td>
  </tr>`;
}

/** Decisions of a plan, line by line. */
const planTable = (kind: KindName, lines: readonly PlanLine[], reader: Reader): Html => {
  const words = pageWords(reader.language);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words.record}</th>
        <th scope="col">${words.reason}</th>
        <th scope="col">${words.writes}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => planRow(kind, line, reader))}
    </tbody>
  </table>`;
};

/** A stopped plan in figures, and what it would do. */
export function stoppedPlan({ kind, id }: Review, { plan, lines }: PlanDetails, reader: Reader): Html {
  const words = pageWords(reader.language);
  const figures = sides.map((side) => {
    const { create = 0, update = 0, delete: deletes = 0 } = plan.writes[side];
    return html`<li>${fillIn(words.planLine, { side: words[side], creates: create, updates: update, deletes })}</li>`;
  });
  const csv = `?${new URLSearchParams({ review: id, format: 'csv', lang: reader.language }).toString()}`;
  return html`<p>${words.plan}</p>
    <ul>
      ${figures}
    </ul>
    <p><a href="${csv}" download>${words.csv}</a></p>
    <details>
      <summary>${words.more}</summary>
      ${planTable(kind, lines, reader)}
    </details>`;
}

/** So many decisions are shown at a time: some plans have a hundred thousand. */
const PLAN_LINES = 100;

export interface ShownPlan {
  readonly sync: SyncName;
  readonly plan: SavedPlan;
}

type Written = SavedLine['writes'][number];

function changeList(kind: KindName, { changes: all }: Written, reader: Reader): Html {
  const rows = all.map(({ field, before, after }) => {
    const { before: was, after: is } = markDifferences(valueText(before, reader), valueText(after, reader));
    return html`<dt>${fieldLabel(kind, field, reader.language)}</dt>
      <dd><span class="v">${was}</span> → <span class="v">${is}</span></dd>`;
  });
  return html`<dl>${rows}</dl>`;
}

/** One decision, with the fields it would write. */
export function planEntry(kind: KindName, { label, reason, writes, unsyncable }: SavedLine, reader: Reader): Html {
  const words = pageWords(reader.language);
  const written = writes.map(
    (write) =>
      html`<h3>${words[write.side]}: ${operationWords(words)[write.op] ?? write.op}</h3>
        ${changeList(kind, write, reader)}`,
  );
  return html`<details class="entry">
    <summary>${label} <span class="soft">${sentence(reason, reader.language)}</span></summary>
    ${written} ${unsyncable.map((why) => html`<p class="soft">${sentence(why, reader.language)}</p>`)}
  </details>`;
}

/** Figures of a plan are named `create zoho` or after a verdict. */
function figureName(name: string, words: Words): string {
  const [op = '', side] = name.split(' ');
  if (side === 'outlook' || side === 'zoho') return `${words[side]}: ${operationWords(words)[op] ?? op}`;
  const key = `figure_${name}`;
  return key in words ? words[key as keyof Words] : name;
}

/** A plan in figures. */
export function figuresText(counts: SavedPlan['counts'], { language }: Reader): string {
  const words = pageWords(language);
  return Object.entries(counts)
    .map(([name, count]) => `${figureName(name, words)} ${count}`)
    .join(' · ');
}

/** The figures of a plan, and those of its decisions that are on this page. */
function planSection(shown: ShownPlan, lines: readonly SavedLine[], reader: Reader): Html {
  const words = pageWords(reader.language);
  const { hash, madeAt, counts } = shown.plan;
  const query = { view: 'plans', sync: shown.sync.name, hash, format: 'csv', lang: reader.language };
  const csv = `?${new URLSearchParams(query).toString()}`;
  return html`<section data-plan="${shown.sync.name}">
    <h2>${shown.sync.name}</h2>
    <p>${fillHtml(words.planMade, { time: timeHtml(madeAt, reader) })} <code>${hash}</code></p>
    <p class="soft">${figuresText(counts, reader)} · <a href="${csv}" download>${words.csv}</a></p>
    ${lines.map((line) => planEntry(shown.sync.kind, line, reader))}
  </section>`;
}

const writing = ({ plan }: ShownPlan): readonly SavedLine[] => plan.lines.filter(({ writes }) => writes.length > 0);

/** Each plan with its decisions on this page, its place among all being counted on; those without any only on the first. */
function sectionsOn({ from, to }: Slice, plans: readonly ShownPlan[], reader: Reader): readonly Html[] {
  let before = 0;
  return plans.flatMap((shown) => {
    const all = writing(shown);
    const lines = all.slice(Math.max(0, from - before), Math.max(0, to - before));
    before += all.length;
    return lines.length > 0 || from === 0 ? [planSection(shown, lines, reader)] : [];
  });
}

/** The newest plan of each sync that somebody let be shown, decision by decision, field by field, a page (from 1 on) at a time. */
export function plansPage(plans: readonly ShownPlan[], reader: Reader, page = 1): Html {
  const words = pageWords(reader.language);
  if (plans.length === 0) return html`<p>${words.planNone}</p>`;
  const count = plans.reduce((sum, shown) => sum + writing(shown).length, 0);
  const slice = sliceOf(count, page, PLAN_LINES);
  const turn = pager(slice, { view: 'plans' }, [words.planBefore, words.planBehind], reader);
  return html`${turn} ${sectionsOn(slice, plans, reader)} ${turn}`;
}
