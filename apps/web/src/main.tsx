import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Gate } from './accounts/gate';
import { Refused } from './shell/api';
import { App } from './shell/app';
import { DatasetProvider } from './shell/dataset';
import { SpeechProvider, useSpeech } from './shell/language';
import { FONTS } from './shell/fonts';
import './shell/page.css';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // Readers that trail the log answer 503 with Retry-After; anything else the server refuses stays refused.
      retry: (count, error) => error instanceof Refused && error.problem.status === 503 && count < 4,
      retryDelay: (_count, error) => (error instanceof Refused && error.retryAfterSeconds !== null ? error.retryAfterSeconds : 1) * 1000,
    },
  },
});

/** Ink of the ledger, darker than antd's own so that all text keeps a contrast of 4.5 on its ground. */
const token = {
  colorPrimary: '#1d4f91',
  colorLink: '#1d4f91',
  // antd's own are lighter than a link on its ground may be.
  colorLinkHover: '#17406d',
  colorLinkActive: '#17406d',
  colorInfo: '#1d4f91',
  colorSuccess: '#2a6b33',
  colorWarning: '#8a5300',
  colorError: '#b3261e',
  // The grounds that antd derives from inks this dark are muddy: those of the marks.
  colorSuccessBg: '#e7f3e8',
  colorSuccessBorder: '#bfdcc2',
  colorWarningBg: '#fdf1dc',
  colorWarningBorder: '#ecd3a4',
  colorErrorBg: '#fbe9e7',
  colorErrorBorder: '#ecc0bc',
  colorInfoBg: '#e6eef7',
  colorInfoBorder: '#c3d5e8',
  colorText: '#1c2733',
  colorTextSecondary: '#3d4a59',
  colorTextTertiary: '#566272',
  colorTextQuaternary: '#5f6b7a',
  colorTextDescription: '#566272',
  colorTextPlaceholder: '#66717f',
  colorTextDisabled: '#66717f',
  colorBorder: '#c3ccd6',
  colorBorderSecondary: '#dfe4ea',
  borderRadius: 4,
  fontFamily: FONTS,
};

/** Whoever asks the system for less movement gets none here (WCAG 2.3.3). */
const motion = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function Themed() {
  const { language } = useSpeech();
  // Names of months and the first day of a week, in calendars.
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      theme={{
        token: { ...token, motion },
        components: { Table: { headerBg: '#eef2f6', cellPaddingBlockSM: 6 }, Tabs: { itemColor: '#3d4a59' } },
      }}
    >
      <AntApp message={{ maxCount: 1, duration: 2, top: 64 }}>
        <Gate>
          <App />
        </Gate>
      </AntApp>
    </ConfigProvider>
  );
}

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <SpeechProvider>
        <DatasetProvider>
          <Themed />
        </DatasetProvider>
      </SpeechProvider>
    </QueryClientProvider>
  </StrictMode>,
);
