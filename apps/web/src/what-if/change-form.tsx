import { Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { WhatIfRequest } from '#contracts';
import type { Pack } from '#policy';
import type { PolicyRow } from '../shell/api';
import { useSpeech, type Speech } from '../shell/language';
import { Nothing } from '../shell/marks';
import { named, TIER_SHORT, UNIT } from '../shell/words';

export type Change = WhatIfRequest['change'];
type Kind = 'readings' | 'parameters' | 'version' | 'pack';
type Parameter = Pack['parameters'][number];

interface ChoiceProps {
  readonly pack: string;
  readonly shelf: readonly PolicyRow[];
  readonly onChange: (change: Change | null) => void;
}

/** Of several published versions of one pack: the newest. */
const newest = (shelf: readonly PolicyRow[], pack: string): PolicyRow | undefined => shelf.findLast((row) => row.pack === pack);

/** The document and the house packs that complete it, each once. */
function partsOf(shelf: readonly PolicyRow[], pack: string): readonly PolicyRow[] {
  const ids = [pack, ...new Set(shelf.filter((row) => row.document.completes === pack).map((row) => row.pack))];
  return ids.map((id) => newest(shelf, id)).filter((row) => row !== undefined);
}

/** An ambiguity, the reading that was taken, and one that was not: both in the words of the pack. */
function ReadingChoice({ pack, shelf, onChange }: ChoiceProps) {
  const { t, say } = useSpeech();
  const [chosen, setChosen] = useState<string | null>(null);
  const interpretations = partsOf(shelf, pack).flatMap((row) => row.document.interpretations);
  const options = interpretations.flatMap((interpretation) =>
    (interpretation.readings ?? []).map((reading) => ({
      value: `${interpretation.id}=${reading.id}`,
      label: say(reading),
      interpretation,
      reading,
    })),
  );
  if (options.length === 0)
    return <Nothing text={t('这份文件没有可以推演的其他读法。', 'This document has no other reading that can be run.')} />;
  const found = options.find(({ value }) => value === chosen);
  return (
    <>
      <Form.Item label={t('改取的读法', 'Reading to take instead')} htmlFor="what-if-reading">
        <Select<string>
          id="what-if-reading"
          value={chosen}
          placeholder={t('选择一种读法', 'Choose a reading')}
          options={options.map(({ value, label }) => ({ value, label }))}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(value) => {
            setChosen(value);
            const [interpretation = '', reading = ''] = value.split('=');
            onChange({ kind: 'readings', readings: [{ interpretation, reading }] });
          }}
        />
      </Form.Item>
      {found === undefined ? null : (
        <dl className="facts" data-testid="readings">
          <div>
            <dt>{t('现取的读法', 'Taken now')}</dt>
            <dd>{say(found.interpretation)}</dd>
          </div>
          <div>
            <dt>{t('改取的读法', 'Instead')}</dt>
            <dd>{say(found.reading)}</dd>
          </div>
        </dl>
      )}
    </>
  );
}

