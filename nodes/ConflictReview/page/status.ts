import { sentence } from '../../../reasons';
import type { Status } from '../../../archive';
import { sides } from '../../../sync/model';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { timeText } from './values';
import { fillIn, pageWords } from './words';

const figures = (title: string, lines: readonly (readonly [string, string | number])[]): Html =>
  html`<h3>${title}</h3>
    <dl>
      ${lines.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`;

function lastRunFigures({ lastReport }: Status, reader: Reader): Html {
  const words = pageWords(reader.language);
  if (!lastReport) return html`<p>${words.noRun}</p>`;
  const { created, updated, deleted, linked, conflicts, ambiguous, parked, pending } = lastReport;
  const both = (title: string, count: typeof created) =>
    sides.map((side) => [`${title} (${words[side]})`, count[side]] as const);
  return figures(words.lastRun, [
    ...both(words.created, created),
    ...both(words.updated, updated),
    ...both(words.deleted, deleted),
    [words.linked, linked],
    [words.conflicts, conflicts],
    [words.ambiguous, ambiguous],
    [words.parked, parked],
    [words.pending, pending],
  ]);
}

function currentFigures(status: Status, reader: Reader): Html {
  const words = pageWords(reader.language);
  const oldest = sides.flatMap((side) => status.sides[side].oldestPending ?? []);
  const pending = sides.map(
    (side) => [`${words.pending} (${words[side]})`, status.sides[side].statuses.pending] as const,
  );
  const since = oldest.length > 0 ? [[words.oldest, timeText(Math.min(...oldest), reader)] as const] : [];
  return figures(words.status, [
    [words.links, status.links.live],
    [words.paused, status.links.paused],
    [words.reviews, status.reviews],
    ...pending,
    ...since,
  ]);
}

/** What was refused or left as it is, each with its reason. */
function reasonLists({ parkedRecords, left }: Status, reader: Reader): Html {
  const words = pageWords(reader.language);
  const refused = parkedRecords.map(
    ({ label, side, reason, nextTry }) =>
      html`<li>
        ${label} (${words[side]}): ${sentence(reason, reader.language)}
        ${nextTry !== null && fillIn(words.nextTry, { time: timeText(nextTry, reader) })}
      </li>`,
  );
  const stays = left.map(({ label, reason }) => html`<li>${label}: ${sentence(reason, reader.language)}</li>`);
  const list = (title: string, lines: readonly Html[]) =>
    lines.length > 0 &&
    html`<h3>${title}</h3>
      <ul>
        ${lines}
      </ul>`;
  return html`${list(words.parked, refused)}${list(words.left, stays)}`;
}

function syncSection(status: Status, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { lease } = status;
  const isRunning = lease !== null && lease.until > reader.now;
  return html`<section class="entry">
    <h2>${status.sync}</h2>
    <p>${isRunning ? fillIn(words.lease, { time: timeText(lease.until, reader) }) : words.noLease}</p>
    ${currentFigures(status, reader)}${lastRunFigures(status, reader)}${reasonLists(status, reader)}
  </section>`;
}

/** How each sync stands, and what its last run did. */
export const statusPage = (all: readonly Status[], reader: Reader): Html =>
  all.length === 0
    ? html`<p>${pageWords(reader.language).syncsNone}</p>`
    : html`${all.map((status) => syncSection(status, reader))}`;
