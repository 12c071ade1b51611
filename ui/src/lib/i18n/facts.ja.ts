// Japanese sentences for the facts that the Rust side gives.
import type { Called } from "../bindings";
import { duration } from "../format";
import { actions, hints } from "./codes.ja";
import type { CautionTexts, DeedTexts, DoneTexts, FactTexts } from "./facts";

const accountName = (index: number): string => `アカウント ${index + 1}`;

const called = (name: Called | null): string =>
  name === null
    ? "以前に使ったアドレス"
    : name.by === "account"
      ? name.label || `ご自分の${accountName(name.index)}`
      : name.name;

const quote = (text: string): string => `「${text}」`;

export const facts: FactTexts = {
  wait: (f) => `あと${duration(f.seconds, "ja")}お待ちください。`,
  frames: (f) =>
    `${f.wanted} 枚のうち ${f.good} 枚しか使えませんでした。` +
    (f.hint ? `主な理由: ${quote(hints[f.hint])}` : "顔が写っていませんでした。"),
  captures_disagree: () => "2 回の撮影が同じ人物に見えません。",
  other_movement: (f) =>
    `指示: ${quote(actions[f.asked])}、実際の動き: ${quote(actions[f.done])}。指示された動きだけをしてください。`,
  movement_missed: (f) =>
    `時間内に動きを確認できませんでした: ${quote(actions[f.action])}。もっと大きく動いてください。`,
  no_return: (f) =>
    `${quote(actions[f.action])}のあと、顔が元に戻りませんでした。動きのたびに正面を向いてください。`,
  face_changed: () => "スキャン中に顔が変わりました。カメラの前はご本人だけにしてください。",
  picture_still: () => "カメラの映像が止まっています。カメラを入れ直してください。",
  picture_repeats: () => "カメラが録画のように同じ映像を繰り返しています。",
  face_jumped: () => "映像の中で顔の位置が飛びました。カメラを動かさないでください。",
  pin_short: (f) => `${f.chars} 文字です。${f.least} 文字以上にしてください。`,
  pin_long: (f) => `${f.bytes} バイトあります。${f.most} バイトまでです。`,
  pin_missing: () => "このウォレットには PIN があります。スキャンの前に入力してください。",
  no_phrase: () => "このウォレットには紙のフレーズがありません。",
  camera_absent: (f) => `カメラ ${f.number} が見つかりません。`,
  camera_forbidden: (f) =>
    `カメラ ${f.number} を使う権限がありません。システムのプライバシー設定で許可してください。Linux では video グループに加わり、ログインし直してください。`,
  camera_busy: (f) => `カメラ ${f.number} は別のアプリが使っています。`,
  camera_unplugged: (f) => `カメラ ${f.number} が外されました。`,
  camera_black: (f) =>
    `カメラ ${f.number} の映像が真っ黒です。カバーを開けるか、部屋を明るくしてください。`,
  camera_strange: (f) => `カメラ ${f.number} の映像を読み取れません。`,
  window_forbidden: () => "このウィンドウはカメラを使えません。システムの設定で許可してください。",
  other_pack: (f) =>
    `必要なもの: ${f.wanted}、入っているもの: ${f.installed.length > 0 ? f.installed.join("、") : "なし"}`,
  path: (f) => `場所: ${f.path}`,
  full_path: () => "/ または ~/ で始まる完全なパスを入力するか、ファイルを選んでください。",
  exists: (f) => `${f.path} はすでにあります。上書きはしていません。`,
  no_kit: () => "Mien の復元キットではありません。",
  kit_newer: (f) =>
    `キットの版は ${f.found} で、この Mien が読めるのは ${f.known} までです。新しい Mien を入れてください。`,
  kit_damaged: () => "キットが壊れています。別の控えを使ってください。",
  other_wallet: (f) =>
    `キットは ${f.found} のもので、この端末のウォレットは ${f.here} です。何も変更していません。`,
  type_address: (f) => `キットの控えなしで進むには、アドレス全体を入力してください: ${f.address}`,
  type_sentence: () => "表示された文をそのまま入力するか、キットの控えを保存してください。",
  database_newer: (f) =>
    `${f.path} は新しい Mien が書いたものです（形式 ${f.found}、この Mien は ${f.known}）。新しいほうを入れてください。`,
  disk_full: (f) => `${f.path} のあるディスクがいっぱいです。`,
  already_there: (f) => `${quote(f.name)}はすでにあります。別の名前にしてください。`,
  funds: (f) =>
    `残高は ${f.has} です。${f.sends} と手数料（最大 ${f.fee}）が必要で、${f.missing} 足りません。`,
  amounts: (f) => `残高は ${f.has} で、${f.wanted} はありません。`,
  fee_too_high: () => "ガス価格が高すぎます。入力を確かめてください。",
  typed: (f) => `入力: ${quote(f.text)}`,
  checksum: (f) =>
    `${f.given} には少なくとも 1 文字の誤りがあります。この並びなら ${f.expected} と書かれます。`,
  no_token: (f) => `${f.network} の ${f.address} にトークンはありません。`,
  too_long_for_qr: () => "長すぎて QR コードにできません。",
  no_pieces: () => "このコントラクトに個別の品はありません。トークンの数量を送ってください。",
  network: (f) => `ネットワーク: ${quote(f.name)}`,
  no_node: (f) =>
    `${f.network} にはまだノードがありません。「設定 › ネットワーク」で入力してください。`,
  node_down: (f) => `${f.network} のノード（${f.endpoint}）が応答しません。`,
  node_slow: (f) =>
    `${f.network} のノード（${f.endpoint}）から${duration(f.seconds, "ja")}以内に応答がありませんでした。`,
  node_strange: (f) => `${f.endpoint} は ${f.network} のノードとして働いていません。`,
  node_refused: (f) => `${f.network} のノードに断られました。`,
  other_chain: (f) =>
    `${f.network} のチェーン ID は ${f.expected} のはずですが、ノードは ${f.found} です。ノードのアドレスを確かめてください。`,
  payment_elsewhere: (f) =>
    `チェーン ${f.wanted} での支払いを求めていますが、使用中なのは ${f.network}（${f.chain_id}）です。先にネットワークを切り替えてください。`,
  not_confirmed: (f) =>
    `取引 ${f.hash} は${duration(f.seconds, "ja")}たっても確認待ちです。「履歴」で早めるか取り消せます。`,
  not_waiting: (f) =>
    `取引 ${f.hash} はもう待っていません。確定したか、置き換えられたか、失われました。`,
  transaction: (f) => `取引 ${f.hash}`,
  place_taken: () =>
    "署名の間に、このアカウントの別の取引が先に入りました。送られていませんので、もう一度送ってください。",
  chain_begun_anew: () =>
    "その後チェーンが最初から始められたか、巻き戻されました。もう一度送ってください。",
  no_gateway: () => "IPFS にあるデータです。設定でゲートウェイを選んでください。",
  no_chain_id: () =>
    "この取引にはネットワークの指定がなく、どのネットワークでも有効になってしまいます。",
  delegation_everywhere: (f) =>
    `すべてのネットワークで、アカウントを ${f.address} に委ねるものです。`,
  bare_hash: () => "ただの 32 バイトで、何を意味するのかわかりません。取引のこともあります。",
  own_text: () => "Mien だけが署名する文章に似せてあります。",
  live_chain: (f) =>
    `このウォレットには PIN がなく、署名できるのはこの端末のテストネットワークだけです（求められたのはチェーン ${f.chain_id}）。`,
  no_chain_in_domain: () =>
    "ネットワークの指定がありません。PIN のないウォレットが署名できるのは、この端末のテストネットワークだけです。",
  sign_in_elsewhere: (f) =>
    `別のネットワーク（${f.found}）でのサインインです。PIN のないウォレットは、この端末のテストネットワーク専用です。`,
  sign_in_malformed: (f) =>
    `サインインを求めていますが、標準に従っていません（${f.line} 行目）。別のサイトにサインインさせる手口に使われます。`,
  sign_in_other_site: (f) => `${f.found} へのサインインですが、開いているのは ${f.expected} です。`,
  sign_in_other_account: (f) =>
    `${f.found} でのサインインですが、使用中のアカウントは ${f.own} です。アカウントを切り替えるか、別の文章を求めてください。`,
  sign_in_other_chain: (f) =>
    `チェーン ${f.found} でのサインインですが、使用中のネットワークのチェーン ID は ${f.chain_id} です。`,
  sign_in_expired: (f) =>
    `このサインインは ${f.at} に期限が切れました。サイトに新しいものを求めてください。`,
  too_long: (f) => `${f.bytes} バイトあります。${f.most} バイトまでです。`,
  empty: () => "中身がありません。",
  blob: () => "ブロブを含む取引には対応していません。",
  reason: (f) => `コントラクトの説明: ${quote(f.text)}`,
  clipboard: () => "ここではクリップボードを使えません。文字を選んでご自分でコピーしてください。",
  browser: () => "このコンピューターでブラウザーを開けませんでした。",
  no_explorer: () => "このネットワークには、https で始まるエクスプローラーがありません。",
};

