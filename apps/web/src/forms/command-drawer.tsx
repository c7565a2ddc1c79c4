import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Drawer, Form } from 'antd';
import { useSetFields } from '../accounts/session';
import { refreshLedger, Refused, send, type CommandAnswer } from '../shell/api';
import { useDataset } from '../shell/dataset';
import { useSpeech, type Words } from '../shell/language';
import { ConfiguredMark, Refusal } from '../shell/marks';
import { bodyOf, operationOf, type Bag, type CommandSpec } from './command';
import { Fields } from './fields';
import { useSubmit } from './use-submit';

interface DrawerProps<Card> {
  readonly spec: CommandSpec<Card>;
  readonly card: Card;
  /** Of the card in the api: `/brands/<id>`. */
  readonly path: string;
  /** The revision that the person looks at; null: a card is put on the books. */
  readonly revision: number | null;
  readonly onClose: () => void;
  readonly onDone?: (answer: CommandAnswer) => void;
}

/** One command on one card: the form, the answer, and what to do when it is refused. A spec without a command founds the card. */
export function CommandDrawer<Card>({ spec, card, path, revision, onClose, onDone }: DrawerProps<Card>) {
  const { t, say } = useSpeech();
  const { dataset } = useDataset();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [form] = Form.useForm();
  const { busy, error, taken, submit, renew } = useSubmit(form);
  const set = useSetFields(operationOf(path, spec.command));
  const fields = spec.fields.filter(({ name }) => !set.has(name));
  const command = (values: Bag): Promise<void> =>
    submit(async (key) => {
      const to = spec.command === '' ? path : `${path}/${spec.command}`;
      const body = bodyOf(fields, values, { dataset, key });
      const answer = await send(to, spec.whole?.(body) ?? body, {
        ifMatch: spec.adds === true ? null : revision,
        key,
      });
      void message.success(t(`已记录：${spec.title.zh}`, `Recorded: ${spec.title.en}`));
      await spec.after?.(values, card, key).catch((failure: unknown) => {
        const why = failure instanceof Refused ? say(failure.problem) : String(failure);
        void message.warning(t(`已记录，但后续一步未成：${why}`, `Recorded, but what follows failed: ${why}`), 8);
      });
      await refreshLedger(client);
      onClose();
      onDone?.(answer);
    });
  return (
    <Drawer
      open
      title={say(spec.title)}
      onClose={onClose}
      size={typeof window !== 'undefined' && window.innerWidth < 700 ? '100%' : 640}
      destroyOnHidden
    >
      <div className="stack">
        <div>
          {say(spec.about)} {spec.configured === true ? <ConfiguredMark /> : null}
        </div>
        <Form
          form={form}
          layout="vertical"
          initialValues={spec.prefill?.(card) ?? {}}
          onFinish={(values: Bag) => void command(values)}
          onValuesChange={renew}
          scrollToFirstError
        >
          <Fields fields={fields} card={card} path={path} />
          <div className="stack">
            <Refusal error={error} fields={taken} />
            <div className="row">
              <Button type="primary" htmlType="submit" loading={busy}>
                {t('提交', 'Submit')}
              </Button>
              <Button onClick={onClose}>{t('取消', 'Cancel')}</Button>
              {error instanceof Refused && error.problem.status === 412 ? (
                <Button onClick={() => void refreshLedger(client)}>{t('刷新后再提交', 'Refresh, then submit again')}</Button>
              ) : null}
            </div>
          </div>
        </Form>
      </div>
    </Drawer>
  );
}

/** 全部操作: every command that the acting role may give, by group, whether or not it fits now. */
export function AllCommands<Card>({
  commands,
  groups,
  onOpen,
}: {
  readonly commands: readonly CommandSpec<Card>[];
  readonly groups: Readonly<Record<string, Words>>;
  readonly onOpen: (spec: CommandSpec<Card>) => void;
}) {
  const { t, say } = useSpeech();
  return (
    <div className="stack">
      <p className="quiet">
        {commands.length === 0
          ? t('当前角色在这里没有可办的操作。', 'The role in which you act has nothing to do here.')
          : t('不合阶段的操作会被台账拒绝，并说明理由。', 'The ledger refuses what does not fit the stage, and says why.')}
      </p>
      {Object.entries(groups)
        .map(([group, words]) => ({ group, words, specs: commands.filter((spec) => spec.group === group) }))
        .filter(({ specs }) => specs.length > 0)
        .map(({ group, words, specs }) => (
          <section key={group} className="sheet">
            <header>
              <h2>{say(words)}</h2>
            </header>
            <div className="filters">
              {specs.map((spec) => (
                <div key={spec.command}>
                  <Button onClick={() => onOpen(spec)}>{say(spec.title)}</Button>
                  <div className="quiet">{say(spec.about)}</div>
                  {spec.configured === true ? <ConfiguredMark /> : null}
                </div>
              ))}
            </div>
          </section>
        ))}
    </div>
  );
}
