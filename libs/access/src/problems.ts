import { LedgerProblem, problems, type ProblemKind } from '#application';

const problem = (kind: ProblemKind, code: string, zh: string, en: string, todoZh: string, todoEn: string, field: string | null = null) =>
  new LedgerProblem(kind, { code, zh, en, field, todo: { zh: todoZh, en: todoEn } });

/** Every refusal of access, in both languages and with what to do. */
export const accessProblems = {
  signIn: () =>
    problem(
      'unauthenticated',
      'ACCESS.SIGN_IN',
      '尚未登录，或登录已失效',
      'nobody is signed in, or the session has ended',
      '请登录后继续',
      'sign in and go on',
    ),
  badToken: () =>
    problem(
      'unauthenticated',
      'ACCESS.TOKEN_INVALID',
      '访问令牌无效、已过期或已撤销',
      'the token is unknown, has expired or was revoked',
      '请向系统管理员申请新的令牌，命令行用环境变量 BRAND_LEDGER_TOKEN 提供',
      'ask the administrator for a new one; the command line reads BRAND_LEDGER_TOKEN',
    ),
  /** One answer for an unknown name, a wrong password, an address that is locked for the name, and a disabled account. */
  wrongSignIn: (failures: number, minutes: number) =>
    problem(
      'unauthenticated',
      'ACCESS.WRONG_SIGN_IN',
      '账号或密码不对，或者账户已锁定、停用',
      'wrong name or password, or the account is locked or disabled',
      `请核对后重试；同一网络地址连续 ${failures} 次失败，该地址 ${minutes} 分钟内不能登录此账号（本地配置）。忘记密码请联系系统管理员重置`,
      `check and try again; after ${failures} failures from one address the name is locked for that address for ${minutes} minutes (configured); the administrator can reset a password`,
    ),
  csrf: () =>
    problem(
      'forbidden',
      'ACCESS.CSRF',
      '请求缺少本次登录的校验码，没有办理',
      'the request lacks the CSRF token of the session',
      '请刷新页面后重试',
      'reload the page and try again',
    ),
  mustChange: () =>
    problem(
      'forbidden',
      'ACCESS.CHANGE_PASSWORD',
      '首次登录须先修改密码',
      'the first password must be changed first',
      '请修改密码后继续',
      'change it and go on',
    ),
  noRole: () =>
    problem(
      'forbidden',
      'ACCESS.NO_ROLE',
      '您目前没有任何有效的角色，或所用身份已到期',
      'you hold no role today, or the one you act in has ended',
      '请在右上角换一个身份，或请系统管理员授权',
      'choose another role, or ask the administrator for one',
    ),
  noRow: (operation: string) =>
    problem(
      'forbidden',
      'ACCESS.NO_ROW',
      `权限表中没有这项操作（${operation}），不予办理`,
      `the table of access has no row for ${operation}`,
      '请联系系统管理员',
      'tell the administrator',
    ),
  role: (actionZh: string, actionEn: string, roleZh: string, roleEn: string, whoZh: string) =>
    problem(
      'forbidden',
      'ACCESS.ROLE',
      `“${roleZh}”不能办理“${actionZh}”`,
      `the role “${roleEn}” may not: ${actionEn}`,
      whoZh === '' ? '此项不对任何角色开放' : `请由${whoZh}办理`,
      'ask somebody whose role may',
    ),
  unit: () =>
    problem(
      'forbidden',
      'ACCESS.OTHER_UNIT',
      '这不属于您所在的单位',
      'this does not belong to your unit',
      '请从本单位页面进入；确属本单位的，请县级经办人核对单位与品牌的对应关系',
      'enter from the page of your own unit; if it is yours, ask the county to link it',
    ),
  regionUnknown: () =>
    problem(
      'forbidden',
      'ACCESS.REGION_UNKNOWN',
      '无法确定这项请求所涉及的地区，不予办理',
      'the region that this request speaks of cannot be known',
      '请写明行政区划代码',
      'name the region by its code',
    ),
  samePerson: (actionZh: string, eventZh: string) =>
    problem(
      'forbidden',
      'ACCESS.SAME_PERSON',
      `经办、复核、审批须由不同的人办理：您（或您代签的人）已办理“${eventZh}”，不能再办理“${actionZh}”`,
      'handling, checking and approving are three persons: you, or the one you stand in for, did an earlier step',
      '请由另一位有权限的人员办理',
      'ask another person who may',
    ),
  otherName: (field: string) =>
    problem(
      'forbidden',
      'ACCESS.OTHER_NAME',
      '办理人须为登录的本人',
      'who acts must be who is signed in',
      '请留空或填写本人的账号、姓名',
      'leave it empty, or give your own name',
      field,
    ),
  otherUnknown: (field: string, role: { readonly zh: string; readonly en: string }) =>
    problem(
      'refused',
      'ACCESS.OTHER_UNKNOWN',
      `没有这个账号，或其不是本地区的${role.zh}`,
      `there is no such account, or it is no ${role.en} for this region`,
      `请填写${role.zh}的账号`,
      `give an account that holds the role “${role.en}”`,
      field,
    ),
  noProvider: () =>
    problem(
      'refused',
      'ACCESS.NO_PROVIDER',
      '本系统没有配置统一身份认证',
      'no provider of identities is configured',
      '请用账号和密码登录；需要时由系统管理员设置 OIDC_ISSUER 等环境变量',
      'sign in by name and password; an administrator sets OIDC_ISSUER and its companions',
    ),
  providerDown: () =>
    problem(
      'unavailable',
      'ACCESS.PROVIDER_DOWN',
      '统一身份认证没有应答，暂时不能由此登录',
      'the provider of identities does not answer',
      '请稍后再试，或用账号和密码登录',
      'try again in a moment, or sign in by name and password',
    ),
  oidcAttempt: () =>
    problem(
      'unauthenticated',
      'ACCESS.OIDC_ATTEMPT',
      '这次登录不是从本机浏览器发起的，或已用过、已超时',
      'this sign-in was not begun in this browser, was used already, or took too long',
      '请回到登录页重新登录',
      'go back and sign in anew',
    ),
  oidcRefused: (why: string) =>
    problem(
      'unauthenticated',
      'ACCESS.OIDC_REFUSED',
      `统一身份认证的应答未通过核验（${why}）`,
      `the answer of the provider of identities does not hold (${why})`,
      '请重新登录；多次出现请告知系统管理员',
      'sign in anew; tell the administrator when it happens again',
    ),
  oidcUnknown: () =>
    problem(
      'forbidden',
      'ACCESS.OIDC_UNKNOWN',
      '您的统一身份没有绑定本系统的账户',
      'who you are at the provider is bound to no account here',
      '请系统管理员建立账户并绑定',
      'ask the administrator to make an account and bind it',
    ),
  identityTaken: () =>
    problem(
      'conflict',
      'ACCOUNT.IDENTITY_TAKEN',
      '该统一身份已绑定另一账户',
      'this identity is bound to another account',
      '请核对标识，或先解除原绑定',
      'check the subject, or unbind the other account first',
      'sub',
    ),
  accountsOff: () =>
    problem(
      'refused',
      'ACCESS.ACCOUNTS_OFF',
      '本机单用户方式（ACCOUNTS=off）没有账户',
      'a ledger without accounts (ACCOUNTS=off) has none',
      '需要账户时请以 ACCOUNTS=on 启动',
      'start it with ACCOUNTS=on to have accounts',
    ),
  busy: () => problem('unavailable', 'ACCESS.BUSY', '同时登录的人过多', 'too many sign in at once', '请稍后再试', 'try again in a moment'),
  beyond: (region: string, scope: string) => problems.outOfScope(region, scope),
  accountNotFound: () =>
    problem('notFound', 'ACCOUNT.NOT_FOUND', '没有这个账户', 'there is no such account', '请在账户列表中核对', 'look it up in the list'),
  notAdministrator: () =>
    problem(
      'refused',
      'ACCOUNT.NOT_ADMINISTRATOR',
      '该账户不是系统管理员，不能在本机重置密码',
      'this is no administrator’s account: its password is not reset at the machine',
      '请由系统管理员在“账户与授权”中重置；仅解除锁定用 user unlock',
      'let an administrator reset it; user unlock only lifts a lock',
    ),
  loginTaken: (login: string) =>
    problem(
      'conflict',
      'ACCOUNT.LOGIN_TAKEN',
      `账号“${login}”已被使用`,
      `the login ${login} is taken`,
      '请换一个账号',
      'choose another',
      'login',
    ),
  badLogin: () =>
    problem(
      'invalid',
      'ACCOUNT.BAD_LOGIN',
      '账号应为 2 至 40 个字母、汉字、数字或 . _ -',
      'a login has 2 to 40 letters, digits or . _ -',
      '请修改账号',
      'change it',
      'login',
    ),
  badPassword: (fault: 'short' | 'long' | 'name' | 'common' | 'same') => {
    const [zh, en] = {
      short: ['密码至少 12 位', 'a password has at least 12 characters'],
      long: ['密码最多 128 位', 'a password has at most 128 characters'],
      name: ['密码不能含有账号或姓名', 'a password must not hold the login or the name'],
      common: ['这个密码太常见，容易被猜到', 'this password is too common'],
      same: ['新密码不能与原密码相同', 'the new password must differ from the old one'],
    }[fault] as [string, string];
    return problem(
      'invalid',
      'ACCOUNT.BAD_PASSWORD',
      zh,
      en,
      '请换一个密码，可用一句只有自己知道的话',
      'choose another, such as a sentence that only you know',
      'next',
    );
  },
  wrongCurrent: (failures: number, minutes: number) =>
    problem(
      'forbidden',
      'ACCOUNT.WRONG_CURRENT',
      '当前密码不对，或者因连续失败已暂时锁定',
      'the current password is wrong, or locked for a while after failures',
      `请重新输入当前密码；连续 ${failures} 次失败，锁定 ${minutes} 分钟（本地配置）`,
      `type it again; after ${failures} failures it is locked for ${minutes} minutes (configured)`,
      'current',
    ),
  roleUnknown: (role: string) =>
    problem(
      'invalid',
      'ACCOUNT.ROLE_UNKNOWN',
      `没有“${role}”这个角色`,
      `there is no role ${role}`,
      '请从列表中选择',
      'choose one of the list',
      'role',
    ),
  roleLevel: (roleZh: string, levelZh: string) =>
    problem(
      'invalid',
      'ACCOUNT.ROLE_LEVEL',
      `“${roleZh}”只能授予${levelZh}`,
      'this role is held at another level',
      '请核对地区',
      'check the region',
      'region',
    ),
  unitNeeded: () =>
    problem(
      'invalid',
      'ACCOUNT.UNIT_NEEDED',
      '单位角色须指明所属单位，其他角色不带单位',
      'a unit role names its unit, and no other role does',
      '请选择建设单位或培训机构',
      'choose the unit',
      'unit',
    ),
  administratorAlone: () =>
    problem(
      'refused',
      'ACCOUNT.ADMINISTRATOR_ALONE',
      '系统管理员不得兼任其他角色，其他角色也不得兼任系统管理员',
      'an administrator holds no other role',
      '请另设账户',
      'make another account',
      'role',
    ),
  ownAccount: () =>
    problem(
      'refused',
      'ACCOUNT.OWN',
      '不能给自己授权、解除授权或停用自己的账户',
      'nobody changes their own rights',
      '请由另一位系统管理员办理',
      'ask another administrator',
    ),
  dates: () =>
    problem(
      'invalid',
      'ACCOUNT.DATES',
      '截止日期早于起始日期，或已经过去',
      'the last day lies before the first, or in the past',
      '请修改日期',
      'change the dates',
      'until',
    ),
  tokenOfOther: () =>
    problem(
      'forbidden',
      'ACCOUNT.TOKEN_OF_OTHER',
      '令牌由本人登录后为自己发放，或由系统管理员为程序账户发放，不能以他人名义发放',
      'a token is made by its person, signed in, or by an administrator for an account of a program',
      '请由本人在“我的访问令牌”中发放；程序使用的，请另建程序账户',
      'let the person make it, or make an account for the program',
    ),
  programOnly: (what: { readonly zh: string; readonly en: string }) =>
    problem(
      'refused',
      'ACCOUNT.PROGRAM',
      `程序账户${what.zh}`,
      `an account of a program ${what.en}`,
      '请由人员账户办理',
      'use the account of a person',
    ),
  principalLacks: () =>
    problem(
      'refused',
      'ACCOUNT.PRINCIPAL_LACKS',
      '被代签人在此期间没有所授的角色和地区，不能授权他人代签',
      'the principal does not hold that role there',
      '请核对被代签人的角色、地区和期限',
      'check what the principal holds, and until when',
      'principal',
    ),
  grantNotFound: () =>
    problem(
      'notFound',
      'ACCOUNT.GRANT_NOT_FOUND',
      '没有这项授权，或已经终止',
      'there is no such grant, or it has ended',
      '请刷新后核对',
      'reload and look again',
    ),
};
