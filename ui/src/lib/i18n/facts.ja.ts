// Japanese sentences for the facts that the Rust side gives.
import type { Called } from "../bindings";
import { duration } from "../format";
import { actions, hints } from "./codes.ja";
import type { CautionTexts, DeedTexts, DoneTexts, FactTexts, MediaTexts } from "./facts";

const accountName = (index: number): string => `アカウント ${index + 1}`;

const called = (name: Called | null): string =>
  name === null
    ? "以前に使ったアドレス"
    : name.by === "account"
      ? name.label || `ご自分の${accountName(name.index)}`
      : name.name;

const quote = (text: string): string => `「${text}」`;

const media: MediaTexts = {
  not_on_ipfs: "IPFS のファイルを指していません。",
  not_secure: "TLS がなく、途中で書き換えられるおそれがあるため取得しません。",
  scheme: "取得するのは data:、ipfs://、https:// だけです。",
  credentials: "アドレスにユーザー名やパスワードがあるため取得しません。",
  local: "ローカルネットワークを指しているため取得しません。",
  redirects: "転送が多すぎます。",
  unreadable: "読み取れません。",
};

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
  phrase_length: (f) => `${f.words} 語あります。用紙の 24 語をすべて入力してください。`,
  phrase_word: (f) => `${f.number} 番目の単語は一覧にありません。つづりを確かめてください。`,
  phrase_order: () =>
    "単語の組み合わせが合いません。別の単語になっているか、順番が入れ替わっています。",
  little_memory: () => "メモリが足りませんでした。ほかのアプリを閉じてください。",
  camera_absent: (f) => `カメラ ${f.number} が見つかりません。`,
  camera_forbidden: (f) =>
    `カメラ ${f.number} を使う権限がありません。システムのプライバシー設定で許可してください。Linux では video グループに加わり、ログインし直してください。`,
  camera_busy: (f) => `カメラ ${f.number} は別のアプリが使っています。`,
  camera_unplugged: (f) => `カメラ ${f.number} が外されました。`,
  camera_black: (f) =>
    `カメラ ${f.number} の映像が真っ黒です。カバーを開けるか、部屋を明るくしてください。`,
  camera_strange: (f) => `カメラ ${f.number} の映像を読み取れません。`,
  camera_silent: () =>
    "カメラから映像が届きません。カメラを使っているほかのアプリを閉じてください。",
  camera_ended: () => "カメラからの映像が途切れました。",
  no_photos: (f) => `${f.path} に JPEG か PNG の画像がありません。`,
  window_forbidden: () => "このウィンドウはカメラを使えません。システムの設定で許可してください。",
  other_pack: (f) =>
    `必要なもの: ${f.wanted}、入っているもの: ${f.installed.length > 0 ? f.installed.join("、") : "なし"}`,
  pack_newer: (f) => `モデル${quote(f.pack)}には新しい Mien が必要です。`,
  path: (f) => `場所: ${f.path}`,
  full_path: () => "/ または ~/ で始まる完全なパスを入力するか、ファイルを選んでください。",
  file_absent: (f) => `${f.path} が見つかりません。`,
  file_forbidden: (f) => `${f.path} を使う権限がありません。`,
  file_read_only: (f) => `${f.path} のあるディスクには書き込めません。`,
  file_folder: (f) => `${f.path} はフォルダーです。`,
  file_damaged: (f) => `${f.path} が壊れているか、変更されています。`,
  file_long: (f) =>
    `${f.path} は ${f.bytes.toLocaleString("ja")} バイトあります。${f.most.toLocaleString("ja")} バイトまでです。`,
  not_text: (f) => `${f.path} はテキストではありません。`,
  not_a_signature_file: (f) => `${f.path} は Mien の署名ファイルではありません。`,
  signature_file_newer: (f) =>
    `${f.path} は新しい Mien が書いたものです（版 ${f.version}）。新しいほうを入れてください。`,
  exists: (f) => `${f.path} はすでにあります。上書きはしていません。`,
  no_kit: () => "Mien の復元キットではありません。",
  kit_newer: (f) =>
    `キットの版は ${f.found} で、この Mien が読めるのは ${f.known} までです。新しい Mien を入れてください。`,
  kit_strange: () => "キットにこの Mien の知らない内容があります。新しい Mien を入れてください。",
  kit_damaged: () => "キットが壊れています。別の控えを使ってください。",
  no_qr: (f) =>
    `${f.path} の QR コードを読み取れませんでした。正面から、明るいところで、ぶれないように撮り直してください。`,
  record_damaged: (f) =>
    `ウォレットの記録 ${f.path} が壊れています。別のフォルダーで復元キットから復元してください。`,
  other_wallet: (f) =>
    `キットは ${f.found} のもので、この端末のウォレットは ${f.here} です。何も変更していません。`,
  type_address: (f) => `キットの控えなしで進むには、アドレス全体を入力してください: ${f.address}`,
  type_sentence: () => "表示された文をそのまま入力するか、キットの控えを保存してください。",
  database_newer: (f) =>
    `${f.path} は新しい Mien が書いたものです（形式 ${f.found}、この Mien は ${f.known}）。新しいほうを入れてください。`,
  database_busy: (f) => `${f.path} は別のアプリが使っています。終わるまでお待ちください。`,
  database_damaged: (f) =>
    `${f.path} が壊れています。別の場所へ移してください。鍵は入っておらず、失われるのは名前・連絡先・履歴だけです。`,
  not_a_database: (f) => `${f.path} は Mien のものではありません。別の場所へ移してください。`,
  disk_full: (f) => `${f.path} のあるディスクがいっぱいです。`,
  already_there: (f) => `${quote(f.name)}はすでにあります。別の名前にしてください。`,
  not_there: (f) => `${quote(f.name)}はもうありません。`,
  name_empty: () => "名前が空です。",
  name_long: (f) => `名前が長すぎます。${f.most} 文字までです。`,
  name_control: () => "名前に目に見えない文字が入っています。",
  name_is_address: (f) => `${quote(f.text)}はアドレスのように見えます。名前を入力してください。`,
  funds: (f) =>
    `残高は ${f.has} です。${f.sends} と手数料（最大 ${f.fee}）が必要で、${f.missing} 足りません。`,
  amounts: (f) => `残高は ${f.has} で、${f.wanted} はありません。`,
  fee_too_high: () => "ガス価格が高すぎます。入力を確かめてください。",
  fee_zero: () => "上限価格は 0 より大きくしてください。",
  tip_above_price: () => "チップは上限価格以下にしてください。",
  amount_form: (f) =>
    `${quote(f.text)}は数として読めません。数字と小数点 1 つだけで入力してください。`,
  amount_unit: (f) =>
    `${quote(f.unit)}という単位は使えません。${f.own}、gwei、wei のいずれかです。`,
  amount_decimals: (f) =>
    f.most === 0
      ? `${quote(f.text)}: ここでは整数だけを使えます。`
      : `${quote(f.text)}は小数点以下が長すぎます。${f.most} 桁までです。`,
  amount_huge: (f) => `${quote(f.text)}は大きすぎます。`,
  typed: (f) => `入力: ${quote(f.text)}`,
  checksum: (f) =>
    `${f.given} には少なくとも 1 文字の誤りがあります。この並びなら ${f.expected} と書かれます。`,
  address_start: (f) => `${quote(f.text)}は 0x で始まっていません。`,
  address_digits: (f) => `0x のあとに使えるのは 0–9 と a–f だけです: ${quote(f.text)}`,
  address_length: (f) => `0x のあとが ${f.digits} 桁です。40 桁必要です: ${quote(f.text)}`,
  link_for_other: (f) =>
    `このリンクはコインの支払い以外を求めています: ${quote(f.text)}。フォームに直接入力してください。`,
  not_a_url: (f) => `${quote(f.text)}はウェブアドレスではありません。`,
  not_http: (f) => `${quote(f.text)}は https:// か http:// で始まっていません。`,
  not_https: (f) => `${quote(f.text)}は https:// で始まっていません。`,
  gateway_more: (f) => `${quote(f.text)}にはホストとパス以外のものが含まれています。`,
  no_token: (f) => `${f.network} の ${f.address} にトークンはありません。`,
  too_long_for_qr: () => "長すぎて QR コードにできません。",
  no_pieces: () => "このコントラクトに個別の品はありません。トークンの数量を送ってください。",
  network: (f) => `ネットワーク: ${quote(f.name)}`,
  network_name: (f) => `ネットワーク名は 1～${f.most} 文字です。`,
  network_currency: (f) => `通貨の記号は 1～${f.most} 文字です。`,
  network_chain_id: (f) => `${f.chain_id} はチェーン ID として使えません。`,
  network_fixed: (f) =>
    `${quote(f.name)}はチェーン ID ${f.chain_id} のネットワークで、${f.given} ではありません。別の名前にしてください。`,
  no_tls: () => "このコンピューターでは安全な接続を使えません。証明書を確かめてください。",
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
  local_gateway: () =>
    "選ばれているゲートウェイはこのコンピューター上のもので、テストネットワーク専用です。設定で別のものを選んでください。",
  media: (f) => `${media[f.why]}アドレス: ${f.uri}`,
  media_long: (f) => `${f.kib} KiB を超えています。アドレス: ${f.uri}`,
  media_down: (f) => `サーバーから取得できません: ${f.uri}`,
  not_a_picture: () => "8 MiB までの PNG、JPEG、GIF、WebP、SVG ではありません。",
  no_picture: () => "画像がありません。",
  no_metadata: (f) => `${f.token} には説明の場所が書かれていません。`,
  late_token: (f) => `調べるのは最初の ${f.most} 個だけです。`,
  devnet_only: (f) => `${f.network} はこの端末のテストネットワークではありません。`,
  no_anvil: (f) =>
    `anvil が見つかりません。Foundry を入れるか、Mien を入れ直してください。探した場所: ${f.searched}`,
  port_taken: (f) => `ポート ${f.port} は別のアプリが使っています。そのアプリを閉じてください。`,
  devnet_failed: (f) =>
    `ログ: ${f.log}。保存されたチェーンが壊れているときは、${f.state} を削除すると新しく始められます。`,
  devnet_busy: () => "いま開始または停止の途中です。終わるまでお待ちください。",
  devnet_stuck: (f) => `停止しません。プロセス ${f.pid} を手動で終了してください。`,
  no_test_contract: (f) =>
    `テスト用コントラクト ${f.path} を使えません。Mien を入れ直してください。`,
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
  not_the_face: () =>
    "紙のフレーズでできるのは復元だけです。署名するには、フレーズで顔を登録し直してください。",
  not_typed_data: () => "型付きデータ（EIP-712）ではありません。",
  type_name: (f) => `${quote(f.name)}は型やフィールドの名前として使えません。`,
  typed_data_types: () => "型の定義を使えません。送り主に訂正を求めてください。",
  typed_data_values: () => "値が型に合っていません。送り主に訂正を求めてください。",
  typed_data_domain: (f) =>
    `ドメインのフィールドは [${f.present}] ですが、宣言は [${f.declared}] です。送り主に訂正を求めてください。`,
  signature_damaged: () => "署名が壊れています。署名した人からファイルをもらい直してください。",
  signature_not_theirs: () => "署名がこの内容と署名者に合いません。",
  signature_of_no_document: () => "この署名は文書についてのものではありません。",
  signature_of_other_document: () => "署名された文書ではありません。",
  no_document_named: () => "署名された文に文書の名前がありません。",
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
