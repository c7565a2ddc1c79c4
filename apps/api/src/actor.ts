import type { Actor } from '#domain';
import { createParamDecorator } from '@nestjs/common';

/**
 * Who acts. Until accounts exist the server listens on 127.0.0.1 only, and whoever can reach it is `local`, for the
 * whole country. Every command, query and frame already takes its actor from here, so that accounts change one place.
 */
export const LOCAL: Actor = { id: 'local', role: 'local', region: '000000' };

export const CurrentActor = createParamDecorator((): Actor => LOCAL);
