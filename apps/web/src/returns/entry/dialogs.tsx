/** What is told beside a figure: the reason of a doubtful one, how an indirect one was estimated, why there is none. */
import { Checkbox, Form, Input, Modal } from 'antd';
import { useMemo } from 'react';
import type { ReturnFinding } from '#contracts';
import { useSpeech } from '../../shell/language';
import { Mark } from '../../shell/marks';
import type { DraftBox } from './draft-box';
import { indirectLinesOf, keyOf, type EntryTable } from './table';

export interface CellDialogProps {
  readonly table: EntryTable;
  readonly box: DraftBox;
  readonly line: string;
  readonly row: number;
  readonly onClose: () => void;
}

const blankIsNull = (text: string | undefined): string | null => (text === undefined || text.trim() === '' ? null : text.trim());

/** A doubtful figure needs its reason; each doubt has its own. */
export function ExplainDialog({
  table,
  box,
  line,
  row,
  onClose,
  findings,
}: CellDialogProps & { readonly findings: readonly ReturnFinding[] }) {
  const { t, say } = useSpeech();
  const [form] = Form.useForm<Record<string, string>>();
  const doubts = findings.filter(({ severity }) => severity === 'doubtful');
  const known = table.lineOf(line);
  const fieldOf = (code: string): string => `explain:${code}`;
  const reasonOf = (code: string): string =>
    box.valueOf(line, fieldOf(code)) ?? known?.explanations.find((each) => each.code === code)?.text ?? '';
  return (
    <Modal
      open
      title={t(`存疑数据的原因：${table.rows[row]?.brandName ?? ''}`, `Why it is right: ${table.rows[row]?.brandName ?? ''}`)}
      okText={t('保存原因', 'Save')}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() =>
        void form
          .validateFields()
          .then((values) => {
            box.write(doubts.map(({ code }) => ({ line, field: fieldOf(code), value: blankIsNull(values[code.replaceAll('.', '-')]) })));
            onClose();
          })
          .catch(() => undefined)
      }
    >
      {doubts.length === 0 ? (
        <p>{t('此格没有存疑提示，不需要说明。', 'Nothing is doubtful about this cell.')}</p>
      ) : (
        <Form form={form} layout="vertical">
          {doubts.map((doubt) => (
            <Form.Item
              key={doubt.code}
              name={doubt.code.replaceAll('.', '-')}
              label={say(doubt)}
              extra={say(doubt.todo)}
              initialValue={reasonOf(doubt.code)}
              rules={[{ required: true, whitespace: true, message: t('必填', 'Required') }]}
            >
              <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
            </Form.Item>
          ))}
        </Form>
      )}
    </Modal>
  );
}

/** Asked once for a brand: it holds for all its indirect figures of this return. */
export function EstimateDialog({ table, box, line, row, onClose }: CellDialogProps) {
  const { t } = useSpeech();
  const [form] = Form.useForm<{ method: string; basis: string; others: boolean }>();
  const brand = table.rows[row];
  const others = useMemo(() => untold(table, box, brand?.brandId), [table, box, brand]);
  const known = table.lineOf(line)?.estimate ?? null;
  return (
    <Modal
      open
      title={t(`间接带动的估算：${brand?.brandName ?? ''}`, `How it was estimated: ${brand?.brandName ?? ''}`)}
      okText={t('保存', 'Save')}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() =>
        void form
          .validateFields()
          .then(({ method, basis, others: too }) => {
            const lines = [...(brand === undefined ? [line] : indirectLinesOf(table, brand.brandId)), ...(too ? others.lines : [])];
            box.write(
              lines.flatMap((each) => [
                { line: each, field: 'estimateMethod', value: blankIsNull(method) },
                { line: each, field: 'estimateBasis', value: blankIsNull(basis) },
              ]),
            );
            onClose();
          })
          .catch(() => undefined)
      }
    >
      <div className="stack">
        <p>
          <Mark tone="claim">{t('估算', 'estimate')}</Mark>{' '}
          {t(
            '间接带动数单独列示，不并入直接带动数。每个品牌填一次，用于本表该品牌的全部间接数。',
            'Indirect figures are shown apart. Told once for the brand; it holds for all its indirect figures here.',
          )}
        </p>
        <Form form={form} layout="vertical">
          <Form.Item
            name="method"
            label={t('估算方法', 'Method')}
            initialValue={box.valueOf(line, 'estimateMethod') ?? known?.method ?? ''}
            rules={[{ required: true, whitespace: true, message: t('必填', 'Required') }]}
          >
            <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
          </Form.Item>
          <Form.Item
            name="basis"
            label={t('估算依据', 'Basis')}
            initialValue={box.valueOf(line, 'estimateBasis') ?? known?.basis ?? ''}
            rules={[{ required: true, whitespace: true, message: t('必填', 'Required') }]}
          >
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
          </Form.Item>
          <Form.Item name="others" valuePropName="checked" initialValue={false} hidden={others.brands === 0}>
            <Checkbox>
              {t(
                `其余 ${others.brands} 个品牌也是这样估算的（已填间接数、尚未写明）`,
                `The other ${others.brands} brands with an indirect figure and no method were estimated the same way`,
              )}
            </Checkbox>
          </Form.Item>
        </Form>
      </div>
    </Modal>
  );
}

/** Indirect lines of other brands that hold a figure and say neither how it was estimated nor by what. */
function untold(
  table: EntryTable,
  box: DraftBox,
  except: string | undefined,
): { readonly lines: readonly string[]; readonly brands: number } {
  const lines: string[] = [];
  const brands = new Set<string>();
  const asked = table.asked.filter(({ directness }) => directness === 'indirect');
  for (const { brandId, trade } of table.rows) {
    if (brandId === except) continue;
    for (const { metric, directness } of asked) {
      const line = keyOf(brandId, metric, directness, trade);
      if (!table.open(line)) continue;
      const known = table.lineOf(line);
      // What was emptied here counts as empty, whatever was reported before.
      const held = (field: string, reported: string | number | null | undefined): boolean => {
        const typed = box.valueOf(line, field);
        return (typed === undefined ? String(reported ?? '') : (typed ?? '')) !== '';
      };
      if (!held('value', known?.value)) continue;
      if (held('estimateMethod', known?.estimate?.method) || held('estimateBasis', known?.estimate?.basis)) continue;
      lines.push(line);
      brands.add(brandId);
    }
  }
  return { lines, brands: brands.size };
}

/** Why there is no figure, or what else is to be known of it. */
export function NoteDialog({ table, box, line, row, onClose }: CellDialogProps) {
  const { t } = useSpeech();
  const [form] = Form.useForm<{ note: string }>();
  return (
    <Modal
      open
      title={t(`备注：${table.rows[row]?.brandName ?? ''}`, `Note: ${table.rows[row]?.brandName ?? ''}`)}
      okText={t('保存', 'Save')}
      cancelText={t('取消', 'Cancel')}
      onCancel={onClose}
      onOk={() => {
        box.write([{ line, field: 'note', value: blankIsNull(form.getFieldValue('note') as string | undefined) }]);
        onClose();
      }}
    >
      <Form form={form} layout="vertical">
        <Form.Item
          name="note"
          label={t('备注', 'Note')}
          extra={t(
            '确无数据的，把格子留空并在这里写明原因；零须填 0。',
            'Where there is no figure, leave the cell empty and say here why. Zero is written as 0.',
          )}
          initialValue={box.valueOf(line, 'note') ?? table.lineOf(line)?.note ?? ''}
        >
          <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
