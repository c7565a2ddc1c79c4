/** Every route of the interface, read from its controllers. */
import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants';
import { ApiModule } from '../../apps/api/src/app.module';
import { operationOf } from '../../apps/api/src/operation';

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Such as `/api/v1/brands/:id`. */
  readonly path: string;
  readonly operation: string | null;
}

export function allRoutes(): Route[] {
  const { controllers = [] } = ApiModule.of({ models: {} } as never);
  return controllers.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    return Object.getOwnPropertyNames(prototype).flatMap((name): Route[] => {
      const handler = prototype[name];
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) return [];
      const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod] as Route['method'];
      const path = [controller, handler].map((owner) => String(Reflect.getMetadata(PATH_METADATA, owner) ?? '')).join('/');
      return [{ method, path: `/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'), operation: operationOf(handler) }];
    });
  });
}
