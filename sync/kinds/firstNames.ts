import { fold } from '../compare';
import { asString, type Fields } from '../model';

/** First names that the same people go by: the whole name, and what they are called. English, and a few that travel. */
const nicknames = [
  'abigail abby gail',
  'abraham abe',
  'albert al bert',
  'aleksandr alexander alexandra alex sandy sasha sandra xander',
  'alfred al fred freddie',
  'amanda mandy',
  'andrew andrej andrei drew andy',
  'anthony tony antonio anton toni',
  'barbara babs barb',
  'benjamin ben benny',
  'bernard bernie',
  'bridget biddy bridie',
  'catherine katherine kathleen katarina kate kathy cathy kay kitty katie katya',
  'charles carl karl charlie chuck chas carlos',
  'christopher christine christina chris kris kit topher tina',
  'cornelius neil connie',
  'daniel dan danny',
  'david dave davy',
  'deborah debbie debra',
  'dimitri dmitry dima mitya',
  'donald don',
  'dorothy dot dolly dottie',
  'edward edmund edwin ed eddie ned ted teddy',
  'eleanor ellen helen nell nellie nora lena elena ella',
  'elizabeth elisabeth bess beth betsy betty eliza elsie libby lisa liz lizzie liesl elise sissi',
  'eugene gene',
  'evgeny yevgeny zhenya',
  'florence flo flora',
  'frances francis francisco frank fran fanny paco pancho franz',
  'frederick friedrich fred fritz freddie rick',
  'gabriel gabe',
  'geoffrey jeffrey geoff jeff',
  'george georg jorge jurgen yuri georgy',
  'gerald gerard gerry jerry',
  'gertrude trudy',
  'giovanni gianni nino',
  'giuseppe beppe peppe pino',
  'gregory greg',
  'harold harry hal',
  'heinrich heinz henry henrik henri harry hank',
  'ignacio nacho',
  'irene rene',
  'isabella isabel bella',
  'ivan vanya',
  'jacob james jakob jim jimmy jamie jake jaime',
  'janet jane jan jenny',
  'jennifer jen jenny',
  'jeremy jeremiah jerry',
  'jessica jessie',
  'johannes john jonathan jon jack johnny hans ian ivan jan jean jens juan sean shaun shawn',
  'joseph josef joe jose joey jody sepp pepe beppo',
  'josephine jo josie',
  'joshua josh',
  'judith judy',
  'kenneth ken kenny',
  'konstantin kostya',
  'lawrence laurence larry',
  'leonard leo lenny',
  'ludwig lutz louis luis lewis lou',
  'margaret margarete maggie meg peggy greta gretel daisy marge margot rita',
  'maria mary marie mariya masha mia mimi molly polly miriam',
  'martha marty patty',
  'matthew matthias matt',
  'maximilian max',
  'michael mikhail mike mick micky misha miguel michel',
  'mildred millie',
  'nancy ann anne anna hannah annie nan',
  'natalia natalya natasha',
  'nathaniel nathan nat nate',
  'nicholas nikolai nikolaus nick nicky klaus niklas kolya',
  'oliver ollie',
  'pamela pam',
  'patricia patrick pat patty paddy tricia trish',
  'penelope penny',
  'peter piotr pyotr petya pete pedro pierre',
  'philip philippa phil pip',
  'priscilla cilla',
  'rebecca becky',
  'richard dick rich rick ricky ricardo',
  'robert rob bob bobby robbie bert roberto robin',
  'roderick rod',
  'roger rodge hodge',
  'ronald ron ronnie',
  'rosemary rose rosie',
  'rudolf rudi rolf',
  'samuel samantha sam sammy',
  'sarah sara sally sadie',
  'sebastian seb bastian',
  'sergei serge seryozha',
  'sofia sophie sonya',
  'stanley stan',
  'stephen steven stefan stephanie steve stevie esteban etienne',
  'susan susanne suzanne sue susie suzy',
  'svetlana sveta lana',
  'sylvester sly',
  'tatiana tanya',
  'theodore theo ted teddy fyodor',
  'theresa terry tess tessa',
  'terence terry',
  'thomas tom tommy',
  'timothy tim timmy',
  'valentine val',
  'veronica ronnie vera',
  'victor victoria vic vicky',
  'vincent vince vinnie',
  'vladimir vova volodya vlad',
  'walter walt wally',
  'wilhelm william bill billy will willy liam guillermo guillaume',
  'winifred winnie',
  'yoshua josh',
  'zachary zach zack',
  'александр александра саша шура',
  'алексей алеша леша',
  'анастасия настя',
  'анна аня',
  'владимир вова володя',
  'дмитрий дима митя',
  'евгений евгения женя',
  'екатерина катя',
  'елена лена',
  'иван ваня',
  'мария маша',
  'михаил миша',
  'наталья наташа',
  'николай коля',
  'ольга оля',
  'павел паша',
  'сергей сережа',
  'татьяна таня',
].map((group) => new Set(group.split(' ')));

