import { countBy } from 'lodash';
import { messageAndStep } from '../../../reasons';
import type { Checked, CheckedLine } from '../../../archive';
import { things } from '../../../engine/check/line';
import { html, type Html } from './html';
import type { Reader } from './layout';
import { agoText } from './values';
import { fillIn, pageWords } from './words';

const marks: Readonly<Record<CheckedLine['verdict'], string>> = { ok: '✓', attention: '!', fails: '▲' };
const styles: Readonly<Record<CheckedLine['verdict'], string>> = { ok: 'well', attention: 'asks', fails: 'trouble' };

/** What a thing is called; one of a later version by its own name. */
const thingName = (thing: string, { language }: Reader): string =>
  Object.hasOwn(things, thing) ? things[thing as keyof typeof things][language] : thing;

/** One finding: what was looked at, what was found, and what cures it. */
function findingLine({ thing, verdict, reason, side }: CheckedLine, reader: Reader): Html {
  const words = pageWords(reader.language);
  const { message, nextStep } = messageAndStep(reason, reader.language);
  const name = [side && words[side], thingName(thing, reader)].filter(Boolean).join(' · ');
  return html`<li class="finding">
    <span class="mark ${styles[verdict]}" role="img" aria-label="${words[`check_${verdict}`]}">${marks[verdict]}</span>
    <span><b>${name}</b> ${message} ${nextStep !== '' && html`<span class="soft">${nextStep}</span>`}</span>
  </li>`;
}

/** What the last check of a sync found, trouble first and unfolded; without one, how it is checked. */
export function checkSection(checked: Checked | null, reader: Reader): Html {
  const words = pageWords(reader.language);
  if (!checked) return html`<p class="soft">${words.checkNone}</p>`;
  const { fails = 0, attention = 0, ok = 0 } = countBy(checked.lines, 'verdict');
  const ago = fillIn(words.checkedAgo, { ago: agoText(checked.at, reader) });
  return html`<details class="rest" data-check ${fails > 0 && html`open`}>
    <summary>${words.checked}: ${fillIn(words.checkCounts, { fails, attention, ok })} · ${ago}</summary>
    <ul class="plain">
      ${checked.lines.map((line) => findingLine(line, reader))}
    </ul>
    <p class="soft">${words.checkHow}</p>
  </details>`;
}

/** A sync that was checked and has not run yet. */
export const checkedOnly = (checked: Checked, reader: Reader): Html =>
  html`<section class="entry" data-sync="${checked.sync}">
    <details open>
      <summary>
        <span class="mark never" aria-hidden="true">○</span>
        <h2>${checked.sync}</h2>
        <span class="gist">${pageWords(reader.language).noRun}</span>
      </summary>
      ${checkSection(checked, reader)}
    </details>
  </section>`;
