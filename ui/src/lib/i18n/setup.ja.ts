// Japanese texts of the first run, of recovering, of scans and of the recovery kit.
import type { Catalogue } from "./en";

/** Faithful to the English text of the same version, which alone the Rust side records. */
export const consentText: Catalogue["consentText"] =
  "Mien は、署名を 1 回行うたびに、お客様の顔を使ってウォレットの鍵の一部（シェア）を復元します。" +
  "お客様の写真も顔のテンプレートも保存しません。保存するのは、この端末の（および復元キットの中の）補助データです。" +
  "補助データがあれば、お客様の写真がお客様本人のものだと判別できます。また、それを盗んだ者が十分な時間をかけて試せば、" +
  "お客様の顔の特徴を割り出せます。PIN がなければ数時間で、PIN があれば PIN も言い当てた後に限られます。" +
  "補助データはどこにも送信されません。`mien forget` でいつでも消去できます。" +
  "スキャンには同意が必要です。顔を使わずに開く手段として、紙に書く復元フレーズも用意しています。";

export const setup: Catalogue["setup"] = {
  step: (n, of) => `ステップ ${n} / ${of}`,

  welcome: {
    title: "あなたの顔が鍵になります",
    lead: "カメラを見るだけで送金できます。引き出しにしまうシードフレーズも、間に入る会社もありません。",
    create: "ウォレットを作る",
    recover: "ウォレットを復元する",
    minutes: "2 分ほどで終わります。",
  },
  consent: {
    title: "顔の使われ方",
    points: [
      "顔は、署名 1 回ごとに鍵の半分を開きます。",
      "写真は保存されず、どこにも送信されません。",
      "顔写真は秘密ではないため、PIN と組み合わせます。",
    ],
    full: "全文",
    version: (v) => `この文章の版: ${v}`,
    agree: "同意する",
    decline: "同意しない",
    declined: "同意がないかぎり、カメラは使われず、何も保存されません。いつでも読み直せます。",
    again: "もう一度読む",
  },
  camera: {
    title: "カメラを選ぶ",
    lead: "顔が均一に明るくなるように座ってください。",
    pick: "カメラ",
    none: "カメラが見つかりません。接続してもう一度検索するか、デモ用カメラで Mien をお試しください。",
    search: "もう一度検索する",
    demo: "デモ用カメラ",
    stranger: "デモ用カメラ（別の人）",
    demoNote: "実際の顔の代わりに写真を再生します。この端末のテストネットワーク専用です。",
    window: "ウィンドウ経由のカメラ",
    windowNote:
      "Mien が直接読み取れないカメラのための方法です。映像はこのウィンドウのページを通ります。",
    use: "このカメラを使う",
    looksGood: "よく見えています",
    preview: "カメラの映像",
  },
  secret: {
    title: "PIN またはパスフレーズを決める",
    lead: "顔と組み合わせて使います。誰にも調べられません。忘れた場合は、紙の復元フレーズでしか開けません。",
    first: "PIN またはパスフレーズ",
    hint: "6 文字以上。無作為な 4 つの単語なら、写真を持つ盗人にも耐えられます。数字 6 桁では 2 日ほどで破られます。",
    second: "もう一度入力",
    short: "6 文字以上にしてください。",
    differ: "2 つが一致しません。",
    show: "表示",
    hide: "隠す",
    next: "次へ",
    faceOnly: "顔だけで使う（テストネットワーク用）",
    faceOnlyTitle: "顔だけで使う",
    faceOnlyText:
      "PIN のないウォレットは、コピーを盗まれると、写真がなくても 1 時間ほどで開けられます。そのため、この端末のテストネットワークでしか署名しません。PIN は後から設定できます。",
    faceOnlyYes: "PIN なしで進む",
    faceOnlyNo: "PIN を決める",
  },
  enrol: {
    title: "カメラを見てください",
    lead: "短い撮影を 2 回行います。画面の指示に従ってください。",
  },
  phrase: {
    screen: "紙の復元フレーズ",
    offerTitle: "顔を使わずに開く手段",
    offer:
      "顔は変わることも、けがをすることもあります。紙に書いた 24 の単語と復元キットがあれば、顔も PIN もなしでこのウォレットを開けます。",
    show: "単語を表示する",
    refuse: "単語なしで進む",
    refuseSure:
      "単語がないと、PIN を忘れたり顔が変わったりしたときに、ウォレットは失われます。それでも単語なしで進みますか。",
    refuseYes: "単語なしで進む",
    refuseNo: "戻る",
    title: "この 24 の単語を紙に書いてください",
    lead: "この順番どおりに書いてください。Mien と復元キットがそろわないと使えません。写真には撮らないでください。",
    written: "書きました",
    checkTitle: "3 つの単語を入力してください",
    word: (n) => `${n} 番目の単語`,
    check: "確かめる",
    wrong: "一致しません。紙を見て、もう一度お試しください。",
    see: "単語をもう一度見る",
  },
  kit: {
    title: "復元キットを保存する",
    lead: "この端末をなくしても、キットと顔と PIN があれば、同じアドレスを取り戻せます。別の端末か紙に保管してください。",
    leadFaceOnly:
      "この端末をなくしても、キットと顔があれば、同じアドレスを取り戻せます。別の端末か紙に保管してください。",
    file: "ファイルとして保存",
    qr: "印刷用の QR 画像として保存",
    path: "保存先",
    save: "保存",
    saved: (path) => `保存しました: ${path}`,
    away: "USB メモリー、別の端末、紙など、別の場所に移してください。",
    without: "控えは要りません",
    withoutLead:
      "控えがないと、この端末をなくしたときに中の資産も失われます。進むには、次の文を入力してください:",
    sentence: "控えは作りません",
    withoutField: "上の文",
    withoutYes: "控えなしで進む",
    withoutNo: "やはり保存する",
    next: "次へ",
  },
  drill: {
    title: "リハーサル",
    lead: "本番と同じように一度試します。PIN を入力し、カメラを見て、何も送らない署名を行います。",
    leadFaceOnly: "本番と同じように一度試します。カメラを見て、何も送らない署名を行います。",
    begin: "リハーサルをする",
    passed: "うまくいきました",
    passedLead: "署名を作成し、正しいことを確かめました。何も送られていません。",
    margin: (deg, pm) => `余裕 ${deg}° ± ${pm}°`,
    marginGood: "余裕をもってウォレットを開けます。",
    marginThin:
      "開けましたが、余裕がわずかです。明るさが変わると失敗するかもしれません。いずれ「設定 › セキュリティ」で顔を更新してください。",
    next: "次へ",
  },
  done: {
    title: "ウォレットの準備ができました",
    lead: "これがあなたのアドレスです。どのイーサリアム系ネットワークでも使えます。",
    open: "ウォレットを開く",
  },

  recover: {
    title: "ウォレットを復元する",
    lead: "復元キットと、顔または紙の復元フレーズが必要です。",
    fromFile: "キットのファイルから",
    fromQr: "QR コードをカメラで読み取る",
    path: "キットのファイル",
    open: "キットを開く",
    hold: "QR コードをカメラの前にかざしてください",
    found: "キットが見つかりました",
    address: "アドレス",
    made: "作成日時",
    withPin: "PIN つきで作られています。",
    withoutPin: "PIN なしで作られています。",
    pin: "このキットの PIN",
    byFace: "顔で続ける",
    byPhrase: "紙の復元フレーズを使う",
    words: "24 の単語",
    wordsHint: "順番どおりに、空白で区切ってください。",
    wordsCount: (n) => `24 語中 ${n} 語`,
    newPin: "新しい PIN またはパスフレーズ",
    noPhrase: "このキットには紙の復元フレーズがありません。",
    done: "復元しました",
    doneLead: "この端末で同じアドレスを使えます。",
  },

  scan: {
    title: "スキャン",
    preparing: "カメラを準備しています",
    ready: "枠の中を見てください",
    capture: (n, of) => `撮影 ${n} / ${of}`,
    waitTitle: "ここで少し変えてください",
    wait: "光の向きや座る場所を変えてください。どちらの条件でも認識できるようになります。",
    waitNext: "続ける",
    now: (seconds) => `あと ${seconds} 秒`,
    actionDone: "できました",
    opening: "確認しています",
    signing: "署名しています",
    measuring: "余裕を測っています",
    writing: "保存しています",
    progress: "スキャンの進み具合",
    preview: "カメラに写ったあなた",
    cancel: "中止",
    cancelHint: "Esc キーでいつでも中止できます。",
    again: "もう一度",
    back: "戻る",
    outcome: {
      match: "確認できました",
      poor_quality: "はっきり写りませんでした。もう一度",
      not_matched: "顔または PIN が一致しませんでした",
      liveness_failed: "動きを確認できませんでした",
      cancelled: "中止しました",
    },
    qr: "QR コード全体が写るように静止させてください",
  },
};
