/**
 * The ladder of a region: 填报, 县级经办初审, 县级复核, 市级审核, 省级审定, 锁定.
 *
 * Which rungs exist follows from the level of the region's code. A county that its province administers itself has no
 * prefecture above it; a prefecture that reports for itself has no county; a province neither. Rungs that do not exist are
 * passed over, and the event of the next one says so.
 */
import { regionLevel, regionOf } from '../region/regions';
import { RUNGS, STEP_RUNGS, type LineStanding, type Rung, type StepRung } from './values';

interface Words {
  readonly zh: string;
  readonly en: string;
}

export const RUNG_WORDS: Readonly<Record<LineStanding, Words>> = {
  returned: { zh: '退回修改', en: 'sent back to the unit' },
  reported: { zh: '单位填报', en: 'reported by the unit' },
  checked: { zh: '县级经办初审', en: 'checked by the county' },
  reviewed: { zh: '县级复核', en: 'reviewed by the county' },
  approved: { zh: '市级审核', en: 'approved by the prefecture' },
  accepted: { zh: '省级审定', en: 'accepted by the province' },
  locked: { zh: '锁定', en: 'locked' },
};

/** Who takes a rung. Whoever takes a rung may send back what stands right below it, and undo it. */
export const RUNG_ROLES: Readonly<Record<Rung, readonly string[]>> = {
  reported: ['constructionUnit', 'trainingInstitution', 'recorder'],
  checked: ['recorder'],
  reviewed: ['checker'],
  approved: ['prefectureReviewer'],
  accepted: ['provinceScreener'],
  locked: ['provinceScreener', 'approver'],
};
const ROLE_WORDS: Readonly<Record<string, Words>> = {
  constructionUnit: { zh: '劳务品牌建设单位', en: 'the construction unit' },
  trainingInstitution: { zh: '培训机构', en: 'the training institution' },
  recorder: { zh: '经办人', en: 'the recorder' },
  checker: { zh: '复核人', en: 'the checker' },
  approver: { zh: '审批人', en: 'the approver' },
  prefectureReviewer: { zh: '市级审核人', en: 'the prefecture reviewer' },
  provinceScreener: { zh: '省级审核筛选', en: 'the province screener' },
};
/** Roles in words; a role that takes no rung stands as it is. */
export const roleWords = (roles: readonly string[]): Words => ({
  zh: roles.map((role) => ROLE_WORDS[role]?.zh ?? role).join('、'),
  en: roles.map((role) => ROLE_WORDS[role]?.en ?? role).join(', '),
});

/** Who may allow a late entry. */
export const LATE_ROLES: readonly string[] = ['prefectureReviewer', 'provinceScreener'];

const NO_COUNTY: Words = {
  zh: '本级直接填报，没有县级环节',
  en: 'it reports for itself: there is no county below',
};
const NO_PREFECTURE: Words = { zh: '由省直接管理，没有市级环节', en: 'its province administers it itself: there is no prefecture between' };

/** Why a rung does not exist in this region; null: it does. */
export function rungMissing(region: string, rung: Rung): Words | null {
  const level = regionLevel(region);
  if ((rung === 'checked' || rung === 'reviewed') && level !== 'county') return NO_COUNTY;
  if (rung !== 'approved') return null;
  if (level === 'county') {
    const parent = regionOf(region)?.parent;
    return parent !== null && parent !== undefined && regionLevel(parent) === 'prefecture' ? null : NO_PREFECTURE;
  }
  return level === 'prefecture' ? null : NO_PREFECTURE;
}

/** Rungs that exist in the region, lowest first. */
export const ladderOf = (region: string): readonly Rung[] => RUNGS.filter((rung) => rungMissing(region, rung) === null);

/** The rung that must be taken before this one. `reported` has none. */
export function rungBelow(region: string, rung: Rung): Rung | null {
  const ladder = ladderOf(region);
  const at = ladder.indexOf(rung);
  return at > 0 ? (ladder[at - 1] ?? null) : null;
}

/** The rung that comes next; null above the highest. */
export function rungAbove(region: string, rung: Rung): Rung | null {
  const ladder = ladderOf(region);
  const at = ladder.indexOf(rung);
  return at < 0 ? null : (ladder[at + 1] ?? null);
}

/** Rungs between two that do not exist in the region. */
export function passedOver(region: string, from: Rung, to: Rung): readonly StepRung[] {
  const between = RUNGS.slice(RUNGS.indexOf(from) + 1, RUNGS.indexOf(to));
  return STEP_RUNGS.filter((rung) => between.includes(rung) && rungMissing(region, rung) !== null);
}

/** The office that reports for brands of its region whose unit nobody knows（代报）. */
export function officeOf(region: string): { readonly id: string; readonly name: string } {
  const house = regionLevel(region) === 'province' || regionLevel(region) === 'country' ? '人力资源和社会保障厅' : '人力资源和社会保障局';
  return { id: `office-${region}`, name: `${regionOf(region)?.name ?? region}${house}` };
}
