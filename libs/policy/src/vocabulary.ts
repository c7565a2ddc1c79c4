/**
 * What codes are called on the page. The metrics repeat the names of the data dictionary, because this room takes only
 * types from the domain; a spec proves that both say the same.
 */
export interface Name {
  readonly zh: string;
  readonly en: string;
}

const name = (zh: string, en: string): Name => ({ zh, en });

export const METRIC_NAMES: Readonly<Record<string, Name>> = {
  employmentDriven: name('带动就业人数', 'employment driven'),
  workers: name('从业人员数（期末）', 'workers at period end'),
  skilledWorkers: name('技能人员数（期末）', 'skilled workers at period end'),
  exported: name('劳务输出人数', 'labour exported'),
  selfUsed: name('自用（吸纳）人数', 'self-used'),
  trainedPersons: name('培训人数', 'trained persons'),
  trainedPersonTimes: name('培训人次', 'trained person-times'),
  trained: name('培训数（未注明人或人次）', 'trained, persons or person-times not stated'),
  trainedPoverty: name('贫困（脱贫）人口培训数', 'trained of poor or poverty-relieved households'),
  trainedAndExported: name('培训并输出数', 'trained and exported, told as one figure'),
  examined: name('参加考核人数', 'examined'),
  passed: name('考核合格人数', 'passed'),
  certified: name('取得证书人数', 'certificates gained'),
  certifiedWorkers: name('持证从业人员数（期末）', 'workers holding certificates'),
  trainedWorkers: name('受过专业技能培训的从业人员数（期末）', 'workers who had training'),
  employedAfterTraining: name('培训后就业人数', 'employed after training'),
  employedPoverty: name('贫困（脱贫）人口就业数', 'employed of poor or poverty-relieved households'),
  employedNew: name('新增就业人数', 'newly employed'),
  keyGroupSubsidised: name('享受职业培训补贴的就业重点群体培训人数', 'subsidised key-group trainees'),
  orderTrained: name('订单、定岗、定向式培训人数', 'order, post and targeted trainees'),
  retainedThreeMonths: name('稳岗三个月以上人数', 'kept in work for three months or more'),
  localWorkers: name('本地就业人数', 'local employment'),
  inflowWorkers: name('吸引外来就业人数', 'workers drawn in from elsewhere'),
  recruited: name('招录人数', 'recruited'),
  postsAgreed: name('签订岗位（协议）数', 'posts agreed'),
  jobsCreated: name('提供岗位数', 'posts provided'),
  incomeYearly: name('年劳务收入', 'labour income in a year'),
  income: name('劳务收入', 'labour income'),
  outputValue: name('产值', 'output value'),
  shops: name('门店数', 'shops'),
  branches: name('分支机构数', 'branches'),
  brokers: name('劳务经纪人数', 'labour brokers'),
  trainingClasses: name('培训班（场）次', 'training classes'),
  leadUnits: name('引领单位数', 'lead units'),
  brandCount: name('品牌数', 'number of brands'),
  educationFunds: name('职工教育经费支出', 'education funds spent'),
  frontlineEducationFunds: name('用于一线职工的职工教育经费', 'education funds spent on front-line workers'),
  enrolledStudents: name('在校生人数', 'enrolled students'),
  teachers: name('教师总数', 'teachers'),
  fullTimeTeachers: name('专职教师人数', 'full-time teachers'),
  institutionsServed: name('兼职教师任职机构数（最多的一人）', 'institutions served by the part-time teacher with most'),
  institutionsServedTwelveMonths: name(
    '兼职教师连续十二个月内任职机构数（最多的一人）',
    'institutions served in twelve months by the part-time teacher with most',
  ),
  examsHeld: name('考试场次', 'exams held'),
  examsSupervised: name('有督导记录的考试场次', 'exams supervised'),
  placedInFoshan: name('输送到佛山就业人数', 'placed in Foshan'),
  oldestTrainee: name('参训人员最高年龄', 'highest age of a trainee'),
  longestClassDays: name('最长培训天数', 'days of the longest class'),
  subsidyPerWorker: name('每名职工补贴金额', 'subsidy for a worker'),
  subsidyPerPersonDay: name('每人每天补贴金额', 'subsidy for a person and day'),
  reviewScore: name('评审得分', 'review score'),
};

