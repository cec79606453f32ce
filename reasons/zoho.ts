import { credentialPath, reconnect } from './credentials';
import type { Label } from './label';
import { counted, words } from './wording';

type At = {
  /** How a person calls what was asked for. */
  readonly place: Label;
};

type Facts = {
  /** What Zoho says of it, as `api_name: Email`. */
  readonly facts: readonly string[];
};

const inBrackets = (facts: readonly string[]): string => (facts.length > 0 ? ` (${facts.join(', ')})` : '');

/** What Zoho CRM refused to do. */
export const zoho = {
  /** `ofModule`: a module is meant, and one scope holds all of them. */
  zohoScopeMissing: words<At & { scopes: readonly string[]; ofModule: boolean }>({
    en: ({ place, scopes, ofModule }) => [
      `The Zoho credential lacks a scope for ${place}: ${scopes.join(' and ')}${ofModule ? ' (ZohoCRM.modules.ALL holds all modules)' : ''}.`,
      `In n8n open ${credentialPath.zoho}, restore the default scopes (or add the one named) and press Connect again.`,
    ],
    ja: ({ place, scopes, ofModule }) => [
      `Zoho の資格情報に、${place}に必要なスコープがありません: ${scopes.join('、')}${ofModule ? ' (ZohoCRM.modules.ALL にはすべてのモジュールが含まれます)' : ''}`,
      `n8n で ${credentialPath.zoho} を開き、スコープを既定値に戻すか上記のスコープを追加して、もう一度 Connect を押してください。`,
    ],
  }),
  zohoSignInLost: words({
    en: [
      'Zoho CRM no longer accepts the sign-in of the credential, or it belongs to another data centre.',
      `${reconnect.en('zoho')} Check the data centre there, too.`,
    ],
    ja: [
      'Zoho CRM が資格情報のサインインを受け付けなくなったか、資格情報が別のデータセンターのものです。',
      `${reconnect.ja('zoho')}データセンターもあわせて確認してください。`,
    ],
  }),
  zohoModuleUnknown: words<{ module: string | null }>({
    en: ({ module }) => [
      `Zoho CRM knows no module ${module ?? 'of that name'}, or it is hidden from this user.`,
      "In Zoho CRM look whether the module is shown (Setup › Customization › Modules and Fields) and whether the user's profile may see it (Setup › Security Control › Profiles); the edition, or a trial that has ended, may lack it. Where the node asks for a module, choose it from the list: its API name counts, not its label.",
    ],
    ja: ({ module }) => [
      `Zoho CRM に${module ? `モジュール ${module} ` : 'その名前のモジュール'}がないか、このユーザーには表示されません。`,
      'Zoho CRM で、モジュールが表示されているか (Setup › Customization › Modules and Fields)、ユーザーのプロファイルで表示が許可されているか (Setup › Security Control › Profiles) を確認してください。エディションや試用期間の終了により使えないこともあります。ノードでモジュールを指定する場合は一覧から選んでください (表示名ではなく API 名です)。',
    ],
  }),
  zohoEditionLacks: words<At & { word: string }>({
    en: ({ place, word }) => [
      `Zoho CRM does not offer ${place} to programs in this organisation (${word}): its edition lacks it, a trial has ended, or the feature is switched off.`,
      'An administrator of Zoho CRM sees edition and trial under Setup › General › Company Settings: upgrade, or have the feature switched on. What the edition has goes on in syncs of its own.',
    ],
    ja: ({ place, word }) => [
      `この組織の Zoho CRM では、プログラムから${place}を利用できません (${word})。エディションに含まれていないか、試用期間が終了したか、機能が無効になっています。`,
      'エディションと試用期間は、Zoho CRM の管理者が Setup › General › Company Settings で確認できます。アップグレードするか、機能を有効にしてもらってください。エディションに含まれるものは、別の同期で引き続き利用できます。',
    ],
  }),
  zohoNoApiAccess: words({
    en: [
      'The Zoho user of the credential may not use Zoho CRM by programs: the profile lacks the permission Zoho CRM API Access.',
      `Have an administrator switch on Zoho CRM API Access in the user's profile (Setup › Security Control › Profiles › Developer Permissions), or connect another user in ${credentialPath.zoho}. An edition without API access has no such switch.`,
    ],
    ja: [
      '資格情報の Zoho ユーザーには、プログラムから Zoho CRM を利用する権限がありません。プロファイルに Zoho CRM API Access の権限がありません。',
      `管理者に、ユーザーのプロファイル (Setup › Security Control › Profiles › Developer Permissions) で Zoho CRM API Access を有効にしてもらうか、${credentialPath.zoho} で別のユーザーを接続してください。API を利用できないエディションには、この設定がありません。`,
    ],
  }),
  zohoAccessRefused: words<At & Facts>({
    en: ({ place, facts }) => [
      `The Zoho user of the credential may not do this with ${place}${inBrackets(facts)}.`,
      "Have the user's profile changed in Zoho CRM (Setup › Security Control › Profiles), or connect another user.",
    ],
    ja: ({ place, facts }) => [
      `資格情報の Zoho ユーザーには、${place}に対するこの操作の権限がありません${inBrackets(facts)}。`,
      'Zoho CRM (Setup › Security Control › Profiles) でユーザーの権限を変更してもらうか、別のユーザーで接続してください。',
    ],
  }),
  creditsKept: words<{ waiting: number; needed: number; left: number; kept: number; until: string }>({
    en: ({ waiting, needed, left, kept, until }) => [
      `This run needs about ${needed} API credits of Zoho CRM; ${left} are left, and ${kept} are kept for others. So ${counted(waiting, 'write')} will wait for a later run.`,
      `Nothing is lost: credits come back little by little, all of them by ${until}. For more at once, keep fewer for others in Apply Decisions.`,
    ],
    ja: ({ waiting, needed, left, kept, until }) => [
      `この実行には Zoho CRM の API クレジットが約 ${needed} 必要です。残りは ${left} で、そのうち ${kept} をほかの用途に残すため、${waiting} 件の書き込みは後の実行に回します。`,
      `何も失われていません。クレジットは少しずつ回復し、${until} までにすべて戻ります。早く進めるには、Apply Decisions で残すクレジットを減らしてください。`,
    ],
  }),
  zohoCreditsUsedUp: words({
    en: [
      "The Zoho CRM organisation's API credits for these 24 hours are used up.",
      'Nothing is lost: it goes on when credits come back. Run less often, or see Setup › Developer Hub › APIs in Zoho CRM for who uses them.',
    ],
    ja: [
      'Zoho CRM の組織の 24 時間分の API クレジットを使い切りました。',
      '何も失われていません。クレジットが回復すると再開します。実行の間隔を長くするか、Zoho CRM の Setup › Developer Hub › APIs で使用状況を確認してください。',
    ],
  }),
  zohoThrottled: words({
    en: [
      'Zoho CRM asks to slow down: too many requests at once, or the API credits of these 24 hours are used up.',
      'Nothing is lost: run again in an hour. If it stays so, see Setup › Developer Hub › APIs in Zoho CRM for the credits used.',
    ],
    ja: [
      'Zoho CRM が要求の頻度を下げるよう求めています。同時の要求が多すぎるか、24 時間分の API クレジットを使い切っています。',
      '何も失われていません。1 時間後にもう一度実行してください。続く場合は、Zoho CRM の Setup › Developer Hub › APIs で使用したクレジットを確認してください。',
    ],
  }),
  zohoResync: words<At>({
    en: ({ place }) => [
      `Zoho CRM has forgotten how far ${place} had been read.`,
      'Nothing to do: the list is read again from its first page.',
    ],
    ja: ({ place }) => [
      `${place}をどこまで読み取ったかの情報が Zoho CRM に残っていません。`,
      '対応は不要です。一覧を最初のページから読み取り直します。',
    ],
  }),
  zohoRecordChanged: words({
    en: [
      'The Zoho record was changed by somebody else at the same moment.',
      'Nothing to do: it is read again and decided anew in the next run.',
    ],
    ja: [
      'Zoho のレコードが、同時に別の人によって変更されました。',
      '対応は不要です。次回の実行時に読み取り直し、あらためて判断します。',
    ],
  }),
  zohoRecordNotIn: words<At>({
    en: ({ place }) => [
      `The record is no longer in ${place}.`,
      'Nothing to do, unless it should be there: look in the recycle bin of Zoho CRM.',
    ],
    ja: ({ place }) => [
      `このレコードはすでに${place}にありません。`,
      '対応は不要です。あるはずのものであれば、Zoho CRM のごみ箱を確認してください。',
    ],
  }),
  zohoQueryRefused: words<Facts>({
    en: ({ facts }) => [
      `Zoho CRM does not understand the query${inBrackets(facts)}.`,
      'Correct the query: fields by API name, texts in single quotes, a WHERE clause is required.',
    ],
    ja: ({ facts }) => [
      `Zoho CRM がクエリを解釈できません${inBrackets(facts)}。`,
      'クエリを修正してください。項目は API 名で、文字列は一重引用符で囲み、WHERE 句が必要です。',
    ],
  }),
  zohoLimitExceeded: words<At & Facts>({
    en: ({ place, facts }) => [
      `The request goes beyond a limit of Zoho CRM for ${place}${inBrackets(facts)}.`,
      'Ask for less at once: fewer fields, a narrower filter, or a later start.',
    ],
    ja: ({ place, facts }) => [
      `要求が、${place}に対する Zoho CRM の上限を超えています${inBrackets(facts)}。`,
      '一度に求める量を減らしてください (項目を減らす、条件を絞る、開始日を遅くする)。',
    ],
  }),
  /** `isPage`: no data came, but a page for people. */
  zohoTrouble: words<{ status: number; isPage: boolean }>({
    en: ({ status, isPage }) => [
      `Zoho CRM has a problem (status ${status}${isPage ? ', an error page instead of data' : ''}).`,
      'Nothing is lost: the next run tries again by itself. If it stays so, see status.zoho.com.',
    ],
    ja: ({ status, isPage }) => [
      `Zoho CRM に問題が発生しています (ステータス ${status}${isPage ? '、データではなくエラーページ' : ''})。`,
      '何も失われていません。次回の実行時に自動的に再試行します。続く場合は status.zoho.com を確認してください。',
    ],
  }),
  zohoRequestRefused: words<At & Facts & { status: number; word: string }>({
    en: ({ place, facts, status, word }) => [
      `Zoho CRM did not accept a request to ${place} (status ${status}${word && `, ${word}`})${inBrackets(facts)}.`,
      'Where the node asks for module, fields or a filter, check them: API names count. In a sync nothing of that is set: report it with the word and the status.',
    ],
    ja: ({ place, facts, status, word }) => [
      `Zoho CRM が${place}への要求を受け付けませんでした (ステータス ${status}${word && `、${word}`})${inBrackets(facts)}。`,
      'ノードでモジュール、項目、フィルターを指定している場合は確認してください (API 名で指定します)。同期では指定がないため、エラーの語とステータスを添えてご報告ください。',
    ],
  }),
  zohoBrokenReply: words<At>({
    en: ({ place }) => [
      `The answer about ${place} was not what Zoho CRM sends (no valid JSON, or parts missing).`,
      'If it stays so, check whether a proxy or firewall alters the traffic of the n8n machine. The next run tries again.',
    ],
    ja: ({ place }) => [
      `${place}についての応答が Zoho CRM のものではありません (正しい JSON でないか、一部が欠けています)。`,
      '続く場合は、プロキシやファイアウォールが n8n を実行しているマシンの通信を変更していないか確認してください。次回の実行時に再試行します。',
    ],
  }),
};