/** Forms of one character in Japanese and Chinese names, old and new; the first stands for all of its group. */
const newForms = new Map(
  (
    '恵惠 沢澤泽 浜濱滨 辺邊邉边 広廣广 国國 真眞 実實实 栄榮荣 徳德 竜龍龙 礼禮 寿壽 静靜 ' +
    '円圓圆 暁曉晓 来來 万萬 将將 桜櫻樱 斎齋斉齊齐 曽曾 蔵藏 高髙 崎﨑 弥彌 豊豐丰 朗郎 峰峯 ' +
    '島嶋岛 富冨 桑桒 滝瀧 縁緣缘 麗丽 強强 偉伟 華华 軍军 傑杰 宝寶寳 紅红 鵬鹏 輝辉 楽樂乐 ' +
    '瑩莹 穎颖頴 蘭兰 鳳凤 飛飞 東东 陽阳 雲云 濤涛 厳嚴严 勁劲 剣劍剑 愛爱 慶庆 貴贵 義义 ' +
    '倫伦 鋭锐 鉄铁 鈴铃 聡聰聪 学學 賢贤 鋼钢 潤润 蓮莲 聖圣 勝胜 進进 遠远 達达 運运 順顺 ' +
    '維维 紀纪 純纯 絵繪绘 緑绿 織织 業业 衛卫 暢畅 暉晖 恒恆 巌巖 亜亞亚 児兒儿 凱凯 園园 ' +
    '堯尧 増增 夢梦 奥奧 寧宁 寛寬宽 岡冈 慎愼 昇升 晋晉 楊杨 権權权 涼凉 渓溪 満滿满 漢汉 ' +
    '爾尔 瑶瑤 穂穗 節节 結结 臨临 芸藝艺 荘莊庄 葉叶 薫薰 誠诚 諒谅 謙谦 貞贞 遥遙 郷鄉 銘铭 ' +
    '陸陆 霧雾 響响 顕顯显 風风 駿骏 鶴鹤 鷹鹰 佑祐'
  )
    .split(' ')
    .flatMap(([first = '', ...others]) => others.map((other) => [other, first] as const)),
);

const honorifics = new Set(
  'mr mrs ms miss mister herr frau dr prof professor sir madam mme mlle monsieur madame senor senora sig don dona san sama 様 さん 氏 先生 殿'.split(
    ' ',
  ),
);

const scripts = ['Latin', 'Han', 'Hiragana', 'Cyrillic', 'Greek', 'Hangul', 'Arabic', 'Hebrew', 'Thai'];
const scriptPatterns = scripts.map((script) => new RegExp(`^[\\p{Script=${script}}ー]+$`, 'u'));
/** The one script a word is in; -1 for a mixture, and for one that is not named here. */
const scriptOf = (word: string): number => scriptPatterns.findIndex((pattern) => pattern.test(word));

const toHiragana = (text: string): string =>
  text.replace(/[ァ-ヶ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - 0x60));

/** The spelling without what does not tell people apart: accents, kana of either sort, old forms of characters. */
const plain = (text: string): string =>
  [
    ...toHiragana(
      fold(text)
        .normalize('NFD')
        .replace(/[\u0300-\u036f]/g, '')
        .normalize('NFC'),
    ),
  ]
    .map((letter) => newForms.get(letter) ?? letter)
    .join('')
    .replace(/ß/g, 'ss');

/** Longer ones are no names. */
const MOST_LETTERS = 64;

/** The words of a name, without titles and marks. */
const wordsOf = (name: unknown): readonly string[] =>
  plain(asString(name).slice(0, 4 * MOST_LETTERS))
    .split(/[^\p{L}\p{M}ー]+/u)
    .filter((word) => word !== '' && !honorifics.has(word))
    .map((word) => word.slice(0, MOST_LETTERS));

/** Japanese in Latin letters is written in several ways: Jun, Zyun; Shouji, Syoji. */
const romaji = (word: string): string =>
  word
    .replace(/s[hy]/g, 's')
    .replace(/c[hy]|t[sy]/g, 't')
    .replace(/[jz]y?/g, 'z')
    .replace(/ph|f/g, 'h')
    .replace(/ou|oo|oh/g, 'o')
    .replace(/uu/g, 'u')
    .replace(/y/g, 'i')
    .replace(/(.)\1/g, '$1');

/** Letters to add, drop or change to get from one word to the other (Levenshtein); both are short. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}

/** One letter in three may be another. */
const isCloseTo = (a: string, b: string): boolean => editDistance(a, b) <= Math.floor(Math.max(a.length, b.length) / 3);

const alphabets = ['Latin', 'Cyrillic', 'Greek'].map((script) => scripts.indexOf(script));
/** Letters of an alphabet below which a word may be initials. */
const WHOLE = 3;
const isWhole = (word: string): boolean => !alphabets.includes(scriptOf(word)) || word.length >= WHOLE;

/** Could nobody go by both words? Of two scripts that cannot be said, nor of initials, short forms and like spellings. */
function isClearlyOther(a: string, b: string): boolean {
  const script = scriptOf(a);
  if (script < 0 || script !== scriptOf(b) || !isWhole(a) || !isWhole(b)) return false;
  if (a.includes(b) || b.includes(a) || isCloseTo(a, b) || isCloseTo(romaji(a), romaji(b))) return false;
  return !nicknames.some((group) => group.has(a) && group.has(b));
}

/**
 * Do two people of one address have whole first names that contradict each other (Taro and Hanako)? Never where one has none, or
 * where it may be the other's in another script, order (family name first) or spelling, shortened, or a nickname.
 */
export function contradictingFirstNames(a: Fields, b: Fields): boolean {
  const [one, two] = [wordsOf(a.firstName), wordsOf(b.firstName)];
  const whole = (f: Fields, first: readonly string[]) => new Set([...first, ...wordsOf(f.lastName)]);
  const [all, others] = [whole(a, one), whole(b, two)];
  if (one.length === 0 || two.length === 0) return false;
  if (one.some((word) => others.has(word)) || two.some((word) => all.has(word))) return false;
  return one.every((word) => two.every((other) => isClearlyOther(word, other)));
}
