/** Domains where everybody may have a mailbox: they say nothing about a company. The first part alone counts (yahoo.co.jp, yahoo.com). */
const anyEnding = new Set(['gmail', 'googlemail', 'yahoo', 'ymail', 'hotmail', 'outlook', 'live', 'msn', 'aol', 'gmx']);
const exactly = new Set(
  [
    'icloud.com me.com mac.com mail.com email.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com zoho.com',
    'zohomail.com hey.com rocketmail.com duck.com yandex.com yandex.ru mail.ru inbox.ru bk.ru list.ru rambler.ru',
    'web.de t-online.de freenet.de posteo.de mailbox.org arcor.de bluewin.ch orange.fr wanadoo.fr free.fr sfr.fr laposte.net',
    'libero.it virgilio.it alice.it tin.it telefonica.net terra.com.br uol.com.br bol.com.br btinternet.com sky.com',
    'virginmedia.com ntlworld.com comcast.net verizon.net att.net sbcglobal.net cox.net charter.net bellsouth.net earthlink.net',
    'shaw.ca rogers.com bigpond.com optusnet.com.au qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com 139.com',
    'naver.com hanmail.net daum.net nate.com rediffmail.com docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp',
    'ymobile.ne.jp nifty.com nifty.ne.jp biglobe.ne.jp so-net.ne.jp ocn.ne.jp plala.or.jp dion.ne.jp infoseek.jp excite.co.jp',
    'goo.jp mail.goo.ne.jp auone.jp jcom.home.ne.jp',
  ].flatMap((line) => line.split(' ')),
);

/** Words before a country's letters that are no names themselves: example.co.jp, example.com.au. */
const secondLevel = new Set([
  'co',
  'com',
  'or',
  'ne',
  'go',
  'ac',
  'ad',
  'gr',
  'ed',
  'lg',
  'org',
  'net',
  'gov',
  'edu',
  'gob',
  'nom',
]);

/** The labels from the name on: ["example", "co", "jp"] of mail.example.co.jp. */
function registered(domain: string): readonly string[] {
  const labels = domain.split('.');
  const [second = '', top = ''] = labels.slice(-2);
  const count = labels.length > 2 && top.length === 2 && secondLevel.has(second) ? 3 : 2;
  return labels.slice(-count);
}

/** Whether anybody may have a mailbox there. */
export function isFreeMail(domain: string): boolean {
  const labels = registered(domain);
  return exactly.has(domain) || exactly.has(labels.join('.')) || anyEnding.has(labels[0] ?? '');
}

/** "Example" for mail.example.co.jp; null for a free-mail domain. One that is written as it travels (xn--…) stays whole. */
export function companyOf(domain: string): string | null {
  if (isFreeMail(domain)) return null;
  const [name = ''] = registered(domain);
  return name.startsWith('xn--') ? registered(domain).join('.') : name.charAt(0).toUpperCase() + name.slice(1);
}
