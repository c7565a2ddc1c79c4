import type { ReactNode } from 'react';
import { Amount } from '../shell/marks';
import type { Place } from '../shell/address';
import { placeOf, usePlace } from '../shell/router';
import { useSpeech } from '../shell/language';
import type { Question } from './question';

/** Address of the place where one stands, with the list behind a number open. */
const addressOf = (place: Place, question: Question): string =>
  placeOf(place.path.map(encodeURIComponent).join('/'), { ...Object.fromEntries(place.params), of: JSON.stringify(question) });

/** A number as a link to the records that it is made of. Nothing stands behind a zero, which is no link. */
export function Num({
  value,
  of,
  unit,
  children,
}: {
  readonly value: number;
  readonly of: Question;
  readonly unit?: string;
  readonly children?: ReactNode;
}) {
  const { t } = useSpeech();
  const place = usePlace();
  if (value === 0 && children === undefined) return <span className="quiet number">0</span>;
  return (
    <a className="of" href={addressOf(place, of)} title={t('这个数由哪些记录组成', 'what this number is made of')}>
      {children ?? <Amount value={value} {...(unit === undefined ? {} : { unit })} />}
    </a>
  );
}
