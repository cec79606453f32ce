import { sentence } from '../../../reasons';
import type { Rule } from '../../../archive';
import { fillHtml, html, type Html } from './html';
import type { Reader } from './layout';
import { timeHtml } from './values';
import { pageWords } from './words';

function ruleItem({ id, sync, words: said, madeAt, madeBy }: Rule, reader: Reader): Html {
  const words = pageWords(reader.language);
  const since = fillHtml(words.ruleSince, { time: timeHtml(madeAt, reader), who: madeBy });
  return html`<li class="entry" data-rule="${id}">
    <p><span class="tag">${sync}</span> ${sentence(said, reader.language)}</p>
    <p class="soft">${since}</p>
    <form method="post">
      <input type="hidden" name="token" value="${reader.token}" />
      <input type="hidden" name="rule" value="${id}" />
      <button name="answer" value="revoke" aria-label="${words.revoke}: ${sentence(said, reader.language)}">
        ${words.revoke}
      </button>
    </form>
  </li>`;
}

/** What people said shall be done from now on, each with a way to take it back. */
export const rulesPage = (rules: readonly Rule[], reader: Reader): Html => {
  const { noRules } = pageWords(reader.language);
  if (rules.length === 0) return html`<p>${noRules}</p>`;
  return html`<ul class="plain">
    ${rules.map((rule) => ruleItem(rule, reader))}
  </ul>`;
};
