/** Links by which people join a meeting; a line of underscores sets the block around one apart from what a person wrote. */
const JOIN = /https:\/\/(?:teams\.(?:microsoft|live)\.com\/(?:l\/meetup-join|meet)|aka\.ms\/JoinTeamsMeeting)/i;
const RULE = /_{20,}/g;

export interface Parts {
  readonly before: string;
  /** The join block as it is; '' where there is none. */
  readonly block: string;
  readonly after: string;
}

/** From a position back over the tags that open right before it, and on over those that close right behind it. */
const opening = (html: string, at: number): number =>
  at - (/(?:<(?!\/|body|html)[a-z][^>]*>\s*)*$/i.exec(html.slice(0, at))?.[0].length ?? 0);
const closing = (html: string, at: number): number =>
  at + (/^(?:\s*<\/(?!body|html)[a-z][^>]*>)*/i.exec(html.slice(at))?.[0].length ?? 0);

const endOf = (html: string): number => {
  const at = html.search(/<\/body>|<\/html>/i);
  return at < 0 ? html.length : at;
};

/** Balanced: an opening tag taken along whose end stays behind would tear the rest. */
const count = (html: string, tag: RegExp): number => html.match(tag)?.length ?? 0;
const torn = (html: string): boolean =>
  ['div', 'span', 'p', 'table'].some(
    (tag) => count(html, new RegExp(`<${tag}\\b`, 'gi')) !== count(html, new RegExp(`</${tag}\\s*>`, 'gi')),
  );

/**
 * Splits a body into what a person wrote and the block by which one joins the online meeting. Without it nobody finds the
 * meeting any more, so it neither flows nor is ever lost.
 */
export function splitBody(body: string): Parts {
  const link = JOIN.exec(body);
  if (!link) return { before: body, block: '', after: '' };
  const rules = [...body.matchAll(RULE)].map(({ index, 0: rule }) => ({ from: index, to: index + rule.length }));
  const first = rules.filter(({ from }) => from < link.index).at(-1);
  const last = rules.find(({ from }) => from > link.index);
  const from = first ? opening(body, first.from) : opening(body, body.lastIndexOf('<', link.index));
  const to = last ? closing(body, last.to) : endOf(body);
  const block = body.slice(from, to);
  if (!torn(block)) return { before: body.slice(0, from), block, after: body.slice(to) };
  return { before: body.slice(0, from), block: body.slice(from, endOf(body)), after: body.slice(endOf(body)) };
}
