import { sentence } from '../../../reasons';
import { isBlank } from '../../../sync/kinds';
import { sides, type Side } from '../../../sync/model';
import { possibleAnswers } from '../../../sync/review/answer';
import { openClashes, type CandidatesDetails, type PairDetails, type ReviewRecord } from '../../../sync/review/review';
import type { Review } from '../../../archive';
import { fillHtml, html, type Html } from './html';
import { actions, type Button } from './actions';
import { openLink } from './links';
import { agoText, fieldLabel, shortText, timeHtml, valueText } from './values';
import type { Reader } from './layout';
import { pageWords, fillIn, type Words } from './words';
import { changedAt, pairTables } from './pairTable';
import { namesakeLists } from './namesakes';
import { stoppedPlan } from './plans';

const isFree = ({ state, taken }: ReviewRecord): boolean => state === 'live' && taken !== true;

function stateTag({ state, taken }: ReviewRecord, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  if (taken) return html`<span class="tag">${words.taken}</span>`;
  return state !== 'live' && html`<span class="tag">${state === 'deleted' ? words.gone : words.outside}</span>`;
}

/** Of a record that is not synced (a colleague's, with *Only My Records*) nothing is kept but what its side told for this question. */
function nameOf({ label, fields, state, told }: ReviewRecord, reader: Reader): string {
  if (state === 'live' || !Object.values(fields).every(isBlank)) return label;
  return told?.name ?? pageWords(reader.language).untold;
}

/** Whose it is, when it was changed and by whom, and where to open it. */
function aboutRecord(one: ReviewRecord, side: Side, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  const open = { outlook: words.openOutlook, zoho: words.openZoho }[side];
  const { owner = null, link = null } = one.told ?? {};
  const said = [owner !== null && fillIn(words.ownedBy, { who: owner }), changedAt(one, reader)].filter(Boolean);
  const parts = [...said, openLink(open, link, nameOf(one, reader))].filter(Boolean);
  return parts.length > 0 && html`<p class="soft">${parts.map((part, at) => html`${at > 0 && ' · '}${part}`)}</p>`;
}

function candidateCard(entry: Review, side: Side, one: ReviewRecord, isOnly: boolean, reader: Reader): Html {
  const said = Object.entries(one.fields).filter(([, value]) => !isBlank(value));
  const state = isFree(one) ? isOnly && html`checked data-first` : html`disabled`;
  return html`<label
      ><input type="radio" name="join.${side}" value="${one.ref}" ${state} />${nameOf(one, reader)}
      ${stateTag(one, reader)}</label
    >
    ${aboutRecord(one, side, reader)}
    <dl>
      ${said.map(
        ([name, value]) =>
          html`<dt>${fieldLabel(entry.kind, name, reader.language)}</dt>
            <dd><span class="v">${valueText(value, reader)}</span></dd>`,
      )}
    </dl>`;
}

/** All who may be meant, Outlook left and Zoho CRM right; one of each can be said to be the same. */
function candidatePairs(entry: Review, details: CandidatesDetails, reader: Reader): Html {
  const words = pageWords(reader.language);
  const legends = { outlook: words.recordOutlook, zoho: words.recordZoho };
  const column = (side: Side) =>
    html`<fieldset>
      <legend>${legends[side]}</legend>
      ${details[side].map((one) => candidateCard(entry, side, one, details[side].length === 1, reader))}
    </fieldset>`;
  return html`<div class="pairs">${column('outlook')}${column('zoho')}</div>`;
}

function questionBody(review: Review, reader: Reader): Html {
  const { details } = review;
  if (details.is === 'pair') return pairTables(review, details, reader);
  if (details.is === 'candidates') return candidatePairs(review, details, reader);
  return details.is === 'plan' ? stoppedPlan(review, details, reader) : namesakeLists(review, details, reader);
}

/** The answers that can be given, each by its button. */
const buttonsOf: Readonly<Record<Review['details']['is'], readonly Button[]>> = {
  pair: ['fields', 'outlook', 'zoho', 'dismiss', 'unlink'],
  candidates: ['join', 'neverPair', 'dismiss'],
  lookup: ['choose', 'dismiss'],
  plan: ['pass'],
};

const gives: Readonly<Partial<Record<Button, string>>> = { outlook: 'take', zoho: 'take' };

/** Somebody on each side who may be meant: of a colleague's record nothing is known, and it is nobody's to join. */
const hasOneOfEach = ({ details }: Review): boolean =>
  details.is === 'candidates' && sides.every((side) => details[side].some(isFree));

