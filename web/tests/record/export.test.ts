import { describe, expect, test } from 'vitest';
import type { FrameResult } from '../../src/protocol/types';
import { toCsv } from '../../src/record/csv';
import { Recording } from '../../src/record/recording';
import { toRows, toSoundRow } from '../../src/record/row';

const emotions = { neutral: 0.1, happy: 0.6, sad: 0.1, surprise: 0.05, fear: 0.05, disgust: 0.05, anger: 0.05 };

function resultOf(sequence: number, faces: FrameResult['faces'] = []): FrameResult {
  return {
    type: 'result',
    sequence,
    time: sequence * 100_000,
    faces,
    speech: null,
    sync: { differenceUs: null, driftPpm: null, paired: 0, dropped: 0 },
    level: { index: 0, name: 'full' },
    timing: { queueMs: 0, detectMs: 0, readMs: 0, totalMs: 0 },
  };
}

const face: FrameResult['faces'][number] = {
  id: 3,
  box: [10, 20, 30, 40],
  score: 0.9,
  emotion: 'happy',
  smoothed: emotions,
  probabilities: { neutral: 0.2, happy: 0.8 },
  quality: { size: 30, quality: 0.7, reliable: true },
};

describe('toRows', () => {
  test('gives a face the names of docs/analyze.md', () => {
    expect(toRows(resultOf(12, [face]), 2)).toEqual([
      {
        frame: 12,
        time_s: 1.2,
        session: 2,
        face_id: 3,
        face_confidence: 0.9,
        x: 10,
        y: 20,
        width: 30,
        height: 40,
        size: 30,
        quality: 0.7,
        reliable: true,
        emotions,
        dominant_emotion: 'happy',
        dominant_probability: 0.6,
        face: { neutral: 0.2, happy: 0.8 },
      },
    ]);
  });

  test('gives a frame without a face one row', () => {
    expect(toRows(resultOf(1), 1)).toEqual([{ frame: 1, time_s: 0.1, session: 1 }]);
  });

  test('tells of a voice without a face what the voice is', () => {
    const speech = { presence: 0.8, probabilities: { calm: 1 }, shared: emotions, start: 1_000_000, end: 5_000_000 };
    const voice = {
      speech_window: { start_s: 1, end_s: 5, presence: 0.8 },
      speech: { calm: 1 },
      emotions,
      dominant_emotion: 'happy',
      dominant_probability: 0.6,
    };
    expect(toRows({ ...resultOf(30), speech })).toEqual([{ frame: 30, time_s: 3, ...voice }]);
    expect(toSoundRow(speech)).toEqual({ time_s: 3, ...voice });
  });

  test('brings times of the voice to seconds', () => {
    const result = {
      ...resultOf(1),
      speech: { presence: 0.5, probabilities: { calm: 1 }, start: 1_000_000, end: 5_000_000 },
    };
    expect(toRows(result, 1)[0]).toMatchObject({
      speech_window: { start_s: 1, end_s: 5, presence: 0.5 },
      speech: { calm: 1 },
    });
  });
});

describe('toCsv', () => {
  test('writes a header, rows, and nothing where nothing is known', () => {
    const lines = toCsv([...toRows(resultOf(0), 1), ...toRows(resultOf(1, [face]), 1)], 'live').split('\r\n');
    expect(lines[0]).toBe(
      'input,frame,time_s,session,face_id,face_confidence,x,y,width,height,yaw,pitch,roll,size,blur,brightness,occlusion,quality,reliable,' +
        'neutral,happy,sad,surprise,fear,disgust,anger,dominant_emotion,dominant_probability,face_neutral,face_happy',
    );
    expect(lines[1]).toBe(`live,0,0,1${','.repeat(26)}`);
    expect(lines[2]).toBe(
      'live,1,0.1,1,3,0.9,10,20,30,40,,,,30,,,,0.7,1,0.1,0.6,0.1,0.05,0.05,0.05,0.05,happy,0.6,0.2,0.8',
    );
    expect(lines).toHaveLength(4);
  });

  test('quotes names, and lets no name be a formula', () => {
    expect(toCsv([{ time_s: 0 }], 'a,"b".mp4').split('\r\n')[1]).toMatch(/^"a,""b""\.mp4",/);
    expect(toCsv([{ time_s: 0 }], '=cmd').split('\r\n')[1]).toMatch(/^'=cmd,/);
  });
});

describe('Recording', () => {
  test('keeps no more than its capacity and tells what it forgot', () => {
    const recording = new Recording(100);
    for (let i = 0; i < 1000; i++) {
      recording.add(resultOf(i), 1);
    }
    expect(recording.length).toBeLessThanOrEqual(110);
    const json = JSON.parse(recording.toJson('server'));
    expect(json.forgotten_rows + json.rows.length).toBe(1000);
    expect(json.rows.at(-1).frame).toBe(999);
    expect(json.schema).toBe('mien.live/1');
  });
});