export const cautions: CautionTexts = {
  first_use: () =>
    "このアドレスに送るのは初めてです。相手から受け取ったアドレスと見比べてください。",
  looks_like: (c) =>
    `${called(c.name)}のアドレスと最初と最後が同じですが、別のアドレスです。見間違えさせるために作られることがあります。`,
  to_token_contract: () => "これはトークン自体のコントラクトです。ここに送ったものは失われます。",
  unlimited: () => "あなたが取り消すまで、相手が今後もトークンをすべて引き出せるようになります。",
  unknown_call: (c) => `この呼び出しが何をするのか、Mien にはわかりません（関数 ${c.selector}）。`,
  delegates: () =>
    "アカウントをコントラクトに委ねます。そのコントラクトは中身をすべて動かせるようになります。",
  creates_contract: () => "誰かに送るのではなく、新しいコントラクトを作ります。",
  would_fail: (c) =>
    `試しの実行が失敗しました。手数料だけが失われます。コントラクトの説明: ${quote(c.reason)}`,
  not_tried: () => "試しの実行ができなかったため、結果はわかりません。",
  may_be_replayed: (c) =>
    `このテスト用ノードは本番ネットワークのチェーン ID（${c.chain_id}）を使っています。ここで署名したものは、本番でも送信できてしまいます。`,
  no_contract: () =>
    "このアドレスにはコントラクトがありません。呼び出しは何も起こさず、一緒に送ったコインはそこに残ります。",
  abi_unread: (c) =>
    `${c.folder} にあるコントラクトの説明を読み取れなかったため、ここでは役に立ちません。`,
  not_compared: (c) =>
    `${c.domain} を開いている場合にだけ署名してください。Mien はブラウザーと照合できませんでした。`,
  user_info: (c) => `実際のサイトは、${c.domain} の @ の前ではなく後ろの部分です。`,
  other_host: (c) => `このサインインの行き先は ${c.uri} で、${c.domain} ではありません。`,
  not_yet_valid: (c) => `このサインインは ${c.from} まで有効になりません。`,
  not_fresh: (c) => `この文章は ${c.at} に作られたとありますが、現在の時刻と合いません。`,
  other: (c) => c.text,
};

