import type { Review } from '../../../archive';
import type { Lookup, LookupDetails, Namesake } from '../../../sync/review/review';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { openLink } from './links';
import { fieldLabel } from './values';
import { fillIn, pageWords } from './words';

/** What tells it from others of its name: where, how to write to it, whose it is; its id only where nothing else is known. */
function tellingText({ ref, place, email, owner }: Namesake, reader: Reader): string {
  const words = pageWords(reader.language);
  const said = [place, email, owner && fillIn(words.ownedBy, { who: owner })].filter(Boolean);
  return said.length > 0 ? said.join(' · ') : fillIn(words.recordId, { id: ref });
}

/** One record of that name, which is the button that chooses it; where several names are asked for, one choice of several. */
function namesakeChoice({ field, name }: Lookup, one: Namesake, isOnly: boolean, reader: Reader): Html {
  const words = pageWords(reader.language);
  const said = html`<span class="v">${one.name || name}</span> <small>${tellingText(one, reader)}</small>`;
  const choice = isOnly
    ? html`<button class="value" name="choose.${field}" value="${one.ref}">${said}</button>`
    : html`<label class="value"
        ><input type="radio" name="choose.${field}" value="${one.ref}" /><span>${said}</span></label
      >`;
  return html`<div>${choice} ${openLink(words.openZoho, one.link ?? null, one.name || name)}</div>`;
}

/** Who goes by a name, for each name that several go by. */
export function namesakeLists({ kind }: Review, { asked }: LookupDetails, reader: Reader): Html {
  const isOnly = asked.length === 1;
  return html`${asked.map(
    (lookup) =>
      html`<fieldset class="clash">
        <legend>${fieldLabel(kind, lookup.field, reader.language)}: ${lookup.name}</legend>
        <div class="both">${lookup.candidates.map((one) => namesakeChoice(lookup, one, isOnly, reader))}</div>
      </fieldset>`,
  )}`;
}
