/** The languages in which people are told things. */
export type Language = 'en' | 'ja';

/** What people call a thing, in each of their languages. */
export type Label = Readonly<Record<Language, string>>;
