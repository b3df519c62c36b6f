import { describe, expect, test } from 'vitest';
import { type AnalysisResult, FileTimeline } from '../../src/file/analysisResult';
import type { TimelineRow } from '../../src/record/row';

const happy = { happy: 1 };

function timelineOf(rows: TimelineRow[], duration?: number): FileTimeline {
  const input = { name: 'clip.mp4', kind: 'video', ...(duration !== undefined && { duration_s: duration }) };
  const result: AnalysisResult = { schema: 'mien.analysis/1', input, rows };
  return new FileTimeline(result);
}

describe('FileTimeline', () => {
  const rows: TimelineRow[] = [
    { frame: 0, time_s: 0, face_id: 2, emotions: happy },
    { frame: 1, time_s: 0.04, face_id: 2, emotions: happy },
    { frame: 1, time_s: 0.04, face_id: 1, emotions: happy },
    { frame: 2, time_s: 0.08 },
    { frame: 100, time_s: 4, face_id: 1 },
  ];

  test('knows the persons in order, with their own values', () => {
    const timeline = timelineOf(rows);
    expect(timeline.people.map(person => [person.id, person.rows.length, person.series.length])).toEqual([
      [1, 2, 1],
      [2, 2, 2],
    ]);
  });

  test.each([
    [-0.3, [2]],
    [0, [2]],
    [0.019, [2]],
    [0.021, [2, 1]],
    [0.05, [2, 1]],
    [0.08, [undefined]],
    [0.57, [undefined]],
    [1, []],
    [3.6, [1]],
    [4.4, [1]],
    [9, []],
  ])('at %f s sees %j', (seconds, ids) => {
    expect(
      timelineOf(rows)
        .rowsAt(seconds)
        .map(row => row.face_id),
    ).toEqual(ids);
  });

  test('lasts as long as the file, or as its last row', () => {
    expect(timelineOf(rows, 7.5).durationSeconds).toBe(7.5);
    expect(timelineOf(rows).durationSeconds).toBe(4);
    expect(timelineOf([]).durationSeconds).toBe(0);
  });

  test('takes each window of the voice once, at its middle', () => {
    const speech_window = { start_s: 0, end_s: 3, presence: 0.8 };
    const timeline = timelineOf([
      { time_s: 0, speech_window, speech: { calm: 1 } },
      { time_s: 0.04, speech_window, speech: { calm: 1 } },
      { time_s: 1, speech_window: { ...speech_window, start_s: 1, end_s: 4 }, speech: { calm: 0 } },
      { time_s: 2 },
    ]);
    expect(timeline.voice?.data()).toEqual([
      [1.5, 2.5],
      [1, 0],
    ]);
    expect(timelineOf(rows).voice).toBeNull();
  });
});
