// Japanese texts for every code that the Rust side may say.
import type { Action, ErrorCode, Hint } from "../bindings";
import type { ErrorText, Kind, Status } from "./codes.en";

export const errors: Record<ErrorCode, ErrorText> = {
  not_matched: {
    title: "顔または PIN が一致しませんでした",
    todo: "PIN を確かめ、均一な明るさの場所でカメラを正面から見て、もう一度お試しください。",
  },
  poor_quality: {
    title: "カメラに顔がはっきり写りませんでした",
    todo: "光のほうを向き、少し近づいて、もう一度お試しください。",
  },
  liveness: {
    title: "動きを確認できませんでした",
    todo: "指示が出たら、一つずつその動きをして、もう一度お試しください。",
  },
  cancelled: { title: "中止しました", todo: "何も署名されていません。いつでもやり直せます。" },
  locked_out: {
    title: "試行回数が多すぎます",
    todo: "ウォレットは失われていません。何も署名されていません。",
  },
  refused: {
    title: "これには署名できません",
    todo: "何も署名されていません。",
  },
  attack: {
    title: "署名が何者かに妨げられました",
    todo: "何も署名されていません。Mien を閉じ、不審なソフトウェアがないか確かめてから続けてください。",
  },
  pin: {
    title: "この PIN は使えません",
    todo: "6 文字以上にしてください。無作為な単語をいくつか並べるとより安全です。同じものを 2 回入力してください。",
  },
  camera: {
    title: "カメラが応答しません",
    todo: "カメラを接続し、使用中のほかのアプリを閉じるか、設定で別のカメラを選んでください。",
  },
  print: {
    title: "印刷するページを表示できませんでした",
    todo: "代わりに QR 画像として保存し、それを印刷してください。",
  },
  no_wallet: {
    title: "この端末にウォレットがありません",
    todo: "新しく作るか、復元キットで復元してください。",
  },
  already_enrolled: {
    title: "この端末にはすでにウォレットがあります",
    todo: "復元キットを保管し、「設定 › セキュリティ」で消去してから始めてください。",
  },
  not_proved: {
    title: "リハーサルがまだ済んでいません",
    todo: "「設定 › セキュリティ」でリハーサルをすると、ウォレットを使えるようになります。",
  },
  kit: {
    title: "この復元キットは読み取れません",
    todo: "Mien が保存したファイルを選ぶか、QR コード全体をカメラの前で静止させてください。",
  },
  storage: {
    title: "ウォレットのフォルダーを使えません",
    todo: "ディスクの空きとフォルダーの所有者を確かめて、もう一度お試しください。",
  },
  other_pack: {
    title: "このウォレットには別の顔モデルが必要です",
    todo: "必要なモデルパックを入れてから、もう一度お試しください。",
  },
  models_missing: {
    title: "顔モデルがないか、変更されています",
    todo: "Mien を入れ直してください。モデルも一緒に入ります。",
  },
  no_consent: {
    title: "先に同意が必要です",
    todo: "顔の使われ方を読み、よろしければ同意してください。",
  },
  offline: {
    title: "ネットワークに接続できません",
    todo: "接続を確かめて、もう一度お試しください。資産に影響はありません。",
  },
  devnet_stopped: {
    title: "この端末のテストネットワークは停止しています",
    todo: "開始すると続けられます。",
  },
  insufficient_funds: {
    title: "残高が足りません",
    todo: "金額か手数料を下げるか、先に受け取ってください。手数料も残高から支払われます。",
  },
  wrong_address: {
    title: "アドレスが正しくありません",
    todo: "0x から最後の文字まで、アドレス全体をコピーし直してください。",
  },
  wrong_amount: {
    title: "金額が正しくありません",
    todo: "0.25 のような数を、資産の小数桁数以内で入力してください。",
  },
  wrong_input: {
    title: "入力に誤りがあります",
    todo: "直してから、もう一度お試しください。",
  },
  not_signable: {
    title: "これには署名できません",
    todo: "文章またはファイルを確かめてください。Mien は全体を表示できるものだけに署名します。",
  },
  reverted: {
    title: "ネットワークがこれを取り消す見込みです",
    todo: "何も届かず、手数料だけが失われます。金額と送り先を確かめてください。",
  },
  bad_signature: {
    title: "署名が合いません",
    todo: "署名が変えられたか、別の文章やファイルのものです。信用しないでください。",
  },
  suspended: {
    title: "ウォレットは一時停止中です",
    todo: "「設定 › セキュリティ」でスキャンして再開してください。",
  },
  face_only: {
    title: "顔だけで使えるのは、この端末のテストネットワークだけです",
    todo: "このネットワークを使うには「設定 › セキュリティ」で PIN を設定してください。",
  },
  unknown_network: {
    title: "このネットワークは登録されていません",
    todo: "一覧から選ぶか、「設定 › ネットワーク」で追加してください。",
  },
  chain: {
    title: "ネットワークがエラーを返しました",
    todo: "少し待って、もう一度お試しください。",
  },
  unconfirmed: {
    title: "送信しましたが、まだ確認されていません",
    todo: "これから確認されることもあります。送り直す前に「履歴」を見てください。",
  },
  devnet: {
    title: "この端末のテストネットワークに問題があります",
    todo: "価値のあるものは入っていません。上の内容に対処して、もう一度お試しください。",
  },
  busy: { title: "別のスキャンが進行中です", todo: "先にそれを終えるか中止してください。" },
  locked: {
    title: "ウォレットはロックされています",
    todo: "ロックを解除してから、もう一度お試しください。",
  },
  stale_review: {
    title: "この確認は古くなりました",
    todo: "閉じて、最初からやり直してください。何も署名されていません。",
  },
  demo_only: {
    title: "デモ用カメラで使えるのは、この端末のテストネットワークだけです",
    todo: "設定で本物のカメラを選ぶか、テストネットワークに切り替えてください。",
  },
  phrase: {
    title: "単語が合いません",
    todo: "つづりと順番を確かめて、もう一度お試しください。",
  },
  file: {
    title: "ファイルを読み書きできません",
    todo: "別の場所かファイルを選び、使用する権限があるか確かめてください。",
  },
  failed: {
    title: "うまくいきませんでした",
    todo: "もう一度お試しください。続くときは Mien を再起動してください。ウォレットはディスクに安全に残っています。",
  },
};

