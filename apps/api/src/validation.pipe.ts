import { problems } from '#application';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { z } from 'zod';

const zhCN = z.locales.zhCN().localeError;

/**
 * Checks what a parameter's schema asks for (`@Body({ schema })`), and says what does not fit in both languages, field
 * by field; Nest's own pipe knows one.
 * @throws LedgerProblem INPUT.INVALID
 */
@Injectable()
export class BilingualValidationPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { schema }: ArgumentMetadata): unknown {
    if (!(schema instanceof z.ZodType)) return value;
    const english = schema.safeParse(value);
    if (english.success) return english.data;
    const chinese = schema.safeParse(value, { error: zhCN });
    throw problems.invalid(
      english.error.issues.map((issue, i) => ({
        field: issue.path.join('.') || null,
        zh: chinese.error?.issues[i]?.message ?? issue.message,
        en: issue.message,
      })),
    );
  }
}
