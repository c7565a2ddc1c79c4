import type { Problem } from '#contracts';
import { LedgerProblem, problemOfLog, type ProblemDetail, type ProblemKind } from '#application';
import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';

/** What each kind of trouble is over HTTP. */
export const STATUS: Readonly<Record<ProblemKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  refused: 422,
  notFound: 404,
  conflict: 409,
  precondition: 412,
  forbidden: 403,
  tooLarge: 413,
  readOnly: 507,
  unavailable: 503,
  fault: 500,
};

interface Reply {
  /** For the access record. */
  problemCode?: string;
  code(status: number): Reply;
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

/** Some refusals end with their full stop, some without. */
const sentence = (text: string): string => `${text.replace(/。$/, '')}。`;

const plain = (
  status: number,
  code: string,
  zh: string,
  en: string,
  todoZh: string,
  todoEn: string,
  errors: readonly ProblemDetail[] = [],
): Problem => ({
  type: `urn:brand-ledger:problem:${code}`,
  title: `${zh} / ${en}`,
  status,
  detail: `${sentence(zh)}${sentence(todoZh)}`,
  code,
  zh,
  en,
  todo: { zh: todoZh, en: todoEn },
  errors: [...errors],
});

export const malformedRequest = (): Problem =>
  plain(
    400,
    'HTTP.MALFORMED',
    '请求不符合 HTTP 格式',
    'the request is no valid HTTP',
    '请将地址中的中文等字符按百分号编码',
    'percent-encode what is not ASCII in the address',
  );

/** PostgreSQL holds no text with one: an event that had it would stop every read model there. */
export const nullCharacter = (): Problem =>
  plain(
    400,
    'INPUT.NULL_CHARACTER',
    '提交的内容含有空字符（NUL），不予接收',
    'what was sent holds a null character',
    '请去掉看不见的字符后重新提交，或重新输入该项内容',
    'type it anew, without characters that cannot be seen',
  );

export const foreignOrigin = (origin: string): Problem =>
  plain(
    403,
    'ACCESS.FOREIGN_ORIGIN',
    `来自其他网站（${origin}）的请求不予办理`,
    `requests from another site (${origin}) are not served`,
    '请在品牌台账自己的页面上操作',
    'work on the page of the ledger itself',
  );

export const tooLargeUnsigned = (): Problem =>
  plain(
    401,
    'ACCESS.SIGN_IN',
    '没有登录，较大的内容不予接收',
    'nothing so large is taken from somebody who is not signed in',
    '请先登录，再发送文件',
    'sign in first, and send the file then',
  );

export const serverStopping = (): Problem =>
  plain(
    503,
    'LEDGER.STOPPING',
    '台账正在停止，这项操作没有办理',
    'the ledger is being stopped, and this was not carried out',
    '请在台账重新启动后再次提交',
    'submit it again when the ledger is back',
  );

/** Answers of the framework itself, put into words for people. */
function fromFramework(status: number, message: string): Problem {
  switch (status) {
    case 404:
      return plain(
        404,
        'HTTP.NOT_FOUND',
        '没有这个地址',
        'there is no such address',
        '请核对网址，接口目录见 /openapi.json',
        'check the address; /openapi.json lists them all',
      );
    case 414:
      return plain(
        414,
        'HTTP.ADDRESS_TOO_LONG',
        '网址中的一段过长',
        'a part of the address is too long',
        '请核对编号或代码',
        'check the id or code in it',
      );
    case 413:
      return plain(
        413,
        'HTTP.TOO_LARGE',
        '提交的内容过大',
        'the body is too large',
        '请拆分文件后分次提交',
        'split the file and submit in parts',
      );
    case 415:
      return plain(
        415,
        'HTTP.UNSUPPORTED_TYPE',
        '不支持这种内容类型',
        'this content type is not supported',
        '请使用 application/json，导入文件用 text/csv',
        'use application/json, or text/csv for a file',
      );
    default:
      return plain(status, 'HTTP.BAD_REQUEST', '请求有误', `bad request: ${message}`, '请核对请求内容', 'check the request');
  }
}

/** The part of Node's response that is used before a route is known. */
interface RawReply {
  readonly raw: { statusCode: number; setHeader(name: string, value: string): unknown; end(body: string): unknown };
}

/** An address that no route can be looked up for is answered before any filter is asked. */
export function answerOfFramework(
  error: { readonly statusCode?: number; readonly message: string },
  _request: unknown,
  { raw }: RawReply,
): void {
  const problem = fromFramework(error.statusCode ?? 400, error.message);
  raw.statusCode = problem.status;
  raw.setHeader('content-type', 'application/problem+json; charset=utf-8');
  raw.end(JSON.stringify(problem));
}

/** Every error leaves the server as RFC 9457 problem details in both languages; only a fault of ours is a 500. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<Reply>();
    const problem = this.problemOf(error);
    reply.problemCode = problem.code;
    const answer = reply.code(problem.status).header('content-type', 'application/problem+json; charset=utf-8');
    if (problem.status === 503) answer.header('retry-after', '5');
    answer.send(problem);
  }

  private problemOf(raised: unknown): Problem {
    const error = problemOfLog(raised);
    if (error instanceof LedgerProblem) {
      const { code, zh, en, todo } = error.refusal;
      return plain(STATUS[error.kind], code, zh, en, todo.zh, todo.en, error.details);
    }
    if (error instanceof HttpException) return fromFramework(error.getStatus(), error.message);
    const status = statusOf(error);
    if (status !== null) return fromFramework(status, error instanceof Error ? error.message : String(error));
    this.logger.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return plain(
      500,
      'HTTP.INTERNAL',
      '服务器内部错误，提交的内容是否保存请刷新后核对',
      'an internal error; reload to see what was kept',
      '请联系系统管理员，并告知时间',
      'tell the administrator, with the time',
    );
  }
}

/** Fastify's own client errors (a body that is no JSON, too large …) carry their status. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return null;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null;
}
