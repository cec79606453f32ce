import type { Review } from '../../../archive';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { typedValues } from './pairTable';
import { fillIn, pageWords, type Words } from './words';

/** Every button, and what stands on it. */
const buttons = {
  fields: 'saveFields',
  outlook: 'takeOutlook',
  zoho: 'takeZoho',
  join: 'join',
  dismiss: 'dismiss',
  unlink: 'unlink',
  neverPair: 'neverPair',
  pass: 'pass',
  choose: 'saveFields',
} as const;
export type Button = keyof typeof buttons;

/** What stands on a button, unless the question has words of its own for it. */
export const buttonWord = (button: Button, words: Words): string => words[buttons[button]];

type Deletion = { readonly gone: 'outlook' | 'zoho'; readonly kept: 'outlook' | 'zoho' };

/** Where the question is about a deletion: on which side the record is gone. */
function deletionIn({ details }: Review): Deletion | null {
  if (details.is !== 'pair' || details.happened === 'edited') return null;
  return details.happened.endsWith('outlook') ? { gone: 'outlook', kept: 'zoho' } : { gone: 'zoho', kept: 'outlook' };
}

interface Action {
  readonly button: Button;
  readonly text: string;
  /** What will happen. */
  readonly hint: string;
  /** dangerous: it asks once more. more: it stands behind *More*. */
  readonly stands: 'plain' | 'main' | 'danger' | 'more';
}

/** Which of two answers to a deletion means what, said in so many words: "take Outlook" of a deleted contact is unclear. */
function deletionAction(button: Button, { gone, kept }: Deletion, words: Words): Action {
  if (button === 'dismiss')
    return { button, text: fillIn(words.keepThere, { side: words[kept] }), hint: words.hint_keep, stands: 'more' };
  if (button === gone)
    return { button, text: fillIn(words.deleteToo, { side: words[kept] }), hint: words.hint_delete, stands: 'danger' };
  return { button, text: fillIn(words.createAgain, { side: words[gone] }), hint: '', stands: 'plain' };
}

const standing: Readonly<Record<Button, Action['stands']>> = {
  fields: 'main',
  choose: 'main',
  join: 'main',
  outlook: 'more',
  zoho: 'more',
  dismiss: 'more',
  neverPair: 'more',
  unlink: 'danger',
  pass: 'danger',
};

function actionOf(button: Button, review: Review, words: Words): Action {
  const deletion = deletionIn(review);
  if (deletion && ['outlook', 'zoho', 'dismiss'].includes(button)) return deletionAction(button, deletion, words);
  if (review.details.is === 'lookup' && button === 'dismiss')
    return { button, text: words.leaveField, hint: words.hint_leaveField, stands: 'more' };
  return { button, text: buttonWord(button, words), hint: words[`hint_${button}`], stands: standing[button] };
}

const plainButton = ({ button, text, stands }: Action): Html =>
  html`<button name="answer" value="${button}" class="${stands === 'main' ? 'main' : ''}">${text}</button>`;

const moreButton = (action: Action): Html =>
  html`<p>${plainButton(action)} <span class="soft">${action.hint}</span></p>`;

/** What cannot be taken back easily asks once more. */
const dangerButton = ({ button, text, hint }: Action, words: Words): Html =>
  html`<details class="danger">
    <summary>${text} …</summary>
    <p>${hint}</p>
    <button name="answer" value="${button}" class="danger">${fillIn(words.yes, { text })}</button>
  </details>`;

/** A stopped plan and a deletion in question have nothing else to choose from, so what is dangerous stands in sight. */
const inSight = (review: Review): boolean => review.details.is === 'plan' || deletionIn(review) !== null;

/** What can be answered: what most people want at once, all else behind *More* with what will come of it. */
export function actions(review: Review, possible: readonly Button[], reader: Reader): Html {
  const words = pageWords(reader.language);
  const all = possible.map((button) => actionOf(button, review, words));
  const standingAt = (...where: readonly Action['stands'][]) => all.filter(({ stands }) => where.includes(stands));
  const dangers = standingAt('danger').map((action) => dangerButton(action, words));
  const isInSight = inSight(review);
  const forever = review.details.is === 'pair' || review.details.is === 'lookup';
  const more = [
    ...(review.details.is === 'pair' ? typedValues(review, review.details, reader) : []),
    ...standingAt('more').map(moreButton),
    ...(isInSight ? [] : dangers),
  ];
  return html`<div class="answers">${standingAt('plain', 'main').map(plainButton)}${isInSight && dangers}</div>
    ${
      forever &&
      html`<p>
        <label><input type="checkbox" name="forever" value="yes" />${words.forever}</label>
      </p>`
    }
    ${
      more.length > 0 &&
      html`<details class="more">
        <summary>${words.more}</summary>
        ${more}
      </details>`
    }`;
}
