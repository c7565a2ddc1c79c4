/**
 * Who plays the demonstration（演示账户）: one person for each role, on one line of offices from a district to its province,
 * beside it a county of another province whose document asks for recommendation forms and knows training brands. Brands and units are
 * made up; the regions are real, as everywhere in the synthetic set.
 */
import { brandIdOf, namedId } from '#contracts';

/** Scope of the ids that the demonstration gives. */
const DEMONSTRATION = 'demonstration';
export const demoId = (name: string): string => namedId(DEMONSTRATION, name);

/**
 * 山东省 济南市 历下区; 内蒙古自治区 赤峰市 敖汉旗; 潍坊市, where a figure waits to be corrected; 凯里市, whose document asks for grades of
 * schools.
 */
export const DEMO_PLACES = {
  ...{ province: '370000', prefecture: '370100', county: '370102' },
  ...{ otherProvince: '150000', otherPrefecture: '150400', otherCounty: '150430', elsewhere: '370700', schools: '522601' },
} as const;

/** Roles of the table of access, which lies above this room. */
type DemoRole =
  | 'constructionUnit'
  | 'trainingInstitution'
  | 'recorder'
  | 'checker'
  | 'approver'
  | 'prefectureReviewer'
  | 'provinceScreener'
  | 'expert'
  | 'thirdParty'
  | 'auditor'
  | 'policyEditor'
  | 'policyApprover'
  | 'administrator'
  | 'publicReader';

export interface DemoPerson {
  readonly name: string;
  readonly role: DemoRole;
  readonly region: string;
  /** Stream of the unit or institution that the person speaks for. */
  readonly unit: string | null;
  /** What a visitor sees first as this person, for the card on the page of sign-in; null: a colleague, who has no card. */
  readonly sees: { readonly zh: string; readonly en: string } | null;
  /** 初始密码未修改, and a role that ends some days after the demonstration was begun: work for the administrator. */
  readonly firstPassword?: true;
  readonly endsAfterDays?: number;
}

const { province, prefecture, county, otherProvince, otherPrefecture, otherCounty, elsewhere, schools } = DEMO_PLACES;
const unitStream = (name: string): string => `unit-${demoId(name)}`;
const institutionStream = (name: string): string => `institution-${demoId(name)}`;
const at = (role: DemoRole, region: string, name: string, sees: DemoPerson['sees'], unit: string | null = null): DemoPerson => ({
  role,
  region,
  name,
  sees,
  unit,
});

/** By the name they sign in with. */
export const DEMO_CAST = {
  danwei: at(
    'constructionUnit',
    county,
    '单位填报员',
    { zh: '填报本单位品牌的年度数据', en: 'reports the year of its own brand' },
    unitStream('carers'),
  ),
  jigou: at(
    'trainingInstitution',
    otherCounty,
    '培训机构填报员',
    { zh: '填报本机构培训品牌的年度数据', en: 'reports the year of its own training brand' },
    institutionStream('welding'),
  ),
  jingban: at('recorder', county, '区经办人', {
    zh: '用手上的 Excel 代报，初审单位报送的数据',
    en: 'reports from the Excel file at hand, checks what units report',
  }),
  fuhe: at('checker', county, '区复核人', { zh: '退回一个数，其余通过', en: 'sends one figure back and passes the rest' }),
  shiji: at('prefectureReviewer', prefecture, '市级审核人', { zh: '市级审核、逐级推荐、公示', en: 'approves, forwards, posts notices' }),
  shengji: at('provinceScreener', province, '省级审核筛选人', {
    zh: '审核筛选、省级审定、催报',
    en: 'screens, accepts, sees who is missing',
  }),
  shenpi: at('approver', province, '省级审批人', {
    zh: '认定、锁定、批准更正、发布目录；看全年一页',
    en: 'recognises, locks, settles corrections, publishes the catalogue',
  }),
  zhuanjia: at('expert', province, '评审专家甲', { zh: '送您评审的申报', en: 'the nomination that waits for your vote' }),
  disanfang: at('thirdParty', schools, '第三方评估员', {
    zh: '两所民办学校待登记评估结果',
    en: 'two private schools wait for their grade',
  }),
  shenji: at('auditor', province, '审计人员', { zh: '历史、依据和访问记录', en: 'history, grounds, and who read what' }),
  zhengce: at('policyEditor', province, '政策维护人', {
    zh: '起草政策和本地配置的版本',
    en: 'drafts versions of policies and house rules',
  }),
  shending: at('policyApprover', province, '政策审定人', { zh: '待审定的政策草案', en: 'the draft that waits for a second person' }),
  guanli: at('administrator', province, '演示管理员', {
    zh: '账户、授权和代签；一人初始密码未修改，一人角色即将到期',
    en: 'accounts, roles, stand-ins; a first password, and a role that ends soon',
  }),
  gongzhong: at('publicReader', province, '公众读者', { zh: '公开的指导目录', en: 'the public catalogue' }),
  tuijian: at('recorder', otherCounty, '旗经办人（内蒙古）', {
    zh: '填写推荐表，提交前试判',
    en: 'fills in a recommendation form, tried before it is handed over',
  }),
  // Colleagues
  danwei2: at('constructionUnit', county, '另一单位填报员', null, unitStream('guards')),
  jigou2: at('trainingInstitution', otherCounty, '另一机构填报员', null, institutionStream('cooking')),
  jingban2: at('recorder', county, '区经办人（代报）', null),
  fuhe2: at('checker', county, '区复核人（推荐）', null),
  shiji2: at('prefectureReviewer', prefecture, '市级审核人（推荐）', null),
  shengji2: at('provinceScreener', province, '省级筛选人（评审）', null),
  shenpi2: at('approver', province, '省级审批人（发布）', null),
  zhuanjia2: at('expert', province, '评审专家乙', null),
  gengzheng: at('recorder', elsewhere, '潍坊经办人', null),
  mengshi: at('prefectureReviewer', otherPrefecture, '盟市审核人（内蒙古）', null),
  zizhiqu: at('approver', otherProvince, '自治区审批人（内蒙古）', null),
  zizhiqu2: at('provinceScreener', otherProvince, '自治区筛选人（内蒙古）', null),
  qifuhe: at('checker', otherCounty, '旗复核人（内蒙古）', null),
  kaili: at('checker', schools, '凯里复核人', null),
  xinren: { ...at('recorder', county, '新到经办人', null), firstPassword: true },
  jiediao: { ...at('recorder', county, '借调经办人', null), endsAfterDays: 20 },
} as const satisfies Record<string, DemoPerson>;
export type DemoLogin = keyof typeof DEMO_CAST;