function whenText(when: Parameter['values'][number]['when'], { t, say }: Speech): string {
  const parts = [
    when.tier === null || when.tier === undefined ? null : say(named(TIER_SHORT, when.tier)),
    when.category ?? null,
    when.regionClass === null || when.regionClass === undefined ? null : t(`第 ${when.regionClass} 类地区`, `class ${when.regionClass}`),
    when.region ?? null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? t('一律', 'always') : parts.join('，');
}

function ParameterChoice({ pack, shelf, onChange }: ChoiceProps) {
  const speech = useSpeech();
  const { t, say } = speech;
  const [chosen, setChosen] = useState<string | null>(null);
  const [value, setValue] = useState('');
  const options = partsOf(shelf, pack).flatMap(({ document, role }) =>
    document.parameters.flatMap((parameter) =>
      parameter.values.map((each, entry) => ({
        key: parameter.key,
        entry,
        value: `${parameter.key}#${entry}`,
        now: String(each.value),
        label: `${say(parameter)}（${whenText(each.when, speech)}）：${String(each.value)}${UNIT[parameter.unit] === undefined ? '' : ` ${say(named(UNIT, parameter.unit))}`}${role === 'house' ? t('〔本地配置〕', ' [configured]') : ''}`,
      })),
    ),
  );
  const tell = (which: string | null, text: string): void => {
    const option = options.find((each) => each.value === which);
    onChange(
      option === undefined || text.trim() === ''
        ? null
        : {
            kind: 'parameters',
            parameters: [{ key: option.key, entry: option.entry, value: /^-?\d+$/.test(text.trim()) ? Number(text) : text.trim() }],
          },
    );
  };
  return (
    <div className="form-grid">
      <Form.Item label={t('参数和现行取值', 'Parameter and its value now')} htmlFor="what-if-parameter">
        <Select<string>
          id="what-if-parameter"
          value={chosen}
          placeholder={t('选择一个参数', 'Choose a parameter')}
          options={options.map(({ value: which, label }) => ({ value: which, label }))}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          onChange={(which) => {
            setChosen(which);
            const now = options.find((each) => each.value === which)?.now ?? '';
            setValue(now);
            tell(which, now);
          }}
        />
      </Form.Item>
      <Form.Item
        label={t('改为', 'Instead')}
        htmlFor="what-if-value"
        extra={t('整数，或分数如 9/10', 'an integer, or a fraction such as 9/10')}
      >
        <Input
          id="what-if-value"
          value={value}
          onChange={(event) => {
            setValue(event.target.value);
            tell(chosen, event.target.value);
          }}
        />
      </Form.Item>
    </div>
  );
}

function VersionChoice({ pack, shelf, onChange }: ChoiceProps) {
  const { t } = useSpeech();
  const versions = shelf.filter((row) => row.pack === pack);
  if (versions.length < 2)
    return <Nothing text={t('这份文件只发布过一个版本。', 'Only one version of this document was ever published.')} />;
  return (
    <Form.Item label={t('改为版本', 'Version instead')} htmlFor="what-if-version">
      <Select<string>
        id="what-if-version"
        placeholder={t('选择版本', 'Choose a version')}
        options={versions.map(({ version }) => ({ value: version, label: version }))}
        onChange={(version) => onChange({ kind: 'version', version })}
      />
    </Form.Item>
  );
}

function PackChoice({ pack, shelf, onChange }: ChoiceProps) {
  const { t } = useSpeech();
  const others = [...new Map(shelf.filter((row) => row.role === 'document' && row.pack !== pack).map((row) => [row.pack, row])).values()];
  return (
    <Form.Item label={t('改按哪份文件', 'Document instead')} htmlFor="what-if-other">
      <Select<string>
        id="what-if-other"
        placeholder={t('选择文件', 'Choose a document')}
        options={others.map((row) => ({ value: row.pack, label: row.title }))}
        onChange={(other) => onChange({ kind: 'pack', pack: other })}
      />
    </Form.Item>
  );
}

const CHOICES: Readonly<Record<Kind, (props: ChoiceProps) => React.ReactNode>> = {
  readings: ReadingChoice,
  parameters: ParameterChoice,
  version: VersionChoice,
  pack: PackChoice,
};

/** Which document decides now, and what is to be different. */
export function ChangeForm({
  shelf,
  pack,
  onPack,
  onChange,
}: {
  readonly shelf: readonly PolicyRow[];
  readonly pack: string | null;
  readonly onPack: (pack: string) => void;
  readonly onChange: (change: Change | null) => void;
}) {
  const { t } = useSpeech();
  const [kind, setKind] = useState<Kind>('readings');
  const Choice = CHOICES[kind];
  // Documents that govern no brand have nothing to re-decide.
  const documents = [
    ...new Map(
      shelf.filter((row) => row.role === 'document' && row.document.governs.kinds.length > 0).map((row) => [row.pack, row]),
    ).values(),
  ];
  return (
    <>
      <Form.Item label={t('现行文件', 'Document in force')} htmlFor="what-if-pack">
        <Select<string>
          id="what-if-pack"
          value={pack}
          placeholder={t('选择文件', 'Choose a document')}
          options={documents.map((row) => ({ value: row.pack, label: `${row.title}${row.number === null ? '' : `（${row.number}）`}` }))}
          onChange={onPack}
        />
      </Form.Item>
      <Form.Item label={t('改变什么', 'What changes')}>
        <div style={{ overflowX: 'auto' }}>
          <Segmented<Kind>
            aria-label={t('改变什么', 'What changes')}
            value={kind}
            onChange={(next) => {
              setKind(next);
              onChange(null);
            }}
            options={[
              { value: 'readings', label: t('换一种读法', 'Another reading') },
              { value: 'parameters', label: t('改一个数值', 'Another value') },
              { value: 'version', label: t('换一个版本', 'Another version') },
              { value: 'pack', label: t('换一份文件', 'Another document') },
            ]}
          />
        </div>
      </Form.Item>
      {pack === null ? null : <Choice key={`${pack}${kind}`} pack={pack} shelf={shelf} onChange={onChange} />}
    </>
  );
}
