import type { EditionDetail } from '#contracts';
import type { Words } from '../shell/language';

type Change = EditionDetail['changes'][number];

export const CHANGE: Readonly<Record<Change['kind'], Words>> = {
  entered: { zh: '新增', en: 'Entered' },
  restored: { zh: '恢复', en: 'Restored' },
  exited: { zh: '退出', en: 'Exited' },
  promoted: { zh: '晋级', en: 'Promoted' },
  downgraded: { zh: '降级', en: 'Downgraded' },
  renamed: { zh: '更名', en: 'Renamed' },
  keyProject: { zh: '确定建设重点项目', en: 'Key project' },
};

export const brandOfChange = (change: Change): { readonly brandId: string; readonly name: string } => {
  switch (change.kind) {
    case 'entered':
    case 'restored':
      return change.entry;
    case 'renamed':
      return { brandId: change.brandId, name: change.to };
    default:
      return change;
  }
};
