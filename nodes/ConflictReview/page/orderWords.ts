/** Texts of what a person orders on the page: runs, pauses, undoing; and of what was checked. */
export const orderTexts = {
  runNow: { en: 'Run now', ja: '今すぐ実行' },
  pauseSync: { en: 'Pause', ja: '一時停止' },
  resumeSync: { en: 'Resume', ja: '再開' },
  runUnknown: {
    en: 'It cannot be started from here yet: which workflow runs it is known after its next run in n8n.',
    ja: 'ここからはまだ開始できません。n8n で次に実行されると、どのワークフローの同期かがわかります。',
  },
  isPausedNow: {
    en: '“{label}” is paused: no run begins until it is resumed. One that is under way ends as usual.',
    ja: '「{label}」を一時停止しました。再開するまで実行は始まりません。実行中のものは最後まで行います。',
  },
  isResumedNow: {
    en: '“{label}” goes on: its next run catches up.',
    ja: '「{label}」を再開しました。次の実行で、停止中の変更もまとめて反映します。',
  },
  isPaused: {
    en: '“{label}” is paused, so it was not started. Resume it first.',
    ja: '「{label}」は一時停止中のため、開始していません。先に再開してください。',
  },
  noWorkflow: {
    en: '“{label}” was not started: it is not known yet which workflow runs it. Run that workflow once in n8n.',
    ja: '「{label}」は開始していません。どのワークフローの同期かがまだわからないため、一度 n8n でそのワークフローを実行してください。',
  },
  isRunning: {
    en: 'A run of “{label}” is under way, so nothing was undone. Look again once it has ended.',
    ja: '「{label}」は実行中のため、取り消していません。終わってから、もう一度確認してください。',
  },
  cannotUndo: {
    en: 'This run cannot be undone from here. Nothing was changed.',
    ja: 'この実行はここからは取り消せません。変更していません。',
  },
  undoMoved: {
    en: 'What undoing would do has changed since you looked at it. Nothing was undone: see below what it would do now.',
    ja: '表示した後に、取り消す内容が変わりました。取り消していません。現在の内容を下で確認してください。',
  },
  run_asked: {
    en: '“{label}” has been asked to run; the run has not begun yet.',
    ja: '「{label}」に実行を依頼しました。まだ始まっていません。',
  },
  run_silent: {
    en: 'No run of “{label}” has begun. Both have to be published in n8n: the workflow that runs it, and the one of this page, with its step Run That Sync. The list of executions there says why one failed.',
    ja: '「{label}」の実行は始まっていません。n8n で、この同期のワークフローと、このページのワークフロー (Run That Sync を含む) の両方を公開してください。失敗した理由は n8n の実行一覧でわかります。',
  },
  run_other: { en: '“{label}” has been started.', ja: '「{label}」の実行が始まりました。' },
  run_begun: { en: '“{label}” has been started.', ja: '「{label}」の実行が始まりました。' },
  run_ended: { en: '“{label}” has run to its end.', ja: '「{label}」の実行が終わりました。' },
  run_failed: {
    en: 'The run of “{label}” stopped before its end. Nothing is lost: the next one goes on with what is left.',
    ja: '「{label}」の実行は途中で止まりました。失われたものはなく、残りは次の実行で続けます。',
  },
  undo_asked: {
    en: 'The workflow of “{label}” has been asked to undo this run; it has not begun yet.',
    ja: '「{label}」のワークフローに、この実行の取り消しを依頼しました。まだ始まっていません。',
  },
  undo_silent: {
    en: 'Nothing was undone: the workflow of “{label}” has not begun. Both have to be published in n8n: that workflow, and the one of this page, with its step Run That Sync. The list of executions there says why one failed.',
    ja: '「{label}」のワークフローが始まらないため、取り消していません。n8n で、この同期のワークフローと、このページのワークフロー (Run That Sync を含む) の両方を公開してください。失敗した理由は n8n の実行一覧でわかります。',
  },
  undo_other: {
    en: 'Nothing was undone: the workflow of “{label}” ran as always, for it lacks the steps “Undo It?” and “Undo Cycle” of its template. Add them, or use the workflow “Undo a cycle of a sync” with the ID below.',
    ja: '取り消していません。「{label}」のワークフローにテンプレートの Undo It? と Undo Cycle がないため、通常の実行になりました。この二つを加えるか、取り消し用ワークフローの Undo Cycle に下の ID を入れてください。',
  },
  undo_begun: { en: 'This run is being undone.', ja: 'この実行を取り消しています。' },
  undo_ended: { en: 'This run was undone.', ja: 'この実行を取り消しました。' },
  undo_failed: {
    en: 'Undoing stopped before its end: the list of executions in n8n says why. What was not undone can still be undone.',
    ja: '取り消しは途中で止まりました。理由は n8n の実行一覧でわかります。残りは後からでも取り消せます。',
  },
  undoneBy: { en: 'What was undone', ja: '取り消した内容' },
  inN8n: { en: 'Execution in n8n', ja: 'n8n の実行' },
  undoSee: { en: 'Undo this run: see first what it would do', ja: 'この実行を取り消す: まず内容を確認' },
  undoIt: { en: 'Undo this run', ja: 'この実行を取り消す' },
  undoWould: { en: 'Undoing would do this', ja: '取り消すと、次のことを行います' },
  undoNote: {
    en: 'Only what nobody has changed since is put back; what was deleted is created again with another ID. The undoing is a run of its own, and can be undone as well.',
    ja: 'その後に変更されていないものだけを元に戻します。削除したものは別の ID で作り直します。取り消しも一つの実行なので、さらに取り消せます。',
  },
  undo_at_work: {
    en: 'A run is under way. It can be undone once that one has ended.',
    ja: '実行中のものがあります。終わってから取り消せます。',
  },
  undo_nothing: {
    en: 'There is nothing of it that can be undone any more.',
    ja: 'この実行で取り消せるものは残っていません。',
  },
  undo_mail: {
    en: 'Mails are not undone: what was attached is taken off in Zoho CRM itself.',
    ja: 'メールの関連付けは取り消せません。Zoho CRM で直接外してください。',
  },
  undo_workflow: {
    en: 'It is not known which workflow runs this sync, so it cannot be asked from here. In n8n: workflow “Undo a cycle of a sync”, Undo Cycle, with this ID:',
    ja: 'この同期のワークフローがわからないため、ここからは依頼できません。n8n で、取り消し用ワークフローの Undo Cycle に次の ID を入れてください:',
  },
  undo_many: {
    en: 'It did so much that this page does not show what undoing would do. In n8n: workflow “Undo a cycle of a sync”, Undo Cycle, with this ID:',
    ja: '件数が多いため、このページには表示できません。n8n で、取り消し用ワークフローの Undo Cycle に次の ID を入れてください:',
  },
  back: { en: 'Back to the run', ja: '実行に戻る' },
  progress: { en: '{done} of {total} records done', ja: '{total} 件のうち {done} 件が完了' },
  firstLoad: { en: 'First load', ja: '初回の取り込み' },
  stillReading: { en: '{total} records read so far', ja: 'これまでに {total} 件を読み取り' },
  timeLeft: { en: 'about {time} left', ja: '残り約 {time}' },
  failed: { en: 'last run failed', ja: '前回の実行は失敗' },
  failedAt: { en: 'The run of {time} failed: {why}', ja: '{time} の実行は失敗しました: {why}' },
  checked: { en: 'Check', ja: '確認' },
  checkedAgo: { en: 'checked {ago}', ja: '{ago}に確認' },
  checkCounts: {
    en: '{fails} fail, {attention} to look at, {ok} as they should be',
    ja: '不備 {fails} 件、要注意 {attention} 件、問題なし {ok} 件',
  },
  check_ok: { en: 'Fine', ja: '問題なし' },
  check_attention: { en: 'Look at it', ja: '要注意' },
  check_fails: { en: 'Fails', ja: '不備' },
  checkHow: {
    en: 'To check again: in n8n, run the workflow of this sync from Check First. It reads only.',
    ja: 'もう一度確認するには、n8n でこの同期のワークフローを Check First から実行します。読み取るだけです。',
  },
  checkNone: {
    en: 'Not checked yet. In n8n, run the workflow of this sync from Check First: it reads only, and what it finds is shown here.',
    ja: 'まだ確認していません。n8n でこの同期のワークフローを Check First から実行してください。読み取るだけで、結果をここに表示します。',
  },
  lookAgain: { en: 'Look again', ja: '再表示' },
  findPerson: { en: 'Name or address', ja: '名前またはアドレス' },
  peopleInStep: { en: '{well} of {count} people: all in step', ja: '{count} 人中 {well} 人: すべて同期済み' },
  firstRunsWait: {
    en: 'First runs that wait: {count}. Together they would make {created} records and change {updated}; the Conflict Policy decides {conflicts} fields in which both sides differ. It needs about {credits} API credits of Zoho CRM. Nothing was written yet.',
    ja: '初回の実行が {count} 件待っています。全体で {created} 件を作成し、{updated} 件を変更します。両方で値が異なる項目 {conflicts} 個は Conflict Policy に従います。Zoho CRM の API クレジットが約 {credits} 必要です。まだ何も書き込んでいません。',
  },
  passFirstRuns: { en: 'Let all first runs pass ({count})', ja: '初回の実行をすべて許可 ({count} 件)' },
  takesNoPart: { en: 'Take no part', ja: '対象外の人' },
  pausePerson: { en: 'Pause all syncs of this person', ja: 'この人の同期をすべて停止' },
  resumePerson: { en: 'Resume all syncs of this person', ja: 'この人の同期をすべて再開' },
  countFailed: { en: '{count} failed', ja: '失敗 {count} 件' },
  countPaused: { en: '{count} paused', ja: '停止中 {count} 件' },
} as const;
