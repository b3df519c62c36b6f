import { describe, expect, test } from 'vitest';
import { parseServerMessage } from '../../src/protocol/messages';
import { problemSentence } from '../../src/protocol/problem';
import { authorization, subprotocols } from '../../src/protocol/token';

describe('parseServerMessage', () => {
  test('reads what it knows', () => {
    expect(parseServerMessage('{"type":"notice","code":"bad_audio","message":"No."}')).toEqual({
      type: 'notice',
      code: 'bad_audio',
      message: 'No.',
    });
  });

  test('passes over what a newer server may send', () => {
    expect(parseServerMessage('{"type":"weather"}')).toBeNull();
  });

  test.each([
    ['no json', 'is not JSON'],
    ['null', 'without a type'],
    ['[]', 'without a type'],
    ['{"type":3}', 'without a type'],
    ['{"type":"result","sequence":1,"time":2}', 'list of faces'],
    ['{"type":"result","sequence":"1","time":2,"faces":[]}', 'without a number'],
  ])('refuses %s', (text, said) => {
    expect(() => parseServerMessage(text)).toThrow(said);
  });
});

describe('token', () => {
  test('goes along as a subprotocol, in base64url without padding', () => {
    expect(subprotocols(null)).toEqual(['mien.v1']);
    expect(subprotocols('a-token-of-some-length')).toEqual(['mien.v1', 'mien.token.YS10b2tlbi1vZi1zb21lLWxlbmd0aA']);
    // Bytes that base64 writes with + and /.
    expect(subprotocols('ÿ¿>')[1]).toBe('mien.token.w7_Cvz4');
  });

  test('goes along as a header', () => {
    expect(authorization(null)).toEqual({});
    expect(authorization('abc')).toEqual({ Authorization: 'Bearer abc' });
  });
});

describe('problemSentence', () => {
  test.each([
    ['{"title":"Conflict","detail":"Not yet."}', 'Not yet.'],
    ['{"title":"Conflict"}', 'fallback'],
    ['<html>', 'fallback'],
    ['null', 'fallback'],
  ])('of %s', (body, sentence) => {
    expect(problemSentence(body, 'fallback')).toBe(sentence);
  });
});
