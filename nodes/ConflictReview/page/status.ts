import { sortBy } from 'lodash';
import { sentence } from '../../../reasons';
import type { FirstRuns } from '../firstRuns';
import type { Checked, PersonFound, Status } from '../../../archive';
import { sides } from '../../../sync/model';
import { checkedOnly, checkSection } from './checked';
import { daysChart } from './chart';
import { orderForm } from './order';
import { loadProgress } from './progress';
import { fillHtml, html, type Html } from './html';
import { marks, pendingOf, standingOf, standings, type SyncStanding } from './standing';
import { companyPage, isCheckOf } from './people';
import type { Reader } from './layout';
import { agoText, timeHtml } from './values';
import { fillIn, pageWords } from './words';

/** All of them, and what was only checked so far. */
export interface Standings {
  readonly all: readonly SyncStanding[];
  readonly unrun: readonly Checked[];
  /** The one that the reader was at. */
  readonly unfolded: string;
  /** Everybody of the company, where one workflow syncs many people. */
  readonly people: readonly PersonFound[];
  readonly firstRuns: FirstRuns | null;
  /** Whose syncs are shown, by their address; and by what people are looked for. */
  readonly person: string;
  readonly text: string;
  /** Whose own page it is; undefined: everybody's. */
  readonly only?: string | undefined;
}

/** What is nothing is not said. */
const figures = (title: string, lines: readonly (readonly [string, Html | number])[]): Html =>
  html`<h3>${title}</h3>
    <dl>
      ${lines
        .filter(([, value]) => value !== 0)
        .map(
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
  const since = oldest.length > 0 ? [[words.oldest, timeHtml(Math.min(...oldest), reader)] as const] : [];
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
        ${nextTry !== null && fillHtml(words.nextTry, { time: timeHtml(nextTry, reader) })}
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

/** All that there is to say of a sync in one line: how it stands, when it last ran, what waits. */
function standingLine(one: SyncStanding, reader: Reader): Html {
  const { status, failure } = one;
  const words = pageWords(reader.language);
  const { finishedAt, parkedRecords, reviews } = status;
  const counted = (text: string, count: number) => (count > 0 ? fillIn(text, { count }) : '');
  const parts = [
    standingOf(one) === 'well' && words.allInStep,
    status.pausedAt !== null && fillHtml(words.pausedSince, { time: timeHtml(status.pausedAt, reader) }),
    isRunning(status, reader) && words.runUnderWay,
    failure !== null && words.failed,
    finishedAt === null ? words.noRun : fillIn(words.ranAgo, { ago: agoText(finishedAt, reader) }),
    counted(words.countParked, parkedRecords.length),
    counted(words.countAsked, reviews),
    counted(words.countPending, pendingOf(status)),
  ];
  return html`${parts.filter(Boolean).map((part, at) => html`${at > 0 && ' · '}${part}`)}`;
}

const isRunning = ({ lease }: Status, { now }: Reader): boolean => lease !== null && lease.until > now;

const failureText = ({ failure }: SyncStanding, reader: Reader): Html | false =>
  failure !== null &&
  html`<p>
    ${fillHtml(pageWords(reader.language).failedAt, {
      time: timeHtml(failure.at, reader),
      why: sentence(failure.reason, reader.language),
    })}
  </p>`;

function syncSection(one: SyncStanding, isOpen: boolean, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { sync, status, days, checked } = one;
  const { lease } = status;
  const standing = standingOf(one);
  const isAtWork = isRunning(status, reader);
  return html`<section class="entry" data-sync="${status.sync}">
    <details ${isOpen && html`open`}>
      <summary>
        <span class="mark ${standing}" aria-hidden="true">${marks[standing]}</span>
        <h2>${status.sync}</h2>
        <span class="gist">${standingLine(one, reader)}</span>
      </summary>
      <p class="soft">
        ${isAtWork && lease ? fillHtml(words.lease, { time: timeHtml(lease.until, reader) }) : words.noLease}
      </p>
      ${failureText(one, reader)} ${loadProgress(status, isAtWork, reader)}
      ${orderForm(sync, { isRunning: isAtWork, isPaused: status.pausedAt !== null }, reader)}
      ${checkSection(checked, reader)} ${daysChart(days, reader)}
      ${reasonLists(status, reader)}${currentFigures(status, reader)}${lastRunFigures(status, reader)}
    </details>
  </section>`;
}

/** How each sync stands, one line each, the worst first; behind it what its last run did, what was refused and why. */
function syncsList({ all, unrun, unfolded }: Pick<Standings, 'all' | 'unrun' | 'unfolded'>, reader: Reader): Html {
  const sorted = sortBy(all, (one) => standings.indexOf(standingOf(one)));
  return html`<div class="list">
    ${sorted.map((one) => syncSection(one, all.length === 1 || one.sync.name === unfolded, reader))}
    ${unrun.map((checked) => checkedOnly(checked, reader))}
  </div>`;
}

/** Why there is nothing to be seen. */
function nothingText({ only }: Standings, { language }: Reader): string {
  const words = pageWords(language);
  if (only === undefined) return words.syncsNone;
  return only === '' ? words.syncsOfNobody : fillIn(words.syncsNotYours, { address: only });
}

/** How all stands: of a company person by person, else sync by sync. */
export function statusPage(found: Standings, reader: Reader): Html {
  const { all, unrun, people, unfolded } = found;
  if (all.length + unrun.length + people.length === 0) return html`<p>${nothingText(found, reader)}</p>`;
  if (people.length === 0) return syncsList(found, reader);
  const rest = all.filter(({ sync }) => !people.some(({ address }) => address === sync.person));
  const nobodys = unrun.filter((one) => !people.some((person) => isCheckOf(person)(one)));
  const theirs = (mine: { readonly syncs: typeof all; readonly unrun: typeof unrun }): Html =>
    syncsList({ all: mine.syncs, unrun: mine.unrun, unfolded }, reader);
  return html`${companyPage(found, theirs, reader)}
  ${rest.length + nobodys.length > 0 && syncsList({ all: rest, unrun: nobodys, unfolded }, reader)}`;
}
