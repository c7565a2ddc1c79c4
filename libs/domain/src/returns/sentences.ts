/** What happened to a return, as its history tells it. Persons stand beside it by their ids. */
import type { ReturnEvent } from './events';
import { RUNG_WORDS } from './ladder';
import type { Rung } from './values';

export interface ReturnSentence {
  readonly rung: Rung | null;
  /** How many lines it concerns. */
  readonly lines: number;
  readonly reason: string | null;
  readonly zh: string;
  readonly en: string;
}

const counted = (n: number): string => (n === 1 ? '1 line' : `${n} lines`);

export function returnSentence(event: ReturnEvent): ReturnSentence {
  switch (event.type) {
    case 'ReturnReported.v1': {
      const { lines, late, onBehalf, unit } = event.data;
      const marks = {
        zh: `${onBehalf ? '（代报）' : ''}${late ? '（逾期补报）' : ''}`,
        en: `${onBehalf ? ', on its behalf' : ''}${late ? ', late' : ''}`,
      };
      return {
        ...{ rung: 'reported', lines: lines.length, reason: null },
        zh: `${unit.name}报送 ${lines.length} 条${marks.zh}。`,
        en: `${unit.name} reports ${counted(lines.length)}${marks.en}.`,
      };
    }
    case 'ReturnLinesAdvanced.v1': {
      const { rung, passedOver, lines, note } = event.data;
      const over = passedOver.map((each) => RUNG_WORDS[each]);
      return {
        ...{ rung, lines: lines.length, reason: note },
        zh: `${RUNG_WORDS[rung].zh}通过 ${lines.length} 条${over.length === 0 ? '' : `；本地区没有${over.map(({ zh }) => zh).join('、')}环节`}。`,
        en: `${counted(lines.length)} ${RUNG_WORDS[rung].en}${over.length === 0 ? '' : `; this region has no rung “${over.map(({ en }) => en).join('”, “')}”`}.`,
      };
    }
    case 'ReturnLinesSentBack.v1': {
      const { to, lines } = event.data;
      const [first] = lines;
      const place = to === 'unit' ? { zh: '填报单位', en: 'the unit' } : { zh: '下一级', en: 'the rung below' };
      return {
        ...{ rung: null, lines: lines.length, reason: lines.length === 1 ? (first?.comment ?? null) : null },
        zh: `退回${place.zh}修改 ${lines.length} 条。`,
        en: `${counted(lines.length)} sent back to ${place.en}.`,
      };
    }
    case 'ReturnAdvanceUndone.v1': {
      const { rung, lines, reason } = event.data;
      return {
        ...{ rung, lines: lines.length, reason },
        zh: `撤回${RUNG_WORDS[rung].zh} ${lines.length} 条。`,
        en: `“${RUNG_WORDS[rung].en}” undone on ${counted(lines.length)}.`,
      };
    }
    case 'ReturnLateAllowed.v1': {
      const { until, reason } = event.data;
      return { ...{ rung: null, lines: 0, reason }, zh: `准予逾期补报，至 ${until}。`, en: `Late entry allowed until ${until}.` };
    }
    case 'ReturnLocked.v1': {
      const { lines, applies } = event.data;
      return {
        ...{ rung: 'locked', lines: lines.length, reason: null },
        zh: `锁定 ${lines.length} 条${applies ? '，计入品牌年度数据' : ''}。`,
        en: `${counted(lines.length)} locked${applies ? ', to be recorded with the brands' : ''}.`,
      };
    }
    case 'ReturnLinesApplied.v1': {
      const { figures, parked } = event.data;
      const lines = [...figures, ...parked].reduce((count, figure) => count + figure.lines.length, 0);
      return {
        ...{ rung: null, lines, reason: null },
        zh: `${figures.length} 项已计入品牌年度数据${parked.length === 0 ? '' : `，${parked.length} 项搁置`}。`,
        en: `${figures.length} figures recorded with their brands${parked.length === 0 ? '' : `, ${parked.length} parked`}.`,
      };
    }
  }
}
