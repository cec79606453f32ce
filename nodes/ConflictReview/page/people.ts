import { countBy, groupBy, sortBy } from 'lodash';
import type { Checked, PersonFound } from '../../../archive';
import type { FirstRuns } from '../firstRuns';
import { sentence } from '../../../reasons';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { hiddenOf } from './order';
import { marks, pendingOf, standingOf, standings, type Standing, type SyncStanding } from './standing';
import { agoText } from './values';
import { fillIn, pageWords } from './words';

/** Everybody of a company, and the syncs of each. */
interface Company {
  readonly all: readonly SyncStanding[];
  /** What was only checked so far. */
  readonly unrun: readonly Checked[];
  readonly people: readonly PersonFound[];
  /** Whose syncs are shown, by their address; empty: nobody's. */
  readonly person: string;
  readonly text: string;
  /** First runs that wait for an approval; null: whoever reads may not give it for all. */
  readonly firstRuns: FirstRuns | null;
}

interface PersonStanding {
  readonly found: PersonFound;
  readonly syncs: readonly SyncStanding[];
  readonly unrun: readonly Checked[];
  /** That of the worst of their syncs. */
  readonly standing: Standing;
}

const worstOf = (syncs: readonly SyncStanding[]): Standing =>
  standings.find((one) => syncs.some((sync) => standingOf(sync) === one)) ?? 'never';

/** A check knows nobody; the syncs of a company are named after whose they are. */
export const isCheckOf =
  ({ address }: PersonFound) =>
  ({ sync }: Checked): boolean =>
    sync.startsWith(`${address} `);

function standingsOf({ all, unrun, people }: Company): readonly PersonStanding[] {
  const byPerson = groupBy(all, ({ sync }) => sync.person);
  return people.map((found) => {
    const syncs = byPerson[found.address] ?? [];
    return { found, syncs, unrun: unrun.filter(isCheckOf(found)), standing: worstOf(syncs) };
  });
}

/** What the last checks of somebody's syncs found wrong. */
function checkText({ syncs, unrun }: PersonStanding, { language }: Reader): string {
  const words = pageWords(language);
  const lines = [...unrun, ...syncs.flatMap(({ checked }) => checked ?? [])].flatMap((one) => one.lines);
  const { fails = 0, attention = 0, ok = 0 } = countBy(lines, 'verdict');
  return fails > 0 ? `${words.checked}: ${fillIn(words.checkCounts, { fails, attention, ok })}` : '';
}

const says = ({ found: { name, address } }: PersonStanding, text: string): boolean =>
  `${name} ${address}`.toLowerCase().includes(text.toLowerCase());

/** What there is to know of somebody in one line: when their last run was, what waits and what went wrong. */
function personLine(one: PersonStanding, reader: Reader): string {
  const { syncs } = one;
  const words = pageWords(reader.language);
  const sum = (of: (one: SyncStanding) => number): number => syncs.reduce((n, one) => n + of(one), 0);
  const counted = (text: string, count: number) => (count > 0 ? fillIn(text, { count }) : '');
  const last = Math.max(0, ...syncs.map(({ status }) => status.finishedAt ?? 0));
  return [
    last === 0 ? words.noRun : fillIn(words.ranAgo, { ago: agoText(last, reader) }),
    counted(words.countFailed, syncs.filter(({ failure }) => failure !== null).length),
    counted(
      words.countParked,
      sum(({ status }) => status.parkedRecords.length),
    ),
    counted(
      words.countAsked,
      sum(({ status }) => status.reviews),
    ),
    counted(
      words.countPending,
      sum(({ status }) => pendingOf(status)),
    ),
    counted(words.countPaused, syncs.filter(({ status }) => status.pausedAt !== null).length),
    checkText(one, reader),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** All syncs of somebody paused, or going on again. */
function personForm({ found: { address, name }, syncs }: PersonStanding, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const order = syncs.every(({ status }) => status.pausedAt !== null) ? 'resume' : 'pause';
  const word = { pause: words.pausePerson, resume: words.resumePerson }[order];
  return (
    syncs.length > 0 &&
    html`<form class="answers" method="post">
      ${hiddenOf({ person: address }, reader)}
      <button name="answer" value="${order}" aria-label="${word}: ${name || address}">${word}</button>
    </form>`
  );
}

function personSection(one: PersonStanding, syncs: Html | false, reader: Reader): Html {
  const { found, standing } = one;
  const query = new URLSearchParams({ view: 'status', person: found.address, lang: reader.language }).toString();
  const mark = found.reason ? 'paused' : standing;
  return html`<section class="entry person" data-person="${found.address}">
      <span class="mark ${mark}" aria-hidden="true">${marks[mark]}</span>
      <h2><a href="?${query}" ${syncs && html`aria-current="true"`}>${found.name || found.address}</a></h2>
      <span class="gist">${found.reason ? sentence(found.reason, reader.language) : personLine(one, reader)}</span>
    </section>
    ${syncs && html`<div class="theirs">${personForm(one, reader)}${syncs}</div>`}`;
}

function searchForm(text: string, reader: Reader): Html {
  const words = pageWords(reader.language);
  return html`<form class="find" method="get">
    <input type="hidden" name="view" value="status" /><input type="hidden" name="lang" value="${reader.language}" />
    <label>${words.findPerson} <input type="search" name="text" value="${text}" /></label>
    <button>${words.apply}</button>
  </form>`;
}

/** One approval for the first runs of all people. */
function firstRunsForm({ firstRuns }: Company, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  if (!firstRuns || firstRuns.count === 0) return false;
  const { count, created, updated, conflicts, credits } = firstRuns;
  return html`<form class="entry answers" method="post">
    <p>${fillIn(words.firstRunsWait, { count, created, updated, conflicts, credits })}</p>
    ${hiddenOf({}, reader)}
    <button name="answer" value="passFirstRuns">${fillIn(words.passFirstRuns, { count })}</button>
  </form>`;
}

/** Everybody's syncs at a glance, the worst first, and who takes no part; `syncsOf` shows the syncs of whoever was chosen. */
export function companyPage(
  company: Company,
  syncsOf: (theirs: Pick<PersonStanding, 'syncs' | 'unrun'>) => Html,
  reader: Reader,
): Html {
  const words = pageWords(reader.language);
  const found = standingsOf(company).filter((one) => says(one, company.text));
  const [absent, present] = [found.filter((one) => one.found.reason), found.filter((one) => !one.found.reason)];
  const section = (one: PersonStanding): Html =>
    personSection(one, one.found.address === company.person && syncsOf(one), reader);
  const list = (ones: readonly PersonStanding[]): Html | false =>
    ones.length > 0 && html`<div class="list">${ones.map(section)}</div>`;
  const well = present.filter(({ standing }) => standing === 'well').length;
  return html`${firstRunsForm(company, reader)} ${searchForm(company.text, reader)}
    <p role="status">${fillIn(words.peopleInStep, { well, count: present.length })}</p>
    ${list(sortBy(present, ({ standing }) => standings.indexOf(standing)))}
    ${absent.length > 0 && html`<h3>${words.takesNoPart}</h3>`} ${list(absent)}`;
}
