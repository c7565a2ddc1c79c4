import { subjectEvent, subjectGiven, testUuid } from '#testing';
import type { SubjectContext } from '../subject/core';
import type { SubjectEvent } from '../subject/events';
import type { WindowCommand } from './decide';

const brands: SubjectContext['brands'] = [
  { brandId: testUuid(50), kind: 'labour', region: '150430' },
  { brandId: testUuid(51), kind: 'training', region: '150430' },
  { brandId: testUuid(52), kind: 'labour', region: '370200' },
];
const NOW = { today: '2024-09-01', now: '2024-09-01T02:00:00.000Z', brands };
const opening: Extract<WindowCommand, { type: 'open' }>['data'] = {
  ...{ name: '2024年推荐报送', pack: 'im-2024-118', region: '150000', kinds: ['labour'] },
  ...{ opensAt: '2024-07-10T00:00:00+08:00', closesAt: '2024-07-30T23:59:00+08:00', document: null },
  ...{ origin: 'operational', source: { reference: '内人社办发〔2024〕118号', note: null } },
};
const given = (...events: readonly SubjectEvent[]) => subjectGiven('window', ...events);
const asked = (command: WindowCommand) => ({ command, ctx: NOW });
const opened = subjectEvent('WindowOpened.v1', { windowId: testUuid(1), ...opening });
const receive = (submittedAt: string, brandId = testUuid(50)) =>
  asked({ type: 'receiveNomination', data: { brandId, submittedAt, by: '敖汉旗人社局' } });
const received = (submittedAt: string, late: boolean, closesAt = opening.closesAt): SubjectEvent =>
  subjectEvent('WindowNominationReceived.v1', { brandId: testUuid(50), submittedAt, by: '敖汉旗人社局', closesAt, late });
const close = (closedAt: string) => asked({ type: 'close', data: { closedAt, closedBy: '包某', reason: '截止' } });

describe('a window opens', () => {
  it('once, for some kinds of brands', () => {
    given()
      .when(asked({ type: 'open', data: { ...opening, kinds: ['labour', 'labour'] } }))
      .then(opened);
    given(opened)
      .when(asked({ type: 'open', data: opening }))
      .thenRefused('SUBJECT.ALREADY_REGISTERED');
  });
  it.each([
    ['closes in its first minute', { closesAt: opening.opensAt }, 'WINDOW.TIMES_REVERSED', 'closesAt'],
    ['opens on a day that does not exist', { opensAt: '2024-02-30T00:00:00+08:00' }, 'WINDOW.MOMENT_INVALID', 'opensAt'],
    ['closes at an hour that does not exist', { closesAt: '2024-07-30T25:00:00+08:00' }, 'WINDOW.MOMENT_INVALID', 'closesAt'],
  ])('not when it %s', (_, over, code, field) => {
    given()
      .when(asked({ type: 'open', data: { ...opening, ...over } }))
      .thenRefused(code, field);
  });
});