/**
 * Counts that nobody returns as a figure of the data dictionary: those that targets name, which a programme reports as progress on
 * the target, and those that only another reading of a document would ask for.
 */
export const SUBJECT_METRIC_NAMES: Readonly<Record<string, Name>> = {
  // Other readings ask for these; nobody reports them.
  employmentDrivenThirtySixMonths: name('报送之日前三十六个月累计带动就业人数', 'employment driven in the 36 months before submission'),
  employmentDrivenLeastTwelveMonths: name(
    '三个十二个月中最少一期的带动就业人数',
    'employment driven in the weakest of the three twelve months',
  ),
  employmentDrivenDistinct: name('近三年不重复的带动就业人数', 'distinct persons driven to employment in three years'),
  averageWage: name('行业平均工资（外部统计）', 'average wage of the trade (outside series)'),
  votesFor: name('同意票数', 'votes in favour'),
  votesCast: name('有效票数', 'votes cast'),
  dualBrandsActive: name('在培育的“双品牌”数', 'dual brands under cultivation'),
  subsidisedTrained: name('补贴性培训人次', 'subsidised training'),
  ruralTrained: name('农牧民工培训人次', 'training of rural and pastoral workers'),
  newSkilled: name('新增技能人才', 'new skilled people'),
  newHighlySkilled: name('新增高技能人才', 'new highly skilled people'),
  skilledPopulation: name('技能人才数', 'skilled people'),
  highlySkilledPopulation: name('高技能人才数', 'highly skilled people'),
  employedPopulation: name('就业人口数', 'employed population'),
  trainingBases: name('示范性实训基地数', 'demonstration training bases'),
  contestBases: name('竞赛集训基地数', 'contest bases'),
  fusionEnterprises: name('产教融合型企业数', 'industry-education enterprises'),
  dishBrands: name('特色菜品数', 'dish brands'),
  filedEnterprises: name('已备案企业数', 'firms filed'),
  eligibleEnterprises: name('符合备案条件的企业数', 'firms eligible for filing'),
  partnerFirms: name('校企合作优质企业数', 'partner firms of the school'),
  counties: name('县（区）数', 'counties'),
  selectionsDone: name('已完成比选的县（区）数', 'counties that have chosen'),
  agreementsFiled: name('已签约备案的县（区）数', 'counties that have signed and filed'),
  chosenTrades: name('筛选的培育工种数', 'trades chosen'),
  ethicsSessions: name('职业道德专题培训场次', 'sessions on professional ethics'),
  ethicsTrained: name('接受职业道德培训的从业人员数', 'workers trained in ethics'),
  courseMonths: name('培训周期', 'length of the course'),
  practiceHours: name('实训课时', 'practice hours'),
  courseHours: name('总课时', 'hours of the course'),
  seniorTrained: name('高级工以上培训人次', 'training of senior workers and above'),
  apprentices: name('新型学徒人数', 'new apprentices'),
  platformPlaced: name('通过平台就业人次', 'placed through the platform'),
  platformMatched: name('平台匹配成功数', 'matches made by the platform'),
  platformApplied: name('平台匹配总数', 'matches tried by the platform'),
  labourFairs: name('跨省劳务对接会场次', 'cross-province labour fairs'),
  publicityFunds: name('宣传资金', 'money for publicity'),
  publicityItems: name('品牌动态信息条数', 'items of news on the brands'),
  awareOfBrand: name('知晓品牌的受访人数', 'persons asked who know the brand'),
  surveyed: name('受访人数', 'persons asked'),
  meetings: name('领导小组会议次数', 'meetings of the leading group'),
};

export const UNIT_NAMES: Readonly<Record<string, Name>> = {
  persons: name('人', 'persons'),
  personTimes: name('人次', 'person-times'),
  yuan: name('元', 'yuan'),
  items: name('个', ''),
  points: name('分', 'points'),
  unstated: name('（单位未注明）', '(unit not stated)'),
  months: name('个月', 'months'),
  days: name('天', 'days'),
  years: name('岁', 'years of age'),
  percent: name('%', 'percent'),
  places: name('名', 'places'),
  votes: name('票', 'votes'),
};