export const done: DoneTexts = {
  sent: (d) => d.text,
  called: (d) => `${d.coins} と ${d.bytes} バイトの呼び出し`,
  ended: (d) => `${d.token} の引き出しの許可の終了`,
  nothing: () => "何もしない（別の取引と置き換え）",
  signed: (d) =>
    ({ message: "メッセージ", typed_data: "型付きデータ", document: "文書" })[d.kind as string] ??
    "",
};

export const again = (what: string): string => `${what}（早める）`;

export const deeds: DeedTexts = {
  coins: (d) => d.amount,
  nothing: () => "何も送らない（別の取引と置き換える）",
  creation: (d) => `新しいコントラクト（コード ${d.bytes} バイト）`,
  tokens: (d) => d.amount,
  move: (d) => `別のアカウントから ${d.amount}`,
  nft: (d) => d.name,
  items: (d) => `${d.amount} × ${d.name}`,
  allow: (d) => `${d.amount} まで引き出しを許可する`,
  allow_more: (d) => `さらに ${d.amount} の引き出しを許可する`,
  allow_all: (d) => `${d.token} を無制限に引き出すことを許可する`,
  allow_nft: (d) => `${d.name} の引き出しを許可する`,
  allow_collection: (d) => `${d.token} のすべての引き出しを許可する`,
  disallow: (d) => `${d.token} の引き出しの許可を終える`,
  call: (d) => (d.function ? `${d.function} を呼び出す` : "不明な関数を呼び出す"),
  typed_data: (d) => d.name,
};
