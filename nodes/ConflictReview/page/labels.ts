import { kinds } from '../../../sync/kinds';
import type { KindName } from '../../../sync/model';
import type { Language } from './words';

const japanese: Readonly<Record<string, string>> = {
  firstName: '名',
  lastName: '姓',
  email: 'メール 1',
  jobTitle: '役職',
  companyName: '会社名',
  department: '部署',
  businessPhone: '会社電話',
  homePhone: '自宅電話',
  otherPhone: 'その他の電話',
  businessFax: '会社 FAX',
  mobilePhone: '携帯電話',
  assistantName: '秘書の名前',
  assistantPhone: '秘書の電話',
  managerName: '上司の名前',
  businessStreet: '会社 番地',
  businessCity: '会社 市区町村',
  businessState: '会社 都道府県',
  businessPostalCode: '会社 郵便番号',
  businessCountry: '会社 国',
  otherStreet: 'その他 番地',
  otherCity: 'その他 市区町村',
  otherState: 'その他 都道府県',
  otherPostalCode: 'その他 郵便番号',
  otherCountry: 'その他 国',
  notes: 'メモ',
  birthday: '誕生日',
  subject: '件名',
  dueDate: '期限',
  status: '状況',
  priority: '優先度',
  description: '説明',
  reminder: 'アラーム',
  categories: '分類項目',
  completedAt: '完了日',
  start: '開始',
  end: '終了',
  isAllDay: '終日',
  location: '場所',
  participants: '参加者',
  recurrence: '繰り返し',
  cancelled: '取り消し済み',
};

/** What a field is called in the reader's language. */
export function fieldLabel(kind: KindName, name: string, language: Language): string {
  const own = kinds[kind].fields.find((field) => field.name === name)?.label ?? name;
  return language === 'ja' ? (japanese[name] ?? own) : own;
}
