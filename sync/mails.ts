import type { Kind } from './kinds/kind';
import type { BySide, Decision, SideRecord, Write } from './model';

type Known = Partial<BySide<Pick<SideRecord, 'fields'>>>;

/** The decision, saying how many mails to people its writes would send if the user lets them; for most kinds there are none. */
export function withMails({ mails }: Kind, known: Known, decision: Decision): Decision {
  const of = (write: Write) => Object.entries(mails?.(write, known[write.side]?.fields ?? {}) ?? {});
  const all: Record<string, number> = {};
  for (const [sort, count] of decision.writes.flatMap(of)) all[sort] = (all[sort] ?? 0) + count;
  return Object.keys(all).length > 0 ? { ...decision, mails: all } : decision;
}
