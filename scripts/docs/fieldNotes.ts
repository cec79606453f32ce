import type { KindName } from '../../sync/model';
import type { FieldType } from '../../sync/kinds';
import type { Said } from './page';

/** What is lost or changed on the way, by kind and field. Whoever adds a field need not add a note. */
export const fieldNotes: Readonly<Record<KindName, Readonly<Record<string, Said>>>> = {
  contact: {
    firstName: [
      'A contact with one name only has it as last name in the CRM, and stays in Outlook where it is. Title, middle name and generation stay in Outlook.',
      '名前が片方だけの連絡先は、CRM では姓に入り、Outlook では元の欄に残ります。敬称、ミドルネーム、世代は Outlook に残ります。',
    ],
    lastName: [
      "Mandatory in the CRM: where Outlook has none, the first name, display name, company or e-mail address stands in, and never comes back as a name. A blank on one side never blanks the other's.",
      'CRM では必須です。Outlook にないときは名、表示名、会社名、メールアドレスのいずれかが代わりに入り、名前として Outlook に戻ることはありません。片方の空欄がもう片方を空欄にすることはありません。',
    ],
    email: [
      "The first address of Outlook, and of the CRM. Further ones (Outlook has three, the CRM `Secondary_Email`) stay where they are and help to recognise the contact. Made the first, one changes places with it. Exchange's internal names are none.",
      'Outlook の先頭のアドレスです。2 番目以降 (Outlook は 3 件まで、CRM は `Secondary_Email`) はそのまま残り、同じ連絡先かどうかの判断に使われます。先頭にすると入れ替わります。Exchange の内部名はアドレスとみなしません。',
    ],
    companyName: [
      'In the CRM a look-up: the Account of that name is linked, or made (setting _Companies_). A name that several Accounts have is a question. A blank never blanks the other side. A renamed Account shows in Outlook within about an hour.',
      'CRM ではルックアップです。同じ名前の取引先と結び付き、なければ作成します (設定 Companies)。同名の取引先が複数あるときは確認事項になります。空欄がもう片方を空欄にすることはありません。取引先の名前の変更は約 1 時間以内に Outlook に反映されます。',
    ],
    managerName: [
      'In the CRM a look-up to a contact (in older orgs a text, `Reports_To`): only somebody who is there is linked, nobody is made. A blank never blanks the other side.',
      'CRM では連絡先へのルックアップです (古い組織では文字列 `Reports_To`)。CRM にいる人とだけ結び付き、新しく作ることはありません。空欄がもう片方を空欄にすることはありません。',
    ],
    businessPhone: [
      'The first of two in Outlook; the second stays, and moves up where the first is cleared.',
      'Outlook の 2 件のうち先頭です。2 番目はそのまま残り、先頭を消すと繰り上がります。',
    ],
    homePhone: [
      'The first of two in Outlook; the second stays, and moves up where the first is cleared.',
      'Outlook の 2 件のうち先頭です。2 番目はそのまま残り、先頭を消すと繰り上がります。',
    ],
    businessStreet: ['May have several lines.', '複数行にできます。'],
    otherStreet: ['May have several lines.', '複数行にできます。'],
    notes: [
      'Longer notes stay whole in Outlook; the CRM shows their beginning, and an edit there is made in the whole. One that has no sure place in it is a question.',
      '長いメモは Outlook に全文が残り、CRM には先頭が入ります。CRM での編集は全文の中に反映され、位置が確定しないときは確認事項になります。',
    ],
    birthday: [
      'A birthday without a year stays in Outlook and is told: the CRM holds none without one.',
      '年のない誕生日は Outlook に残り、報告されます (CRM では年が必要です)。',
    ],
  },
  task: {
    subject: [
      'Mandatory in the CRM: one without is called _task without a subject_ there.',
      'CRM では必須です。ないときは CRM で「task without a subject」になります。',
    ],
    dueDate: [
      "A day, by the mailbox's time zone; it never moves by a day. To Do keeps no time of day.",
      'メールボックスのタイムゾーンでの日付です。1 日ずれることはありません。時刻はありません。',
    ],
    status: [
      "_Waiting on others_ is _Waiting for input_ in the CRM (in older orgs _Waiting on someone else_). Words of an org's own stay in the CRM and are told.",
      '「待機中」は CRM の「Waiting for input」です (古い組織では「Waiting on someone else」)。組織独自の値は CRM に残り、報告されます。',
    ],
    priority: [
      '_Highest_ and _Lowest_ of the CRM show as high and low in To Do, and flow back as these only after somebody changed them there.',
      'CRM の「Highest」「Lowest」は To Do では高・低になり、To Do で変更したときだけ高・低として CRM に戻ります。',
    ],
    description: [
      'An edit in the CRM changes just the edited lines in To Do; formatting around them stays.',
      'CRM での編集は、To Do ではその行だけを変えます。周囲の書式は残ります。',
    ],
    reminder: [
      'An instant. How the CRM reminds (mail, pop-up) stays as it is.',
      '日時です。CRM での通知方法 (メール、ポップアップ) はそのままです。',
    ],
    recurrence: [
      'Stays on its side: each occurrence is a task of its own on the other one (or none, setting _Recurring Tasks_). No task starts to recur, and no series ends, because of the sync.',
      'それぞれの側に残ります。もう片方では 1 回ごとに 1 つのタスクになります (または対象外。設定 Recurring Tasks)。同期によって定期的なタスクが始まることも終わることもありません。',
    ],
  },
  event: {
    subject: [
      'Mandatory in the CRM: one without is called _Meeting without a subject_ there. A cancelled meeting says so in its CRM title.',
      'CRM では必須です。ないときは「Meeting without a subject」になります。取り消された予定は CRM の件名に示されます。',
    ],
    start: [
      'Start, end and _All Day_ go over together. An instant; a series keeps to its own time zone over summer time.',
      '開始、終了、終日は一緒に渡ります。日時は時点として扱い、定期的な予定は夏時間をまたいでも元のタイムゾーンに従います。',
    ],
    end: ['Goes over with the start.', '開始と一緒に渡ります。'],
    isAllDay: [
      'Whole days are dates without a time zone. New ones are free in Outlook, others busy; later _Show As_ is never touched.',
      '終日の予定はタイムゾーンのない日付です。新しく作られるものは Outlook で「空き時間」、ほかは「予定あり」になり、その後の公開方法は変更しません。',
    ],
    location: [
      'The name of the place; addresses, coordinates and rooms of Outlook stay there.',
      '場所の名前です。Outlook の住所、座標、会議室は Outlook に残ります。',
    ],
    description: [
      'The CRM has the words. An edit there changes just those words in Outlook: pictures, links, formatting and what lets people join a Teams meeting stay there.',
      'CRM には文字が入ります。CRM での編集はその語だけを変え、画像、リンク、書式、Teams 会議の参加情報は Outlook に残ります。',
    ],
    participants: [
      'By their addresses. The CRM takes 50 (500 by CalDAV); more stay in Outlook and are counted. Rooms, people without an address and the host stay where they are. Towards Outlook only with _Mail Participants_ on, for Outlook would mail them.',
      'メールアドレスで渡ります。CRM は 50 人まで (CalDAV では 500 人) で、残りは Outlook に残り、人数が報告されます。会議室、アドレスのない人、主催者はそのままです。Outlook からメールが送られるため、Outlook へは Mail Participants がオンのときだけ渡ります。',
    ],
    reminder: [
      "Minutes before the start. Of several in the CRM the first that Outlook can say; the others stay. The CRM counts up to 60 minutes, hours, days or weeks: a length in between shows as the nearest (CalDAV holds any), and stays Outlook's until it is changed in the CRM.",
      '開始前の分数です。CRM に複数あるときは Outlook で表せる最初のもので、ほかはそのままです。CRM では 60 までの分・時間・日・週で数えるため、その間の長さは最も近い値になります (CalDAV では任意)。CRM で変更しない限り Outlook の値は変わりません。',
    ],
    recurrence: [
      "Where both sides can say the rule. Zoho's API takes it with a new meeting only: a later change of the rule is told, and waits for your hand (by CalDAV it goes over).",
      '両方が表せる規則だけが渡ります。Zoho の API では新しい予定にだけ設定でき、後からの変更は報告され、手作業が必要です (CalDAV では渡ります)。',
    ],
    exceptDates: [
      'Days that a series leaves out. To the CRM with a new series only, later ones are told (by CalDAV they go over). A day cannot be brought back in Outlook.',
      '定期的な予定のうち行われない日です。CRM へは新しい定期的な予定のときだけ渡り、後からのものは報告されます (CalDAV では渡ります)。Outlook では日を元に戻せません。',
    ],
    overrides: [
      'Single meetings of a series that were moved or changed. Only CalDAV has a place for them; otherwise they stay in Outlook, are told, and the CRM shows no meeting on those days.',
      '定期的な予定のうち 1 回だけ移動・変更された予定です。渡るのは CalDAV のときだけです。それ以外では Outlook に残り、報告され、CRM はその日に予定を表示しません。',
    ],
    uid: [
      'Outlook gives it. It is written into a new CRM meeting if the module Meetings has a text field for it (_iCalUId_), and tells that a meeting in two mailboxes is one.',
      'Outlook が付ける ID です。CRM の「予定」に文字列項目 iCalUId があれば、新しい予定に書き込まれ、2 つのメールボックスの予定が同じものだと分かります。',
    ],
    cancelled: [
      "Neither side is told: the CRM's title says _Cancelled:_; one cancelled in the CRM is told, and neither cancelled nor created in Outlook.",
      'どちらにも書き込みません。CRM の件名に「Cancelled:」が付きます。CRM で取り消されたものは報告されますが、Outlook では取り消しも作成もされません。',
    ],
  },
  mail: {
    subject: [
      'Longer ones are cut and end in …; none becomes _(no subject)_.',
      '長いものは途中で切られ、末尾に … が付きます。ないときは「(no subject)」になります。',
    ],
    from: [
      "Where Outlook tells an internal name of Exchange only, the mailbox's own address.",
      'Exchange の内部名しかないときは、メールボックス自身のアドレスになります。',
    ],
    to: [
      'Those with an e-mail address. Where nobody on this line has one, the recipient whose record it is.',
      'メールアドレスのある宛先です。この欄の誰にもないときは、そのレコードの宛先になります。',
    ],
    cc: ['Those with an e-mail address.', 'メールアドレスのある宛先です。'],
    bcc: ['Those with an e-mail address.', 'メールアドレスのある宛先です。'],
    messageId: [
      'The key by which a mail shows once on a record. Where a sender gave several mails one, the second gets an id of its own.',
      '同じレコードに 1 回だけ表示するためのキーです。送信元が複数のメールに同じ ID を付けたときは、2 通目に独自の ID が付きます。',
    ],
    attachments: [
      'Only with _Attachments_ on, 10 MB a mail at most; links to files, attached mails and pictures within the text are left out. Each is told.',
      'Attachments がオンのときだけ、1 通あたり合計 10 MB までです。ファイルへのリンク、添付されたメール、本文中の画像は除かれます。除かれたものは報告されます。',
    ],
    sealed: [
      'Of an encrypted mail subject and recipients go over, and a note instead of the text.',
      '暗号化されたメールは、件名と宛先、本文の代わりの注記だけが渡ります。',
    ],
    body: [
      'As it is, or as plain text (setting _Body_). A longer one is cut and says so at its end; style sheets and comments go first.',
      'そのまま、またはテキストのみです (設定 Body)。長いものは途中で切られ、末尾にその旨が入ります。スタイルシートとコメントが先に除かれます。',
    ],
  },
};