export interface DemoBrand {
  readonly name: string;
  readonly kind: 'labour' | 'training';
  readonly category: string;
  readonly region: string;
  /** Who reports for it; null: nobody knows a unit, and the county's office does（代报）. */
  readonly unit: { readonly stream: string; readonly name: string } | null;
}
const labour = (name: string, category: string, unit: DemoBrand['unit'] = null, region: string = county): DemoBrand => ({
  ...{ name, kind: 'labour', category, region, unit },
});
const of = (key: string, name: string): DemoBrand['unit'] => ({ stream: unitStream(key), name: `${name}（合成）` });
const training = (name: string, key: string, school: string): DemoBrand => ({
  ...{ name, kind: 'training', category: '职业培训', region: otherCounty },
  unit: { stream: institutionStream(key), name: `${school}（合成）` },
});

/** Brands on the books, in the order of where their yearly return stands. */
export const DEMO_BRANDS = {
  carers: labour('历下养老护理员', '养老服务', of('carers', '历下示例养老服务公司')),
  housekeepers: labour('历下家政服务员', '家政服务'),
  couriers: labour('历下快递员', '物流'),
  guards: labour('历下安保员', '安保服务', of('guards', '历下示例保安服务公司')),
  drivers: labour('历下网约车司机', '交通运输', of('drivers', '历下示例出行公司')),
  cooks: labour('历下鲁菜厨师', '餐饮', of('cooks', '历下示例餐饮公司')),
  decorators: labour('历下装饰工', '建筑', of('decorators', '历下示例装饰公司')),
  nurses: labour('历下医疗护工', '健康服务', of('nurses', '历下示例健康服务公司')),
  electricians: labour('历下电工', '建筑', of('electricians', '历下示例电力安装公司')),
  welding: training('敖汉焊工培训', 'welding', '敖汉示例技工学校'),
  cooking: training('敖汉烹饪培训', 'cooking', '敖汉示例烹饪学校'),
} as const satisfies Record<string, DemoBrand>;
export type DemoBrandKey = keyof typeof DEMO_BRANDS;

/** Brands on their way from 申报 to 认定, each waiting at another step. */
export const DEMO_NOMINATIONS = {
  graders: labour('敖汉小米分拣工', '农产品加工', null, otherCounty),
  cleaners: labour('历下保洁员', '家政服务', of('carers', '历下示例养老服务公司')),
  florists: labour('历下花艺师', '园林', of('carers', '历下示例养老服务公司')),
  masseurs: labour('历下保健按摩师', '健康服务'),
  guides: labour('历下泉城导游', '文化旅游'),
  tailors: labour('历下服装裁剪工', '纺织服装'),
  repairers: labour('历下家电维修工', '居民服务'),
  mechanics: labour('历下汽车维修工', '交通运输'),
} as const satisfies Record<string, DemoBrand>;
export type DemoNominationKey = keyof typeof DEMO_NOMINATIONS;

/** @returns the brand's id, as for everything that is imported: from its region and name */
export function demoBrandId(key: DemoBrandKey | DemoNominationKey): string {
  const { region, name } = { ...DEMO_BRANDS, ...DEMO_NOMINATIONS }[key];
  return brandIdOf(region, name);
}
