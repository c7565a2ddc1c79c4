/** 佐证材料 as files: taken as they stream in, handed out as attachments only, hashed anew on request. */
import { LedgerProblem } from '#application';
import { EvidenceVerdict, StoredEvidence } from '#contracts';
import type { Actor } from '#domain';
import { EVIDENCE_TYPES, EvidenceError, type EvidenceErrorCode, type EvidenceStore } from '#evidence';
import { Controller, Get, HttpCode, Inject, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { CurrentActor } from './actor';
import { EvidenceGate, absent } from './evidence.gate';
import type { Reply } from './http';
import { EVIDENCE } from './tokens';
import { z as zod } from 'zod';

/** A file as it comes in: Fastify hands it over unread, so that nothing of it stands in memory. */
export const EVIDENCE_MEDIA_TYPE = 'application/x-evidence';

const Stream = zod.string().regex(/^(brand|unit|institution|link|programme|region|fund)-[0-9A-Za-z-]{1,60}$/);
const OCTETS = 'application/octet-stream';

@ApiTags('evidence')
@Controller('api/v1/evidence')
export class EvidenceController {
  constructor(
    @Inject(EVIDENCE) private readonly store: EvidenceStore,
    private readonly gate: EvidenceGate,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiConsumes(EVIDENCE_MEDIA_TYPE)
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ operationId: 'uploadEvidence', summary: '上传佐证材料：按内容摘要保存 / keep a file under the digest of its bytes' })
  @ApiOkResponse({ standardSchema: StoredEvidence })
  async upload(
    @Req() request: { readonly raw: IncomingMessage; readonly body?: unknown },
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof StoredEvidence>> {
    try {
      const stored = await this.store.put(request.raw as AsyncIterable<Buffer>);
      await this.gate.brought(stored.sha256, actor);
      return stored;
    } catch (error) {
      if (error instanceof EvidenceError) throw refusedFile(error, this.store.maxBytes);
      throw error;
    }
  }

  /** By the stream that names it, so that whoever may not see the subject does not see its papers. */
  @Get(':stream/:evidenceId/file')
  @ApiOperation({ operationId: 'downloadEvidence', summary: '下载佐证材料 / hand out a file of evidence' })
  @ApiProduces(OCTETS)
  @ApiOkResponse({ content: { [OCTETS]: { schema: { type: 'string', format: 'binary' } } } })
  async download(
    @Param('stream', { schema: Stream }) stream: string,
    @Param('evidenceId', { schema: zod.uuid() }) evidenceId: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<StreamableFile> {
    const { sha256 } = await this.gate.attached(stream, evidenceId, actor);
    const found = await this.store.find(sha256);
    if (found === null) throw absent();
    const type = found.type === null ? null : EVIDENCE_TYPES[found.type];
    // Never shown in the page: a file of somebody else's making must not run in the ledger's own origin.
    reply.header('content-disposition', `attachment; filename="${sha256.slice(0, 16)}.${type?.ending ?? 'bin'}"`);
    reply.header('content-security-policy', "default-src 'none'; sandbox");
    reply.header('cache-control', 'private, no-store');
    return new StreamableFile(this.store.read(sha256), { type: OCTETS, length: found.bytes });
  }

  @Get(':stream/:evidenceId/verdict')
  @ApiOperation({ operationId: 'verifyEvidence', summary: '核验佐证材料：重新计算摘要 / hash a file of evidence anew' })
  @ApiOkResponse({ standardSchema: EvidenceVerdict })
  async verify(
    @Param('stream', { schema: Stream }) stream: string,
    @Param('evidenceId', { schema: zod.uuid() }) evidenceId: string,
    @CurrentActor() actor: Actor,
  ): Promise<z.infer<typeof EvidenceVerdict>> {
    const { sha256 } = await this.gate.attached(stream, evidenceId, actor);
    return { sha256, state: await this.store.verify(sha256) };
  }
}

const kinds = Object.values(EVIDENCE_TYPES)
  .map(({ zh }) => zh)
  .join('、');

function refusedFile({ code }: EvidenceError, maxBytes: number): LedgerProblem {
  const megabytes = Math.floor(maxBytes / 1024 / 1024);
  const told: Readonly<Record<EvidenceErrorCode, readonly ['invalid' | 'tooLarge' | 'unavailable', string, string, string, string]>> = {
    'EVIDENCE.EMPTY': ['invalid', '文件是空的', 'the file is empty', '请重新选择文件', 'choose the file again'],
    'EVIDENCE.TOO_LARGE': [
      'tooLarge',
      `文件超过 ${megabytes} MB`,
      `the file exceeds ${megabytes} MB`,
      '请压缩或分拆后上传；限额为本地配置',
      'make it smaller or split it; the limit is configured',
    ],
    'EVIDENCE.TYPE_NOT_TAKEN': [
      'invalid',
      '文件内容不属于可保存的种类（按内容判断，与文件名无关）',
      'the content is none of the kinds that are kept, whatever the file is called',
      `请上传：${kinds}`,
      'upload a PDF, OFD, picture, Office file or ZIP',
    ],
    'EVIDENCE.DISK': [
      'unavailable',
      '文件未能写入磁盘',
      'the file could not be written',
      '请检查磁盘空间后重试',
      'look at the disk and try again',
    ],
  };
  const [kind, zh, en, todoZh, todoEn] = told[code];
  return new LedgerProblem(kind, { code, zh, en, field: null, todo: { zh: todoZh, en: todoEn } });
}
