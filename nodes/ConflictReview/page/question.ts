import { sentence } from '../../../reasons';
import { isBlank } from '../../../sync/kinds';
import type { Side } from '../../../sync/model';
import { possibleAnswers } from '../../../sync/review/answer';
import type { CandidatesDetails, ReviewRecord } from '../../../sync/review/review';
import type { Review } from '../../../archive';
import { html, type Html } from './html';
import { fieldLabel, valueText, timeText } from './values';
import type { Reader } from './layout';
import { pageWords, fillIn, type Words } from './words';
import { pairTables } from './pairTable';
import { lookupList, stoppedPlan } from './plans';

const isFree = ({ state, taken }: ReviewRecord): boolean => state === 'live' && taken !== true;

function stateTag({ state, taken }: ReviewRecord, reader: Reader): Html | false {
  const words = pageWords(reader.language);
  if (taken) return html`<span class="tag">${words.taken}</span>`;
  return state !== 'live' && html`<span class="tag">${state === 'deleted' ? words.gone : words.outside}</span>`;
}

function candidateCard(entry: Review, side: Side, one: ReviewRecord, isOnly: boolean, reader: Reader): Html {
  const said = Object.entries(one.fields).filter(([, value]) => !isBlank(value));
  const state = isFree(one) ? isOnly && html`checked data-first` : html`disabled`;
  return html`<label
      ><input type="radio" name="join.${side}" value="${one.ref}" ${state} />${one.label}
      ${stateTag(one, reader)}</label
    >
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
  return details.is === 'plan' ? stoppedPlan(review.kind, details, reader) : lookupList(details);
}

/** Every button: the sort of answer that it gives, and what stands on it. */
const buttons = {
  fields: { gives: 'fields', says: 'saveFields' },
  outlook: { gives: 'take', says: 'takeOutlook' },
  zoho: { gives: 'take', says: 'takeZoho' },
  join: { gives: 'join', says: 'join' },
  dismiss: { gives: 'dismiss', says: 'dismiss' },
  unlink: { gives: 'unlink', says: 'unlink' },
  neverPair: { gives: 'neverPair', says: 'neverPair' },
  pass: { gives: 'pass', says: 'pass' },
} as const;
export type Button = keyof typeof buttons;

/** What can be answered at once, in the order of the buttons. */
const buttonsOf: Readonly<Record<Review['details']['is'], readonly Button[]>> = {
  pair: ['fields', 'outlook', 'zoho', 'dismiss', 'unlink'],
  candidates: ['join', 'neverPair', 'dismiss'],
  lookup: ['dismiss'],
  plan: ['pass'],
};

const isOpenField = (review: Review): boolean =>
  review.details.is === 'pair' && review.details.clashes.some(({ winner }) => winner === null);

/** The buttons that make sense for a question. */
export function buttonsFor(review: Review): readonly Button[] {
  const possible: readonly string[] = possibleAnswers(review.details);
  const makesSense = (button: Button) => button !== 'fields' || isOpenField(review);
  return buttonsOf[review.details.is].filter(
    (button) => possible.includes(buttons[button].gives) && makesSense(button),
  );
}

/** What stands on a button, unless the question has words of its own for it. */
export const buttonWord = (button: Button, words: Words): string => words[buttons[button].says];

/** Which of two answers to a deletion means what, said in so many words: "take Outlook" of a deleted contact is unclear. */
function buttonText(button: Button, { details }: Review, words: Words): string {
  if (details.is !== 'pair' || details.happened === 'edited') return buttonWord(button, words);
  const gone = details.happened.endsWith('outlook') ? 'outlook' : 'zoho';
  const kept = gone === 'outlook' ? words.zoho : words.outlook;
  if (button === 'dismiss') return fillIn(words.keepThere, { side: kept });
  return button === gone ? fillIn(words.deleteToo, { side: kept }) : fillIn(words.createAgain, { side: words[gone] });
}

const mayBeRule = ({ details }: Review): boolean => details.is === 'pair';

function answerButtons(review: Review, words: Words): Html {
  const [first] = buttonsFor(review);
  const shown = buttonsFor(review).map(
    (button) =>
      html`<button name="answer" value="${button}" class="${button === first && button === 'fields' ? 'main' : ''}">
        ${buttonText(button, review, words)}
      </button>`,
  );
  const forever = html`<label><input type="checkbox" name="forever" value="yes" />${words.forever}</label>`;
  return html`<div class="answers">${shown} ${mayBeRule(review) && forever}</div>`;
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`;

/** What a question is called: a stopped plan is about no one record. */
export const reviewTitle = ({ topic, label }: Review, words: Words): string =>
  topic === 'refusal' ? words.refusal : label;

/** One question with all that can be answered to it. The fingerprint goes along, so that nobody answers what they did not see. */
export function questionEntry(review: Review, reader: Reader): Html {
  const words = pageWords(reader.language);
  const label = reviewTitle(review, words);
  const { id, sync, topic, openedAt, seenAt, details, fingerprint } = review;
  const times = [
    fillIn(words.since, { time: timeText(openedAt, reader) }),
    fillIn(words.seen, { time: timeText(seenAt, reader) }),
  ];
  return html`<article class="entry" tabindex="-1" aria-labelledby="t-${id}" data-review="${id}">
    <header>
      <label
        ><input
          type="checkbox"
          name="pick"
          value="${id}:${fingerprint}"
          form="bulk"
          aria-label="${fillIn(words.select, { label })}"
      /></label>
      <h2 id="t-${id}">${label}</h2>
      <span class="tag">${sync}</span> <span class="tag">${words[topic]}</span>
    </header>
    <p>${sentence(review.reason, reader.language)}</p>
    <p class="soft">
      ${fillIn(words.notEnough, { rule: sentence(details.rule, reader.language) })} · ${times.join(' · ')}
    </p>
    <form method="post">
      ${hidden('token', reader.token)}${hidden('id', id)}${hidden('seen', fingerprint)} ${questionBody(review, reader)}
      ${answerButtons(review, words)}
    </form>
  </article>`;
}
