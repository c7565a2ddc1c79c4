import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { FigureRow } from '#contracts';
import { useMay, useSession } from '../accounts/session';
import { useSpeech } from '../shell/language';
import { Go } from '../shell/router';
import { correctionQueries } from './api';

interface Props {
  readonly brandId: string;
  readonly region: string;
  readonly figure: FigureRow;
  readonly onRequest: (figure: FigureRow) => void;
  /** By one word: what a source published, and everything in a ledger without accounts. */
  readonly onCorrect: (figure: FigureRow) => void;
}

/** 申请更正 of a locked figure, or the request that waits; 更正 where one person may. */
export function FigureActs({ brandId, region, figure, onRequest, onCorrect }: Props) {
  const { t } = useSpeech();
  const may = useMay();
  const session = useSession();
  const alone = figure.status === 'published' || session === null || session.accounts === 'off';
  const open = useQuery({ ...correctionQueries.list({ brand: brandId, state: 'open', limit: 100 }), enabled: may('listCorrections') });
  const waiting = open.data?.rows.find(({ corrects }) => corrects === figure.figureId);
  if (waiting !== undefined)
    return (
      <Go to="corrections" params={{ request: waiting.requestId, brand: brandId, state: 'open' }}>
        {t('更正申请待批准', 'A correction waits for approval')}
      </Go>
    );
  return (
    <span className="marks">
      {figure.status === 'locked' && may('requestCorrection', region) ? (
        <Button size="small" onClick={() => onRequest(figure)}>
          {t('申请更正', 'Ask for a correction')}
        </Button>
      ) : null}
      {alone && may('correctFigure', region) ? (
        <Button size="small" onClick={() => onCorrect(figure)}>
          {t('更正', 'Correct')}
        </Button>
      ) : null}
    </span>
  );
}