/** What single things of a metric are counted by in Chinese, where 个 is not the word: 1期、3家、20场. */
export const MEASURE_WORDS: Readonly<Record<string, string>> = {
  trainingClasses: '期',
  examsHeld: '场',
  examsSupervised: '场',
  ethicsSessions: '场',
  labourFairs: '场',
  meetings: '次',
  publicityItems: '条',
  institutionsServed: '家',
  institutionsServedTwelveMonths: '家',
  partnerFirms: '家',
  fusionEnterprises: '家',
  filedEnterprises: '家',
  eligibleEnterprises: '家',
};

export const DIRECTNESS_NAMES: Readonly<Record<string, Name>> = {
  direct: name('直接', 'direct'),
  indirect: name('间接', 'indirect'),
  combined: name('直接与间接合计', 'direct and indirect together'),
};

export const NATURE_NAMES: Readonly<Record<string, Name>> = {
  flow: name('本期', 'flow'),
  stock: name('期末', 'stock'),
  cumulative: name('累计', 'cumulative'),
  unstated: name('性质未注明', 'nature not stated'),
};

/** Who owes a missing fact, and who decides. */
export const ROLE_NAMES: Readonly<Record<string, Name>> = {
  constructionUnit: name('劳务品牌建设单位', 'the construction unit'),
  trainingInstitution: name('培训机构', 'the training institution'),
  recorder: name('经办人', 'the recorder'),
  checker: name('复核人', 'the checker'),
  prefecture: name('盟市（设区的市）人社部门', 'the prefecture HR department'),
  province: name('省级（自治区级）人社部门', 'the province HR department'),
  banner: name('旗县（市、区）人社部门', 'the county HR department'),
  expert: name('评审专家', 'the experts'),
  issuer: name('发文机关', 'the issuer of the document'),
};

export const TIER_NAMES: Readonly<Record<string, Name>> = {
  county: name('县级', 'county tier'),
  prefecture: name('市级', 'prefecture tier'),
  province: name('省级', 'province tier'),
  none: name('未获认定层级', 'no tier'),
};

export const TYPE_NAMES: Readonly<Record<string, Name>> = {
  skilled: name('中高端技能型', 'mid and high skill'),
  service: name('高品质服务型', 'quality service'),
  culture: name('文化和旅游类', 'culture and tourism'),
  livelihood: name('民生保障型', 'livelihood'),
};

export const KIND_NAMES: Readonly<Record<string, Name>> = {
  labour: name('劳务品牌', 'labour brand'),
  training: name('职业技能培训品牌', 'training brand'),
  dual: name('技能培训和劳务“双品牌”', 'dual brand'),
};

