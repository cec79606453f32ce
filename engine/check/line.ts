import type { Label, Reason } from '../../reasons';
import { reasonOf } from '../errors';

/** What a check looked at, as a person calls it. */
export const things = {
  address: { en: 'Public address', ja: '公開アドレス' },
  archive: { en: 'Archive', ja: 'アーカイブ' },
  category: { en: 'Categories', ja: '分類項目' },
  edition: { en: 'Edition', ja: 'エディション' },
  fields: { en: 'Fields', ja: '項目' },
  module: { en: 'Module', ja: 'モジュール' },
  owner: { en: 'Owner', ja: '所有者' },
  permission: { en: 'Permission', ja: 'アクセス許可' },
  place: { en: 'Folder, list or calendar', ja: 'フォルダー・リスト・予定表' },
  settings: { en: 'Settings of the node', ja: 'ノードの設定' },
  signIn: { en: 'Sign-in', ja: 'サインイン' },
  sync: { en: 'Sync', ja: '同期' },
  zone: { en: 'Time zone', ja: 'タイムゾーン' },
} as const satisfies Readonly<Record<string, Label>>;

/** What one look at one thing found. `account`: whose side it is, where that is what was looked at. */
export interface Finding {
  readonly verdict: 'ok' | 'attention' | 'fails';
  readonly reason: Reason;
  readonly account?: string;
}

/** One thing that a sync needs, and the reads that tell whether it is so. It never writes. */
export interface Check {
  readonly thing: keyof typeof things;
  readonly look: () => Promise<readonly Finding[]>;
}

/** A finding, and what was looked at. */
export type Line = Finding & Pick<Check, 'thing'>;

const verdict = (of: Finding['verdict']) => (why: Reason, account?: string) =>
  [{ verdict: of, reason: why, ...(account !== undefined && { account }) }] as const;
export const [ok, attention, fails] = [verdict('ok'), verdict('attention'), verdict('fails')];

/** Looks at one thing after the other; one that fails keeps none of the others from being looked at. */
export async function linesOf(checks: readonly Check[]): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const { thing, look } of checks) {
    const found = await look().catch((thrown: unknown) => fails(reasonOf(thrown)));
    lines.push(...found.map((one) => ({ thing, ...one })));
  }
  return lines;
}