describe('a nomination is in time to the minute (IM-34)', () => {
  it.each([
    ['2024-07-10T00:00:00+08:00', false],
    ['2024-07-30T23:59:00+08:00', false],
    ['2024-07-30T23:59:59+08:00', false],
    ['2024-07-30T15:59:59Z', false],
    ['2024-07-31T00:00:00+08:00', true],
    ['2024-07-30T16:00:00Z', true],
  ])('%s is late: %s', (submittedAt, late) => {
    given(opened).when(receive(submittedAt)).then(received(submittedAt, late));
  });

  it('not before it opens, nor in the future', () => {
    given(opened).when(receive('2024-07-09T23:59:59+08:00')).thenRefused('WINDOW.NOT_OPEN_YET', 'submittedAt');
    given(opened).when(receive('2024-09-01T10:01:00+08:00')).thenRefused('WINDOW.SUBMITTED_IN_FUTURE', 'submittedAt');
    given(opened).when(receive('2024-07-32T10:01:00+08:00')).thenRefused('WINDOW.MOMENT_INVALID', 'submittedAt');
  });

  it('of a brand that the call is for, once', () => {
    given(opened)
      .when(receive('2024-07-20T10:00:00+08:00', testUuid(59)))
      .thenRefused('SUBJECT.BRAND_UNKNOWN', 'brandId');
    given(opened)
      .when(receive('2024-07-20T10:00:00+08:00', testUuid(51)))
      .thenRefused('WINDOW.KIND_NOT_CALLED', 'brandId');
    given(opened)
      .when(receive('2024-07-20T10:00:00+08:00', testUuid(52)))
      .thenRefused('WINDOW.REGION_NOT_CALLED', 'brandId');
    given(opened, received('2024-07-20T10:00:00+08:00', false))
      .when(receive('2024-07-21T10:00:00+08:00'))
      .thenRefused('WINDOW.ALREADY_RECEIVED', 'brandId');
  });
});

describe('a window is extended, with a reason', () => {
  const extension = { closesAt: '2024-08-05T23:59:00+08:00', reason: '汛期', document: null };
  const extended = subjectEvent('WindowExtended.v1', { from: opening.closesAt, ...extension });

  it('to a later minute, which then is the deadline', () => {
    given(opened)
      .when(asked({ type: 'extend', data: extension }))
      .then(extended);
    given(opened, extended)
      .when(receive('2024-07-31T00:00:00+08:00'))
      .then(received('2024-07-31T00:00:00+08:00', false, extension.closesAt));
    given(opened, extended)
      .when(receive('2024-08-06T00:00:00+08:00'))
      .then(received('2024-08-06T00:00:00+08:00', true, extension.closesAt));
  });

  it('never to the same or an earlier one', () => {
    given(opened)
      .when(asked({ type: 'extend', data: { ...extension, closesAt: opening.closesAt } }))
      .thenRefused('WINDOW.NOT_AN_EXTENSION', 'closesAt');
  });
});

describe('a window is closed', () => {
  const closed = (closedAt: string): SubjectEvent => subjectEvent('WindowClosed.v1', { closedAt, closedBy: '包某', reason: '截止' });

  it('at its end, and what comes later is late all the same', () => {
    given(opened).when(close('2024-07-31T00:00:00+08:00')).then(closed('2024-07-31T00:00:00+08:00'));
    given(opened, closed('2024-07-31T00:00:00+08:00'))
      .when(receive('2024-07-30T23:59:00+08:00'))
      .then(received('2024-07-30T23:59:00+08:00', false));
  });

  it('before its end: that minute is the deadline then', () => {
    const early = '2024-07-20T12:00:00+08:00';
    given(opened, closed(early))
      .when(receive('2024-07-20T12:01:00+08:00'))
      .then(received('2024-07-20T12:01:00+08:00', true, early));
  });

  it('once, by somebody who is not ahead of the clock, and is not extended then', () => {
    given(opened).when(close('2024-09-02T00:00:00+08:00')).thenRefused('WINDOW.SUBMITTED_IN_FUTURE', 'closedAt');
    given(opened, closed('2024-07-31T00:00:00+08:00')).when(close('2024-08-01T00:00:00+08:00')).thenRefused('SUBJECT.WRONG_STATUS');
    given(opened, closed('2024-07-31T00:00:00+08:00'))
      .when(asked({ type: 'extend', data: { closesAt: '2024-08-05T23:59:00+08:00', reason: '汛期', document: null } }))
      .thenRefused('SUBJECT.WRONG_STATUS');
  });
});

it('holds no facts of its own', () => {
  given(opened)
    .when({ command: { type: 'recordDate', data: { date: 'selectedOn', on: '2024-05-31', reason: null, source: opening.source } } })
    .thenRefused('SUBJECT.UNKNOWN_COMMAND', 'type');
});
