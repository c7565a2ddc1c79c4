import { formNamed } from '#application';
import { FormFill, type FormDraftView } from '#contracts';
import { fieldsOf, type FormAnswer } from '#domain';
import { readFormInThread } from '#spreadsheets';
import { Body, Controller, Headers, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { bytesOf, understood } from './draft-file';
import { InnerRequest } from './exports.inner';
import { unknownForm } from './procedure';

const FormFileParams = z.strictObject({
  form: z.string().min(1).max(80),
  /** `true`: put the fields into the draft. Without it the file is only looked through. */
  apply: z.enum(['true', 'false']).optional(),
  /** `version` of the answer that somebody looked at. Where the draft was saved since, nothing is put in. */
  after: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional(),
});

/** A recommendation form filled in as a workbook, into its draft: looked through first, then put in through the draft's own door. */
@ApiTags('procedure')
@Controller('api/v1/brands')
export class FormFileController {
  constructor(private readonly inner: InnerRequest) {}

  @Post(':id/form-draft/from-file')
  @HttpCode(200)
  @ApiConsumes('application/octet-stream', 'text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOperation({ operationId: 'fillFormDraft', summary: '从 Excel 填入推荐表草稿 / fill the draft of a form from a file' })
  @ApiOkResponse({ standardSchema: FormFill })
  async fill(
    @Param('id', { schema: z.uuid() }) id: string,
    @Body() body: unknown,
    @Query({ schema: FormFileParams }) { form, apply, after }: z.output<typeof FormFileParams>,
    @Headers() headers: Record<string, string | undefined>,
  ): Promise<FormFill> {
    const definition = formNamed(form);
    if (definition === null) throw unknownForm(form);
    const path = `/api/v1/brands/${id}/form-draft`;
    const draft = await this.inner.get<FormDraftView>(path, { form }, headers);
    const read = understood(await readFormInThread(bytesOf(body), definition));
    const { sheet, fields, errors } = read;
    const drafted = new Map(draft.answers.map((answer) => [answer.field, answer]));
    const filled: FormFill = {
      ...{ sheet, version: draft.version, applied: false, draft },
      fields: fields.map(({ field, value, address }) => {
        const before = drafted.get(field)?.value ?? null;
        return { field, address, before, after: value, kind: before === null ? 'new' : before === value ? 'unchanged' : 'changed' };
      }),
      faults: errors.map(({ code, sheet: of, address, row, column, zh, en }) => ({ code, sheet: of, address, row, column, zh, en })),
    };
    if (apply !== 'true' || errors.length > 0) return filled;
    const given = new Map(fields.map(({ field, value }) => [field, value]));
    // In the order of the form. What the file leaves empty, and the evidence of each field, stay as the draft has them.
    const answers = fieldsOf(definition).flatMap(({ id: field, clause }): FormAnswer[] => {
      const kept = drafted.get(field);
      const value = given.get(field) ?? kept?.value;
      return value === undefined ? [] : [{ field, clause, value, evidence: kept?.evidence ?? [] }];
    });
    const saved = await this.inner.send<FormDraftView>('POST', path, headers, {
      ...{ form, formVersion: definition.version, answers, after: after ?? draft.version },
    });
    return { ...filled, applied: true, version: saved.version, draft: saved };
  }
}
