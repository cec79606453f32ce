import type { Review } from '../../../archive';
import { candidatePairs } from './candidates';
import type { Html } from './html';
import { html } from './html';
import type { Reader } from './layout';
import { pairTables } from './pair';
import { lookupOf, planOf } from './plan';
import { reasonText } from './reasons';
import { timeText } from './values';
import type { Words } from './words';
import { filled, wordsOf } from './words';

function body(review: Review, reader: Reader): Html {
  const { details } = review;
  if (details.is === 'pair') return pairTables(review, details, reader);
  if (details.is === 'candidates') return candidatePairs(review, details, reader);
  return details.is === 'plan' ? planOf(details, reader) : lookupOf(details);
}

/** What can be answered at once with a button, in the order of the buttons. */
export type Button = 'fields' | 'outlook' | 'zoho' | 'join' | 'dismiss' | 'separate' | 'apart' | 'pass';

const isOpenField = (review: Review): boolean =>
  review.details.is === 'pair' && review.details.clashes.some(({ winner }) => winner === null);

/** The buttons that make sense for a question. */
export function buttonsFor(review: Review): readonly Button[] {
  const { details } = review;
  if (details.is === 'candidates') return ['join', 'apart', 'dismiss'];
  if (details.is === 'plan') return ['pass'];
  if (details.is === 'lookup') return ['dismiss'];
  if (details.happened !== 'edited') return ['outlook', 'zoho', 'dismiss'];
  return [...(isOpenField(review) ? (['fields'] as const) : []), 'outlook', 'zoho', 'dismiss', 'separate'];
}

const wordFor: Readonly<Record<Button, keyof Words>> = {
  fields: 'saveFields',
  outlook: 'takeOutlook',
  zoho: 'takeZoho',
  join: 'join',
  dismiss: 'dismiss',
  separate: 'separate',
  apart: 'apart',
  pass: 'pass',
};

/** Which of two answers to a deletion means what, said in so many words: "take Outlook" of a deleted contact is unclear. */
function wordOf(button: Button, { details }: Review, words: Words): string {
  if (details.is !== 'pair' || details.happened === 'edited') return words[wordFor[button]];
  const gone = details.happened.endsWith('outlook') ? 'outlook' : 'zoho';
  const kept = gone === 'outlook' ? words.zoho : words.outlook;
  if (button === 'dismiss') return filled(words.keepThere, { side: kept });
  return button === gone ? filled(words.deleteToo, { side: kept }) : filled(words.createAgain, { side: words[gone] });
}

const mayBeRule = ({ details }: Review): boolean => details.is === 'pair';

function answers(review: Review, words: Words): Html {
  const [first] = buttonsFor(review);
  const buttons = buttonsFor(review).map(
    (button) =>
      html`<button name="answer" value="${button}" class="${button === first && button === 'fields' ? 'main' : ''}">
        ${wordOf(button, review, words)}
      </button>`,
  );
  const forever = html`<label><input type="checkbox" name="forever" value="yes" />${words.forever}</label>`;
  return html`<div class="answers">${buttons} ${mayBeRule(review) && forever}</div>`;
}

const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}" />`;

/** One question with all that can be answered to it. The fingerprint goes along, so that nobody answers what they did not see. */
export function question(review: Review, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const { id, label, sync, topic, openedAt, seenAt, details, fingerprint } = review;
  const times = [
    filled(words.since, { time: timeText(openedAt, reader) }),
    filled(words.seen, { time: timeText(seenAt, reader) }),
  ];
  return html`<article class="entry" tabindex="-1" aria-labelledby="t-${id}" data-review="${id}">
    <header>
      <label
        ><input
          type="checkbox"
          name="pick"
          value="${id}:${fingerprint}"
          form="bulk"
          aria-label="${filled(words.select, { label })}"
      /></label>
      <h2 id="t-${id}">${label}</h2>
      <span class="tag">${sync}</span> <span class="tag">${words[topic]}</span>
    </header>
    <p>${reasonText(review, reader.language)}</p>
    <p class="soft">${filled(words.notEnough, { rule: details.rule })} · ${times.join(' · ')}</p>
    <form method="post">
      ${hidden('token', reader.token)}${hidden('id', id)}${hidden('seen', fingerprint)} ${body(review, reader)}
      ${answers(review, words)}
    </form>
  </article>`;
}