const openCount = ({ details }: Review): number => (details.is === 'pair' ? openClashes(details).length : 0);

/** The buttons that make sense for a question: of one field its two values are the buttons. */
export function buttonsFor(review: Review): readonly Button[] {
  const possible: readonly string[] = possibleAnswers(review.details);
  const isOneField = openCount(review) === 1;
  const makesSense = (button: Button): boolean => {
    if (button === 'fields') return openCount(review) > 1;
    if (button === 'join') return hasOneOfEach(review);
    if (button === 'choose') return review.details.is === 'lookup' && review.details.asked.length > 1;
    return !(isOneField && (button === 'outlook' || button === 'zoho'));
  };
  return buttonsOf[review.details.is].filter(
    (button) => possible.includes(gives[button] ?? button) && makesSense(button),
  );
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`;

/** What a question is called: a stopped plan is about no one record. */
export const reviewTitle = ({ topic, label }: Review, words: Words): string =>
  topic === 'refusal' ? words.refusal : label;

/** Of a deletion: where, and whether the other side was edited. */
function happenedText({ happened }: PairDetails, words: Words): string {
  const [what, side] = happened.split(':');
  const gone = side === 'zoho' ? words.zoho : words.outlook;
  return fillIn(what === 'lost' ? words.goneButEdited : words.goneIn, { side: gone });
}

/** What it is about, in a few words: a field with its two values, who is gone where, how many may be meant. */
function gist({ kind, details }: Review, reader: Reader): Html {
  const words = pageWords(reader.language);
  if (details.is === 'candidates') {
    const { outlook, zoho } = details;
    return html`<span>${words.outlook} ${outlook.length} ⇄ ${words.zoho} ${zoho.length}</span>`;
  }
  if (details.is === 'lookup')
    return html`${details.asked.map(
      ({ field, name, candidates }) =>
        html`<b>${fieldLabel(kind, field, reader.language)}</b> <span>${name} (${candidates.length})</span> `,
    )}`;
  if (details.is === 'plan')
    return html`<span>${details.refusals.map(({ reason }) => sentence(reason, reader.language)).join(' ')}</span>`;
  const [clash, ...more] = openClashes(details);
  if (!clash) return html`<span>${happenedText(details, words)}</span>`;
  const shown = (side: Side) => shortText(clash[side], reader) || words.blank;
  const others =
    more.length > 0 && html` <span class="soft">${fillIn(words.moreFields, { count: more.length })}</span>`;
  return html`<b>${fieldLabel(kind, clash.field, reader.language)}</b> <span>${shown('outlook')} ⇄</span>
    <span>${shown('zoho')}</span>${others}`;
}

/** Where a question stands in the list: unfolded, and the one that follows when it is answered. */
export interface Place {
  readonly isOpen: boolean;
  readonly then: string;
}

/**
 * One question: a line that says what it is about, and behind it all that can be answered. The fingerprint goes along, so that
 * nobody answers what they did not see.
 */
export function questionEntry(
  review: Review,
  reader: Reader,
  { isOpen, then }: Place = { isOpen: true, then: '' },
): Html {
  const words = pageWords(reader.language);
  const label = reviewTitle(review, words);
  const { id, sync, topic, openedAt, seenAt, details, fingerprint } = review;
  const since = fillHtml(words.since, { time: timeHtml(openedAt, reader) });
  const seen = fillHtml(words.seen, { time: timeHtml(seenAt, reader) });
  return html`<article class="entry" aria-labelledby="t-${id}" data-review="${id}">
    <input
      type="checkbox"
      name="pick"
      value="${id}:${fingerprint}"
      form="bulk"
      aria-label="${fillIn(words.select, { label })}"
    />
    <details name="question" ${isOpen && html`open`}>
      <summary>
        <h2 id="t-${id}">${label}</h2>
        <span class="gist">${gist(review, reader)}</span>
        <span class="soft">${words[topic]} · ${sync} · ${agoText(openedAt, reader)}</span>
      </summary>
      <p>${sentence(review.reason, reader.language)}</p>
      <form method="post">
        ${hidden('token', reader.token)}${hidden('id', id)}${hidden('seen', fingerprint)}${hidden('then', then)}
        ${questionBody(review, reader)} ${actions(review, buttonsFor(review), reader)}
      </form>
      <p class="soft">
        ${fillIn(words.notEnough, { rule: sentence(details.rule, reader.language) })} · ${since} · ${seen}
      </p>
    </details>
  </article>`;
}
