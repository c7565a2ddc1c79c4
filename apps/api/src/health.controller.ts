import { Controller, Get, Inject, Res } from '@nestjs/common';
import { Health, Readiness } from '#contracts';
import { ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import type { Composition } from '../../worker/src/composition';
import { RUNTIME } from './tokens';

@ApiTags('health')
@Controller()
export class HealthController {
  constructor(@Inject(RUNTIME) private readonly runtime: Composition) {}

  @Get('healthz')
  @ApiOperation({ operationId: 'health', summary: '进程存活 / the process lives' })
  @ApiOkResponse({ standardSchema: Health })
  health(): z.infer<typeof Health> {
    return { status: 'ok' };
  }

  @Get('readyz')
  @ApiOperation({ operationId: 'ready', summary: '就绪情况与各订阅的滞后秒数 / readiness, with lag in seconds per subscription' })
  @ApiOkResponse({ standardSchema: Readiness })
  @ApiResponse({ status: 503, standardSchema: Readiness, description: '尚未就绪 / not ready' })
  async ready(@Res({ passthrough: true }) reply: { code(status: number): unknown }): Promise<z.infer<typeof Readiness>> {
    const status = await this.runtime.ready();
    if (!status.ready) reply.code(503);
    return status;
  }
}
