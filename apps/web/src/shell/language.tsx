import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Language = 'zh' | 'en';
/** A text in both languages, Chinese first. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export interface Speech {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  /** Picks the words of the current language. */
  readonly t: (zh: string, en: string) => string;
  readonly say: (words: Words) => string;
}

const KEY = 'brand-ledger.language';
const SpeechContext = createContext<Speech | null>(null);

/** Chinese until somebody asks for English; the choice stays on this machine. */
export function SpeechProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(KEY) === 'en' ? 'en' : 'zh'));
  useEffect(() => {
    localStorage.setItem(KEY, language);
    document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  }, [language]);
  const speech = useMemo<Speech>(
    () => ({
      language,
      setLanguage,
      t: (zh, en) => (language === 'en' ? en : zh),
      say: (words) => words[language],
    }),
    [language],
  );
  return <SpeechContext value={speech}>{children}</SpeechContext>;
}

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('useSpeech stands outside SpeechProvider');
  return speech;
}