/** How two values of a type are compared, and so what is no change: nothing of this is ever written. */
export const typeNotes: Readonly<Record<FieldType, { readonly name: Said; readonly same: Said }>> = {
  text: {
    name: ['text', '文字列'],
    same: ['Blanks at the ends do not count; everything else does.', '前後の空白は無視し、それ以外は区別します。'],
  },
  multiline: {
    name: ['text of several lines', '複数行の文字列'],
    same: [
      'The same, and blanks at the ends of lines do not count either. Line ends are as each side writes them.',
      '同上。行末の空白も無視します。改行の形式はそれぞれの側のものになります。',
    ],
  },
  email: {
    name: ['e-mail address', 'メールアドレス'],
    same: [
      'Case, width, `mailto:`, a name around it, marks nobody sees and the two forms of an international domain make no other address.',
      '大文字・小文字、全角・半角、`mailto:`、前後の名前、見えない文字、国際化ドメインの表記の違いは同じアドレスとみなします。',
    ],
  },
  phone: {
    name: ['telephone number', '電話番号'],
    same: [
      'Blanks, hyphens, brackets, dots, width and `tel:` do not count. The number is written as it was typed.',
      '空白、ハイフン、かっこ、点、全角・半角、`tel:` の違いは無視します。番号は入力されたとおりに書き込まれます。',
    ],
  },
  date: { name: ['date', '日付'], same: ['The day alone.', '日付だけを比べます。'] },
  instant: {
    name: ['date and time', '日時'],
    same: ['To the second, whatever zone it is written in.', '秒単位で比べ、表記のタイムゾーンは問いません。'],
  },
  choice: {
    name: ['choice', '選択肢'],
    same: ["By its meaning, also under an org's own name for it.", '意味で比べます。組織での表示名は問いません。'],
  },
  boolean: { name: ['yes or no', 'はい・いいえ'], same: ['As it is.', 'そのまま比べます。'] },
  prose: {
    name: ['formatted text', '書式付きの文章'],
    same: [
      'Words and line breaks; not how wide a gap is, nor how many blank lines there are.',
      '語と改行を比べます。空白の幅と空行の数は無視します。',
    ],
  },
  set: {
    name: ['list', '一覧'],
    same: [
      'Who or what is in it, in whatever order. Each side keeps what the other did not change.',
      '順序は問いません。',
    ],
  },
  structure: { name: ['structure', '構造'], same: ['As it is.', 'そのまま比べます。'] },
};
