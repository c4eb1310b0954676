import type { RelayWords } from './words.en.ts'

const range = (writer: string, from: number, to: number) => `${writer}:${from}${to > from ? `〜${to}` : ''}`

const named = (names: readonly string[], more: number) => `${names.join('、')}${more === 0 ? '' : `ほか${more}件`}`

export const relay: RelayWords = {
  synced: (incident, pushed, pulled) => `${incident}  送信${pushed}件、受信${pulled}件`,
  nothing: (name) => `中継サーバー ${name}: 共有するものはありません`,
  done: (name, incidents) => `中継サーバー ${name}: インシデント${incidents}件が最新です`,
  refused: (incident, writers, more) =>
    `${incident}: 中継サーバーにある ${named(writers, more)} の行のうち、検証できないもの、またはこのマシンの記録と矛盾するものは、取り込んでいません`,
  forked: (incident, { writer, base, last, lastElsewhere, counts, isOtherKey, isOwn }) => {
    const [here, elsewhere] = [range(writer, base + 1, last), range(writer, base + 1, lastElsewhere)]
    if (isOtherKey) {
      const found = `${incident}: 中継サーバーに、書き手 ${writer} の名前で別の鍵を使った行（${elsewhere}）があります。中継サーバーのパスワードを知る誰かが書いたものです`
      if (counts)
        return `${found}。取り込んでいません。${isOwn ? 'このマシンの鍵によるものではありません' : '有効なのは、このマシンにある行です'}`
      return `${found}。どちらも持っていないマシンは、このマシンにある行ではなく、別の行を取り込みます。${isOwn ? `今後、このマシンは新しい書き手として記録します。${here} を log で確かめ、ほかの担当者に必要な内容は記録し直してください` : 'どちらかを信用する前に、誰が記録したものか確かめてください'}`
    }
    const found = `${incident}: このマシンにある ${here} と同じ位置に、同じ鍵で署名された別の行（${elsewhere}）があります`
    if (isOwn)
      return `${found}。このマシンの状態フォルダーが複製または復元されています。どちらも持っていないマシンは、${counts ? 'このマシンの行を取り込み、別の行は取り込みません' : `別の行を取り込みます。このマシンの ${here} は取り込まれず、ここにしかない可能性があります。log で確かめ、ほかの担当者に必要な内容は記録し直してください`}。今後、このマシンは新しい書き手として記録します`
    return `${found}。状態フォルダーが複製または復元されています。${counts ? 'どちらも持っていないマシンは、このマシンにある行を取り込みます' : 'このマシンでは、先に届いた行が有効です。どちらも持っていないマシンは、別の行を取り込みます'}。別の行は、このマシンには取り込んでいません。記録した担当者に確かめてください`
  },
  searching: (id) =>
    `${id}: 中継サーバーにこのインシデントの先頭行が多数あり、まだすべてを検証できていません。宣言の行が見つかるまで、このマシンには取り込まれません。もう一度 sync を実行すると、続きから検証します`,
  moreForks: (incident, count) =>
    `${incident}: 中継サーバーには、このほかにも${count}か所、ここにある行とは別の行があります（一覧は省略しています）`,
  acceptedKey: (writer, key) =>
    `確認済みにしたのは、このマシンに行があり、次の鍵を持つ ${writer} です: ${key}。中継サーバーにある、同じ名前で別の鍵を使った行は、確認済みにならず、取り込まれません`,
  unread: (incident, writers, more) =>
    `${incident}: 中継サーバーに ${named(writers, more)} の名前の行が多数あり、まだすべてを検証できていません。本物の記録が残っている可能性があります。次の sync で続きから検証します`,
  changed: (name, { isOther, alternates = false }, at) =>
    alternates
      ? `中継サーバー ${name} として、複数の中継サーバーが入れ替わりに応答しています${at === null ? '' : `（${at} に検出）`}。このマシンの記録はそれぞれに送りますが、各マシンに届くのは応答した中継サーバーにある記録だけです。同じ告知を同時に送るおそれもあります。接続先が1つのデータベースになるようにしてください`
      : isOther
        ? `中継サーバー ${name} は、以前のものとは別の中継サーバーです${at === null ? '' : `（${at} に検出）`}。このマシンの記録を照合し、終了したインシデントも含めて送り直します。以前の中継サーバーに接続しているマシンとは何も共有されず、同じ告知を同時に送るおそれがあります`
        : `中継サーバー ${name} から、以前はあった記録が失われていました${at === null ? '' : `（${at} に検出）`}。バックアップから復元された可能性があります。このマシンの記録を、終了したインシデントも含めて送り直します。ほかのマシンだけにある記録は、そのマシンの次の sync で送られます`,
  obstacle: (path, holder, isSuspended) =>
    holder === null
      ? `${path} は、このプログラムのファイルではありません。記録が自動で共有されないことがあります`
      : `${holder}が ${path} を使ったまま${isSuspended ? '一時停止しています' : '、動いているかどうか確かめられません'}。開始から3分が過ぎるまで、コマンドは記録を共有する別のプロセスを残しません`,
  stateFull: (path, why) =>
    `${path} に書き込めません（${why}）。何を共有したかをそこに保存できないため、共有済みの記録が未共有と表示されることがあり、コマンドは記録を自動で共有しません。記録は失われていません。sync を実行して共有し、空きを作ってください`,
  waiting: (count) => `まだ共有していない記録: ${count}件`,
  settingUp: (name) =>
    `中継サーバー ${name} を設定しています。以前のバージョンが保存した行が多いと、数分かかることがあります`,
  setUp: (name) =>
    `中継サーバー ${name}: 準備ができました。利用する人またはマシンごとに実行してください: grant halt_operator to ロール`,
}