/** Facts that are no figures: dates, moments, and what an answer still lacks. */
export const FACT_NAMES: Readonly<Record<string, Name>> = {
  name: name('品牌名称', 'name of the brand'),
  placeName: name('地区名称', 'name of the region'),
  cultivatedFrom: name('开始培育日期', 'date cultivation began'),
  formedOn: name('形成日期', 'date of formation'),
  recognisedOn: name('认定日期', 'date of recognition'),
  listedOn: name('列入目录日期', 'date of entry in the catalogue'),
  submittedAt: name('报送时间', 'time of submission'),
  regionClass: name('地区类别（文件未将该地区列入任何一类）', 'class of the region (the document puts it in none)'),
  localStandard: name('本级自行确定的标准', 'the standard that is left to the locality'),
  conflictResolved: name('相互矛盾数据的核实结果', 'which of the conflicting figures holds'),
  contradictionResolved: name('数据矛盾的核实结果（部分大于总体）', 'how a part can exceed its whole'),
  linkedLabourBrand: name('对应的劳务品牌', 'the linked labour brand'),
  linkedTrainingBrand: name('对应的职业技能培训品牌', 'a linked training brand'),
  oneOfList: name('所列各项的判定', 'a judgement on the listed items'),
  category: name('品牌类别', 'category of the brand'),
  brandType: name('品牌类型', 'type of the brand'),
  tier: name('层级', 'tier'),
  orderPlacedOn: name('订单日期', 'date of the order'),
  trainingBeganOn: name('培训开始日期', 'date training began'),
  postStandardSetOn: name('岗位标准制定日期', 'date of the post standard'),
  assessedOn: name('考核日期', 'date of the assessment'),
  certificateOn: name('取得证书日期', 'date of the certificate'),
  onPostOn: name('上岗日期', 'date of taking up the post'),
  postFixedOn: name('定岗日期', 'date the post was fixed'),
  classOpenedOn: name('开班日期', 'date the class opened'),
  tradeFiledOn: name('工种备案日期', 'date the trade was filed'),
  surveyFiledOn: name('摸底调查日期', 'date of the survey'),
  planFiledOn: name('建设方案日期', 'date of the plan'),
  lastMeetingOn: name('上一次会议日期', 'date of the last meeting'),
  reportFiledOn: name('信息报送日期', 'date of the last report'),
  admittedOn: name('准入日期', 'date of admission'),
  designatedOn: name('定点日期', 'date of designation'),
  lastEvaluationRoundOn: name('上一次全市评估日期', 'date of the last city-wide evaluation'),
  relaxation: name('放宽条件', 'relaxation'),
  score: name('得分', 'score'),
  scoresOfOthers: name('其他申报者的得分', 'scores of the other entries'),
  tieResolved: name('同分取舍的决定', 'a decision between equal scores'),
  panelVote: name('有效的评审表决', 'a valid vote of the panel'),
  votesAgainst: name('反对票数', 'votes against'),
  notice: name('公示', 'public notice'),
  noticeEnded: name('公示期满', 'the end of the notice'),
  objectionDecided: name('异议处理结果', 'the answer to the objection'),
  grade: name('评估等次', 'grade'),
  gradeScale: name('评估等次的高低顺序', 'the order of the grades'),
};

export const TARGET_STATUS_NAMES: Readonly<Record<string, Name>> = {
  met: name('已完成', 'met'),
  missed: name('未完成', 'missed'),
  onCourse: name('进行中，符合时间进度', 'under way, on course'),
  behind: name('进行中，落后于时间进度', 'under way, behind'),
  onCourseOfShare: name('未到期，目前已达到', 'not due yet, reached as things stand'),
  behindOfShare: name('未到期，目前尚未达到', 'not due yet, not reached as things stand'),
  metUndated: name('已达到', 'reached'),
  missedUndated: name('尚未达到', 'not reached'),
  undecidable: name('材料不足，无法判定', 'undecidable, material is missing'),
  noTolerance: name('「左右」未规定允许误差，不判定', 'about has no stated tolerance: not judged'),
};

/** Why a relaxation that was granted is not applied. */
export const NOT_RELAXED_NAMES: Readonly<Record<string, Name>> = {
  noProvision: name('文件没有放宽条款', 'the document allows no relaxation'),
  unknownGround: name('情形不在文件所列之内', 'the ground is none of the document'),
  outOfReach: name('该条款不及于此对象', 'the clause does not reach this subject'),
  noApprover: name('未规定由谁批准', 'nobody says who may grant it'),
  wrongApprover: name('批准人无此权限', 'who granted it may not'),
  noBound: name('未规定放宽幅度', 'nobody says how far it may go'),
  beyondBound: name('超出放宽幅度', 'it goes further than allowed'),
  noTerm: name('未规定最长期限', 'nobody says for how long'),
  tooLong: name('超出最长期限', 'it is longer than allowed'),
  noStatedValue: name('没有规定数值可供放宽', 'there is no value to ease'),
  notANumber: name('放宽后的数值不是数', 'the eased value is no number'),
  notYet: name('尚未开始', 'it has not begun'),
  ended: name('已到期或撤回', 'it has ended'),
};

export const OUTCOME_NAMES: Readonly<Record<string, Name>> = {
  pass: name('符合', 'met'),
  fail: name('不符合', 'not met'),
  undecidable: name('材料不足，无法判定', 'undecidable, material is missing'),
  notConfigured: name('文件未规定', 'not stated by the document'),
};
