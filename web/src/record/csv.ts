import { sharedEmotions } from '../protocol/types';
import type { TimelineRow } from './row';

const plain = [
  'frame',
  'time_s',
  'session',
  'face_id',
  'face_confidence',
  'x',
  'y',
  'width',
  'height',
  'yaw',
  'pitch',
  'roll',
  'size',
  'blur',
  'brightness',
  'occlusion',
  'quality',
  'reliable',
] as const satisfies readonly (keyof TimelineRow)[];

/**
 * Rows as CSV (RFC 4180), with the columns of docs/analyze.md; `session` only where rows have one, landmarks not.
 * @param input What goes into the first column.
 */
export function toCsv(rows: readonly TimelineRow[], input: string): string {
  const columns = plain.filter(name => name !== 'session' || rows.some(row => row.session !== undefined));
  const faceLabels = labelsOf(rows, 'face');
  const speechLabels = labelsOf(rows, 'speech');
  const header = [
    'input',
    ...columns,
    ...sharedEmotions,
    'dominant_emotion',
    'dominant_probability',
    ...faceLabels.map(label => `face_${label}`),
    ...speechLabels.map(label => `speech_${label}`),
  ];
  const lines = rows.map(row => [
    input,
    ...columns.map(name => row[name]),
    ...sharedEmotions.map(label => row.emotions?.[label]),
    row.dominant_emotion,
    row.dominant_probability,
    ...faceLabels.map(label => row.face?.[label]),
    ...speechLabels.map(label => row.speech?.[label]),
  ]);
  return [header, ...lines].map(line => `${line.map(toField).join(',')}\r\n`).join('');
}

function labelsOf(rows: readonly TimelineRow[], key: 'face' | 'speech'): string[] {
  const labels = rows.find(row => row[key])?.[key];
  return labels ? Object.keys(labels) : [];
}

function toField(value: string | number | boolean | undefined): string {
  switch (typeof value) {
    case 'undefined':
      return '';
    case 'boolean':
      return value ? '1' : '0';
    case 'number':
      return String(Math.round(value * 1e6) / 1e6);
    default:
      // A spreadsheet takes a field that begins like this for a formula.
      return quote(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
  }
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
