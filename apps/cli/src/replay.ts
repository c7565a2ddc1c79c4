import type { BrandRow, HistoryEntry } from '#contracts';

/** 内蒙古自治区赤峰市敖汉旗 */
export const placeOf = ({ region }: BrandRow): string =>
  region.path
    .filter(({ code }) => code !== '000000')
    .map(({ name }) => name)
    .join('');

/** Prints the life of a brand, event by event, with the explanation of each decision. */
export function printLife(brand: BrandRow, history: readonly HistoryEntry[], print: (line: string) => void): void {
  print(`${brand.name}　${placeOf(brand)}　${brand.dataset === 'synthetic' ? '【合成数据，仅供演示】' : ''}`);
  print(`编号 ${brand.brandId}，共 ${history.length} 个事件`);
  print('');
  for (const entry of history) {
    const late = entry.recordedAt.slice(0, 10) === entry.effectiveOn ? '' : `（${entry.recordedAt.slice(0, 10)} 记入）`;
    print(
      `#${entry.revision}　${entry.effectiveOn}${late}　${entry.titleZh}　${entry.actor.role === 'steward' ? '按规则' : entry.actor.id}`,
    );
    print(`    ${entry.sentenceZh}`);
    if (entry.decision === null) continue;
    const { decision } = entry;
    const basis =
      decision.basis === 'stated'
        ? `依据：${decision.cite ?? ''}`
        : `文件未规定，本地配置：规则 ${decision.rule}${decision.umbrella === null ? '' : `（总括条款：${decision.umbrella}）`}`;
    print(`    ${basis}　${decision.pack} ${decision.version}${decision.stale ? '　【须重新认定】' : ''}`);
    for (const line of decision.explanationZh.split('\n')) if (line !== '') print(`      ${line}`);
  }
}
