import { Body, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Actor } from '#domain';
import { z } from 'zod';
import { CurrentActor } from './actor';
import type { Reply } from './http';

/** Path segment of a command: `recordFigure` is `POST …/{id}/record-figure`. */
const pathOf = (command: string): string => command.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `recordFigure` as the name of a schema: `RecordFigure`. */
export const capital = (name: string): string => `${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;

/** What a generated method is given, in order: the id in the path, the body, who asks, the headers, the reply. */
export type CommandMethod = (
  id: string,
  data: unknown,
  actor: Actor,
  headers: Record<string, string | undefined>,
  reply: Reply,
) => Promise<unknown>;

/**
 * Declares one path for one command of a person on a controller's class, so that each has its own schema in the documentation.
 * Decorators are functions, and many equal methods would only hide the one that differs.
 */
export function declareCommand(
  prototype: object,
  route: {
    readonly name: string;
    readonly operationId: string;
    readonly summary: string;
    readonly id: z.ZodType;
    readonly body: z.ZodType;
    readonly answer: z.ZodType;
    readonly run: CommandMethod;
  },
): void {
  const { name, run } = route;
  // Called by the framework on the controller; `run` finds it as its `this`.
  const handle = function (this: object, ...given: Parameters<CommandMethod>) {
    return run.apply(this, given);
  };
  // The documentation finds a method's parameters by the name of its function.
  Object.defineProperty(handle, 'name', { value: name });
  const descriptor: PropertyDescriptor = { configurable: true, writable: true, value: handle };
  Object.defineProperty(prototype, name, descriptor);
  Param('id', { schema: route.id })(prototype, name, 0);
  Body({ schema: route.body })(prototype, name, 1);
  CurrentActor()(prototype, name, 2);
  Headers()(prototype, name, 3);
  Res({ passthrough: true })(prototype, name, 4);
  Reflect.defineMetadata('design:paramtypes', [String, Object, Object, Object, Object], prototype, name);
  HttpCode(200)(prototype, name, descriptor);
  Post(`:id/${pathOf(name)}`)(prototype, name, descriptor);
  ApiOperation({ operationId: route.operationId, summary: route.summary })(prototype, name, descriptor);
  ApiHeader({ name: 'If-Match', required: false, description: 'revision the caller saw, as its ETag' })(prototype, name, descriptor);
  ApiHeader({ name: 'Idempotency-Key', required: false })(prototype, name, descriptor);
  ApiOkResponse({ standardSchema: route.answer })(prototype, name, descriptor);
}