export const hints: Record<Hint, string> = {
  no_face: "枠の中を見てください",
  two_faces: "お一人だけでお願いします",
  cut_off: "顔全体を枠に入れてください",
  too_small: "近づいてください",
  come_closer: "もう少し近づいてください",
  too_dark: "顔をもう少し明るくしてください",
  too_bright: "明るすぎます。光を弱めてください",
  low_contrast: "光が均一な場所に移ってください",
  blurred: "動かないでください",
  head_turned: "正面を見てください",
  eyes_hidden: "目にかかる髪をよけてください",
  mouth_hidden: "口を隠さないでください",
  eyes_closed: "目を開けてください",
  other: "動かずに正面を見てください",
};

export const actions: Record<Action, string> = {
  turn_left: "ご自分の左を向いてください",
  turn_right: "ご自分の右を向いてください",
  look_up: "上を向いてください",
  blink: "まばたきをしてください",
  smile: "ほほえんでください",
  open_mouth: "口を開けてください",
};

export const kinds: Record<Kind, string> = {
  scan: "スキャン",
  enrolment: "ウォレット作成",
  session: "署名セッション",
  signature: "署名",
  transaction: "取引",
  refusal: "拒否",
  kit_export: "復元キットの保存",
  kit_import: "復元キットの読み込み",
  publication: "公開リストの作成",
  recovery: "ウォレットの復元",
  drill: "リハーサル",
  renewal: "顔の更新",
  pin_change: "PIN の変更",
  forget: "ウォレットの消去",
  setting_change: "設定の変更",
};

export const statuses: Record<Status, string> = {
  begun: "開始",
  signed: "署名済み",
  sent: "確認待ち",
  confirmed: "確定",
  reverted: "ネットワークで取り消し",
  replaced: "置き換え済み",
  undone: "巻き戻し",
  done: "完了",
  refused: "拒否",
  failed: "失敗",
  cancelled: "中止",
};
