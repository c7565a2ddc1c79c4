import { Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { RebuildProgress } from '#contracts';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Composition } from '../../worker/src/composition';
import type { RebuildState } from '../../worker/src/models';
import { RUNTIME } from './tokens';

/** Builds all read models again from the log, beside the ones that answer, and swaps them. */
@ApiTags('operations')
@Controller('api/v1')
export class RebuildsController {
  constructor(@Inject(RUNTIME) private readonly runtime: Composition) {}

  @Post('rebuilds')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startRebuild', summary: '由事件重建读模型 / rebuild the read models' })
  @ApiAcceptedResponse({ standardSchema: RebuildProgress })
  start(): RebuildState {
    this.runtime.startRebuild();
    return this.runtime.rebuildProgress();
  }

  @Get('rebuilds/current')
  @ApiOperation({ operationId: 'rebuildProgress', summary: '重建进度 / how far the rebuild has come' })
  @ApiOkResponse({ standardSchema: RebuildProgress })
  progress(): RebuildState {
    return this.runtime.rebuildProgress();
  }
}
