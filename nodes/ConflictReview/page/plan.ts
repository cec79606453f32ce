import type { LookupDetails, PlanDetails, PlanLine } from '../../../sync/review';
import { sides } from '../../../sync/model';
import type { Html } from './html';
import { html } from './html';
import type { Reader } from './layout';
import { filled, wordsOf } from './words';

function lineOf({ label, reason, writes }: PlanLine, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const ops = { create: words.created, update: words.updated, delete: words.deleted } as Readonly<
    Record<string, string>
  >;
  const said = writes.map(({ side, op, fields }) =>
    [`${words[side]}: ${ops[op] ?? op}`, fields.join(', ')].filter(Boolean).join(' · '),
  );
  return html`<tr>
    <th scope="row">${label}</th>
    <td>${reason}</td>
    <td><span class="v">${said.join('\n')}</span></td>
  </tr>`;
}

/** Decisions of a plan, line by line. */
export const planTable = (lines: readonly PlanLine[], reader: Reader): Html => {
  const words = wordsOf(reader.language);
  return html`<table>
    <thead>
      <tr>
        <th scope="col">${words.record}</th>
        <th scope="col">${words.reason}</th>
        <th scope="col">${words.writes}</th>
      </tr>
    </thead>
    <tbody>
      ${lines.map((line) => lineOf(line, reader))}
    </tbody>
  </table>`;
};

/** A stopped plan in figures, and what it would do. */
export function planOf({ plan, lines }: PlanDetails, reader: Reader): Html {
  const words = wordsOf(reader.language);
  const figures = sides.map((side) => {
    const { create = 0, update = 0, delete: deletes = 0 } = plan.writes[side];
    return html`<li>${filled(words.planLine, { side: words[side], creates: create, updates: update, deletes })}</li>`;
  });
  return html`<p>${words.plan}</p>
    <ul>
      ${figures}
    </ul>
    <details>
      <summary>${words.more}</summary>
      ${planTable(lines, reader)}
    </details>`;
}

/** A name that several records of the CRM go by. */
export const lookupOf = ({ name, candidates }: LookupDetails): Html =>
  html`<ul>
    ${candidates.map((one) => html`<li>${one.name || name} (${one.ref})</li>`)}
  </ul>`;
