import { blocks, type Token } from '../../html';

/** Where one joins Teams meetings: in the cloud of everybody, of governments (gov., dod.), of China. */
const TEAMS = 'teams\\.(?:microsoft\\.com|live\\.com|cloud\\.microsoft|microsoft\\.us|microsoftonline\\.cn)';
const join = new RegExp(
  `(?<![a-z0-9-])(?:${TEAMS}[/_](?:l[/_]meetup-(?:2d)?join|meet(?![a-z]))|aka\\.ms[/_]JoinTeamsMeeting)`,
  'i',
);

/** SafeLinks and Proofpoint put the address into another one, escaped once or twice. */
export const leadsToMeeting = (text: string): boolean => join.test(text.replace(/%(?:25)?2f/gi, '/'));

/** A line of underscores, as Teams sets its block apart from what a person wrote. */
export const isRule = (text: string): boolean => /^_{20,}$/.test(text.trim());
/** Teams draws its own as long as that; without the one below, a shorter one may be anybody's. */
const OWN_RULE = 60;

interface Rule {
  readonly at: number;
  readonly length: number;
  /** The next one that is as long. */
  readonly twin: number | null;
}

function rulesIn(tokens: readonly Token[]): readonly Rule[] {
  const twins = new Map<number, number>();
  const rules: Rule[] = [];
  for (let at = tokens.length - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    const isAlone = tokens[at - 1]?.kind !== 'text' && tokens[at + 1]?.kind !== 'text';
    if (token?.kind !== 'text' || !isAlone || !isRule(token.text)) continue;
    const { length } = token.text.trim();
    rules.push({ at, length, twin: twins.get(length) ?? null });
    twins.set(length, at);
  }
  return rules.reverse();
}

const isLink = (token: Token): boolean =>
  token.kind === 'text' ? leadsToMeeting(token.text) : token.url !== '' && leadsToMeeting(token.url);

const endsLink = (token: Token | undefined): boolean =>
  token === undefined || (token.kind !== 'text' && (token.name === 'a' || blocks.has(token.name)));

/** Behind the words of a link. An address that is text itself is what a person wrote. */
function endOfLink(tokens: readonly Token[], link: number): number {
  let end = link + 1;
  while (tokens[link]?.kind !== 'text' && !endsLink(tokens[end])) end += 1;
  return end;
}

interface Block {
  readonly from: number;
  /** The first token that is no longer part of it. */
  readonly to: number;
}

/** From the rule above the link to its twin below, else to the next rule, else to the end. A link without is all there is of it. */
function blockOf(tokens: readonly Token[], link: number, above: Rule | undefined, below: Rule | undefined): Block {
  const end = above?.twin ?? below?.at;
  const isAlone = !above || (end === undefined && above.length < OWN_RULE);
  if (isAlone) return { from: link + 1, to: endOfLink(tokens, link) };
  return { from: above.at, to: (end ?? tokens.length - 1) + 1 };
}

/** What lets people join a meeting; none overlaps another. */
export function joinBlocks(tokens: readonly Token[]): readonly Block[] {
  const rules = rulesIn(tokens);
  const blocksFound: Block[] = [];
  let [next, end] = [0, 0];
  tokens.forEach((token, at) => {
    while ((rules[next]?.at ?? Infinity) < at) next += 1;
    if (at < end || !isLink(token)) return;
    const above = rules[next - 1];
    const block = blockOf(tokens, at, above && above.at >= end ? above : undefined, rules[next]);
    end = block.to;
    blocksFound.push(block);
  });
  return blocksFound;
}

/** All that lets people join, which must neither flow nor be lost. */
export const hiddenIn = (tokens: readonly Token[]): ReadonlySet<number> =>
  new Set(joinBlocks(tokens).flatMap(({ from, to }) => Array.from({ length: to - from }, (_, n) => from + n)));
