import { isBlank } from '../../../sync/kinds';
import type { Side } from '../../../sync/model';
import type { CandidatesDetails, Shown } from '../../../sync/review';
import type { Review } from '../../../archive';
import type { Html } from './html';
import { html } from './html';
import { fieldLabel } from './labels';
import type { Reader } from './layout';
import { valueText } from './values';
import { wordsOf } from './words';

const isFree = ({ state, taken }: Shown): boolean => state === 'live' && taken !== true;

function mark({ state, taken }: Shown, reader: Reader): Html | false {
  const words = wordsOf(reader.language);
  if (taken) return html`<span class="tag">${words.taken}</span>`;
  return state !== 'live' && html`<span class="tag">${state === 'deleted' ? words.gone : words.outside}</span>`;
}

function card(entry: Review, side: Side, one: Shown, isOnly: boolean, reader: Reader): Html {
  const said = Object.entries(one.fields).filter(([, value]) => !isBlank(value));
  const state = isFree(one) ? isOnly && html`checked data-first` : html`disabled`;
  return html`<label
      ><input type="radio" name="join.${side}" value="${one.ref}" ${state} />${one.label} ${mark(one, reader)}</label
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
export function candidatePairs(entry: Review, details: CandidatesDetails, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const legends = { outlook: words.recordOutlook, zoho: words.recordZoho };
  const column = (side: Side) =>
    html`<fieldset>
      <legend>${legends[side]}</legend>
      ${details[side].map((one) => card(entry, side, one, details[side].length === 1, reader))}
    </fieldset>`;
  return html`<div class="pairs">${column('outlook')}${column('zoho')}</div>`;
}
