import { sentence } from '../../../reasons';
import type { CycleSummary, JournalEntry, SyncName } from '../../../archive';
import { sides } from '../../../sync/model';
import { changeList, deedText, storyLink } from './record';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { pager, type Slice } from './pager';
import { agoText, timeHtml } from './values';
import { fillIn, pageWords } from './words';

/** A run that wrote something, or took another one back. */
export interface Run {
  readonly sync: SyncName;
  readonly cycle: CycleSummary;
}

/** The runs of all syncs that are shown, a page of them. */
export interface RunList {
  readonly runs: readonly Run[];
  readonly slice: Pick<Slice, 'page' | 'pages'>;
}

/** One run and what it did, a page of it. */
export interface RunStory {
  readonly run: Run;
  readonly text: string;
  readonly count: number;
  readonly entries: readonly JournalEntry[];
  readonly slice: Pick<Slice, 'page' | 'pages'>;
}

const runQuery = ({ sync, cycle }: Run): Readonly<Record<string, string>> => ({
  ...{ view: 'runs', sync: sync.name, cycle: cycle.id },
});

/** Where the page tells of a run. */
export const runLink = (run: Run, { language }: Reader, more: Readonly<Record<string, string>> = {}): string =>
  `?${new URLSearchParams({ ...runQuery(run), lang: language, ...more }).toString()}`;

/** What a run wrote, in figures; nothing is not said. */
function figuresOf({ report }: CycleSummary, reader: Reader): string {
  const words = pageWords(reader.language);
  const counts = [
    [words.created, report?.created],
    [words.updated, report?.updated],
    [words.deleted, report?.deleted],
  ] as const;
  const said = sides.flatMap((side) =>
    counts.flatMap(([word, count]) => (count && count[side] > 0 ? [`${words[side]}: ${word} ${count[side]}`] : [])),
  );
  const linked = report && report.linked > 0 ? [`${words.linked} ${report.linked}`] : [];
  return [...said, ...linked].join(' · ');
}

function runLine(run: Run, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { sync, cycle } = run;
  return html`<li>
    <a href="${runLink(run, reader)}">${sync.name} · ${timeHtml(cycle.startedAt, reader)}</a>
    <span class="soft"
      >${agoText(cycle.startedAt, reader)} ·
      ${figuresOf(cycle, reader)}${cycle.undoes !== null && ` · ${words.tookBack}`}</span
    >
  </li>`;
}

/** The runs that wrote something, the newest first. */
export function runsPage({ runs, slice }: RunList, reader: Reader): Html {
  const words = pageWords(reader.language);
  if (runs.length === 0) return html`<p>${words.noRunWrote}</p>`;
  return html`<ul data-runs>
      ${runs.map((run) => runLine(run, reader))}
    </ul>
    ${pager(slice, { view: 'runs' }, [words.previous, words.next], reader)}`;
}

function entryRow({ sync }: Run, entry: JournalEntry, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { side, ref, label, reason, at } = entry;
  const changes = changeList(sync.kind, entry, reader);
  const name = side && ref ? html`<a href="${storyLink(sync.name, side, ref, reader)}">${label}</a>` : html`${label}`;
  return html`<li>
    <b>${deedText(entry, words)}</b> ${name}
    <span class="soft">${sentence(reason, reader.language)} · ${timeHtml(at, reader)}</span>
    ${
      changes &&
      html`<details>
        <summary>${words.fields}</summary>
        ${changes}
      </details>`
    }
  </li>`;
}

/** The run in n8n's editor, for those who may open it; false where it is not known which one it was. */
function executionLink({ sync, cycle }: Run, { editor, language }: Reader): Html | false {
  const id = /, execution (\d+)\b/.exec(cycle.holder)?.[1];
  if (!editor || !sync.workflow || !id) return false;
  const where = `${editor}workflow/${encodeURIComponent(sync.workflow)}/executions/${id}`;
  return html`<a href="${where}">${pageWords(language).inN8n}</a>`;
}

/** What one run did, entry by entry, with a way to take it along and to take it back. */
export function runPage({ run, text, count, entries, slice }: RunStory, reader: Reader): Html {
  const words = pageWords(reader.language);
  const query = { ...runQuery(run), ...(text && { find: text }) };
  const csv = runLink(run, reader, { ...(text && { find: text }), format: 'csv' });
  const hidden = Object.entries({ ...runQuery(run), lang: reader.language }).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<h2>${run.sync.name} · ${timeHtml(run.cycle.startedAt, reader)}</h2>
    <p class="soft">${figuresOf(run.cycle, reader)}</p>
    <p>
      <a href="${runLink(run, reader, { undo: '1' })}">${words.undoSee}</a>
      ${executionLink(run, reader)}
      <span class="soft">${fillIn(words.recordId, { id: run.cycle.id })}</span>
    </p>
    <form class="find" method="get" role="search">
      ${hidden}
      <label
        >${words.search}
        <input type="search" name="find" value="${text}" />
      </label>
      <button>${words.apply}</button>
    </form>
    <p>${fillIn(words.entries, { count })} ${count > 0 && html`<a href="${csv}" download>${words.csv}</a>`}</p>
    <ol class="story">
      ${entries.map((entry) => entryRow(run, entry, reader))}
    </ol>
    ${pager(slice, query, [words.planBefore, words.planBehind], reader)}`;
}
