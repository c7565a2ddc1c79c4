import { FeedFrame, Problem } from '#contracts';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What no controller answers with by itself. By its shape: what has an id would only refer to itself. */
function schemaOf({ shape }: z.ZodObject): object {
  const { $schema: _dialect, ...plain } = z.toJSONSchema(z.object(shape));
  return plain;
}

/** What the interface says of itself. Every operation may answer with problem details, which no controller repeats. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const document = SwaggerModule.createDocument(
    app,
    new DocumentBuilder()
      // JSON Schema of 2020-12, as zod writes it, came with 3.1.
      .setOpenAPIVersion('3.1.0')
      .setTitle('品牌台账 Brand Ledger')
      .setDescription('劳务品牌与职业技能培训品牌的事件台账 / the event-sourced ledger of labour brands and training brands')
      .setVersion('0.1.0')
      .build(),
  );
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, FeedFrame: schemaOf(FeedFrame), Problem: schemaOf(Problem) },
  };
  for (const item of Object.values(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      for (const [status, response] of Object.entries(operation.responses)) {
        if (response !== undefined && 'description' in response) response.description ||= STATUS_CODES[status] ?? status;
      }
      operation.responses['default'] = {
        description: '问题详情（RFC 9457，中英文） / problem details in both languages',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
  }
  return document;
}
