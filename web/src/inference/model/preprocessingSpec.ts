/** What a model expects of its pictures (`ImageSpec` of Mien.Preprocessing): input `image`, float (N, 3, height, width). */
export interface ImageSpec {
  readonly width: number;
  readonly height: number;
  readonly color: 'rgb' | 'gray';
  /** Subtracted from each channel's 0..1 value. */
  readonly mean: readonly [number, number, number];
  /** Divides each channel after the subtraction. */
  readonly std: readonly [number, number, number];
  /** Fraction of the box's size added on each of its four sides. */
  readonly cropMargin: number;
  readonly alignment: 'none' | 'eyes';
  /** Height of the eyes from the crop's top, as a fraction of its height. */
  readonly eyeLine: number;
  /** Distance between the eyes of a face seen from the front, as a fraction of the crop's width. */
  readonly eyeDistance: number;
}

/** What a model expects of its sound (`AudioSpec` of Mien.Preprocessing): input `audio`, float (N, 1, melBands, frames). */
export interface AudioSpec {
  readonly sampleRateHz: number;
  readonly preEmphasis: number | null;
  readonly fftSize: number;
  readonly windowSamples: number | null;
  readonly window: 'hann' | 'hamming';
  readonly hopSamples: number;
  readonly melBands: number;
  readonly minHz: number;
  readonly maxHz: number | null;
  readonly htkMel: boolean;
  readonly slaneyNorm: boolean;
  readonly reference: 'unit' | 'maximum';
  readonly topDb: number | null;
  readonly frames: number;
  readonly center: boolean;
  readonly padMode: 'constant' | 'reflect';
  readonly mean: number;
  readonly std: number;
}

/** All that turns media into a model's input, and the names of its outputs; the JSON of a model file's `mien.spec`. */
export interface PreprocessingSpec {
  readonly version: number;
  readonly image: ImageSpec | null;
  readonly audio: AudioSpec | null;
  readonly labels: readonly string[];
}

/** The version of the contract that this code honours. */
export const SPEC_VERSION = 1;

type Json = Readonly<Record<string, unknown>>;
type Rule = readonly [holds: (value: unknown) => boolean, allowed: string];

const number = (low: number, high: number): Rule => [
  value => typeof value === 'number' && value >= low && value <= high,
  `a number from ${low} to ${high}`,
];
const positive: Rule = [value => typeof value === 'number' && Number.isFinite(value) && value > 0, 'a number above 0'];
const finite: Rule = [value => typeof value === 'number' && Number.isFinite(value), 'a number'];
const whole = (low: number, high: number): Rule => [
  value => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
  `a whole number from ${low} to ${high}`,
];
const powerOfTwo = (low: number, high: number): Rule => [
  value => whole(low, high)[0](value) && Number.isInteger(Math.log2(value as number)),
  `a power of two from ${low} to ${high}`,
];
const flag: Rule = [value => typeof value === 'boolean', 'true or false'];
const oneOf = (...names: string[]): Rule => [value => names.includes(value as string), names.join(' or ')];
const orNull = ([holds, allowed]: Rule): Rule => [value => value === null || holds(value), `${allowed}, or null`];
const three = ([holds, allowed]: Rule): Rule => [
  value => Array.isArray(value) && value.length === 3 && value.every(holds),
  `a list of three times ${allowed}`,
];

const IMAGE_RULES: Readonly<Record<keyof ImageSpec, Rule>> = {
  width: whole(1, 4096),
  height: whole(1, 4096),
  color: oneOf('rgb', 'gray'),
  mean: three(finite),
  std: three(positive),
  cropMargin: number(-0.4, 2),
  alignment: oneOf('none', 'eyes'),
  eyeLine: number(0, 1),
  eyeDistance: number(Number.MIN_VALUE, 1),
};

const AUDIO_RULES: Readonly<Record<keyof AudioSpec, Rule>> = {
  sampleRateHz: whole(8000, 192_000),
  preEmphasis: orNull(number(Number.MIN_VALUE, 1 - Number.EPSILON)),
  fftSize: powerOfTwo(64, 32768),
  windowSamples: orNull(whole(2, 32768)),
  window: oneOf('hann', 'hamming'),
  hopSamples: whole(1, 32768),
  melBands: whole(1, 512),
  minHz: number(0, 96_000),
  maxHz: orNull(number(0, 96_000)),
  htkMel: flag,
  slaneyNorm: flag,
  reference: oneOf('unit', 'maximum'),
  topDb: orNull(number(Number.MIN_VALUE, 1000)),
  frames: whole(1, 100_000),
  center: flag,
  padMode: oneOf('constant', 'reflect'),
  mean: finite,
  std: positive,
};

/**
 * Reads a spec and checks every value, so that a model which this code cannot honour is refused instead of fed wrongly.
 * @param name What errors call the model.
 * @throws Error with one sentence.
 */
export function parseSpec(name: string, json: string): PreprocessingSpec {
  const fail = (reason: string): never => {
    throw new Error(`The model ${name} cannot be used: its preprocessing spec ${reason}.`);
  };
  let spec: unknown;
  try {
    spec = JSON.parse(json);
  } catch {
    return fail('is not JSON');
  }
  if (!isObject(spec)) {
    return fail('is no object');
  }
  if (spec.version !== SPEC_VERSION) {
    return fail(`has version ${String(spec.version)}, but this page reads version ${SPEC_VERSION}; reload the page`);
  }
  const { labels } = spec;
  if (
    !Array.isArray(labels) ||
    labels.length === 0 ||
    !labels.every(label => typeof label === 'string' && label.length > 0)
  ) {
    return fail('names no labels');
  }
  const check = (part: string, rules: Readonly<Record<string, Rule>>): unknown => {
    const values = spec[part] ?? null;
    if (values === null) {
      return null;
    }
    if (!isObject(values)) {
      return fail(`has a part ${part} that is no object`);
    }
    for (const key of Object.keys(values)) {
      if (!(key in rules)) {
        return fail(`has the unknown value ${part}.${key}`);
      }
    }
    for (const [key, [holds, allowed]] of Object.entries(rules)) {
      if (!holds(values[key])) {
        return fail(`has ${part}.${key} ${JSON.stringify(values[key])}, but it must be ${allowed}`);
      }
    }
    return values;
  };
  return {
    version: SPEC_VERSION,
    image: check('image', IMAGE_RULES) as ImageSpec | null,
    audio: check('audio', AUDIO_RULES) as AudioSpec | null,
    labels: labels as string[],
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
