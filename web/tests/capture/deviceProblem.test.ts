import { expect, test } from 'vitest';
import { explainDeviceError, InsecureContextError } from '../../src/capture/deviceProblem';
import { analysisSize } from '../../src/capture/frameGrabber';

test.each([
  ['NotAllowedError', 'refused', 'allow it in the settings'],
  ['NotFoundError', 'absent', 'connect one'],
  ['OverconstrainedError', 'absent', 'connect one'],
  ['NotReadableError', 'busy', 'another program'],
  ['TypeError', 'other', 'could not be started'],
])('%s is told as %s', (name, kind, said) => {
  const problem = explainDeviceError(new DOMException('why', name), false);
  expect(problem.kind).toBe(kind);
  expect(problem.sentence).toContain(said);
});

test('a page that gets no devices at all says what would help', () => {
  expect(explainDeviceError(new InsecureContextError('no mediaDevices'), true).sentence).toContain('https://');
});

test('without a camera and a microphone the microphone is offered to be left out', () => {
  expect(explainDeviceError(new DOMException('', 'NotFoundError'), true).sentence).toContain('without the microphone');
});

test.each([
  [640, 480, 640, 480],
  [320, 240, 320, 240],
  [1920, 1080, 640, 360],
  [1080, 1920, 360, 640],
  [641, 333, 640, 332],
])('a picture of %i x %i is analysed at %i x %i', (width, height, analysed, high) => {
  expect(analysisSize(width, height)).toEqual({ width: analysed, height: high });
});
