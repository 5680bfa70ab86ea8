/**
 * HMAC-SHA256 in plain JavaScript: YouTrack's scripts have no cryptography of their own.
 * FIPS 180-4 and RFC 2104; held against the vectors of RFC 4231 in test/sha256.test.js.
 */
'use strict';

const BLOCK = 64;

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. @type {number[]} */
const ROUND = [];
/** The same of the square roots of the first eight primes. @type {number[]} */
const START = [];

(function fill() {
  for (let candidate = 2; ROUND.length < 64; candidate++) {
    if (isPrime(candidate)) {
      if (START.length < 8) {
        START.push(fraction(Math.pow(candidate, 1 / 2)));
      }
      ROUND.push(fraction(Math.pow(candidate, 1 / 3)));
    }
  }
})();

/** @param {number} value @returns {boolean} */
function isPrime(value) {
  for (let divisor = 2; divisor * divisor <= value; divisor++) {
    if (value % divisor === 0) {
      return false;
    }
  }
  return true;
}

/** @param {number} value @returns {number} */
function fraction(value) {
  return ((value - Math.floor(value)) * 0x100000000) | 0;
}

/**
 * Returns the bytes of a text in UTF-8.
 * @param {string} text
 * @returns {number[]}
 */
function utf8(text) {
  /** @type {number[]} */
  const bytes = [];
  const escaped = encodeURIComponent(text);
  for (let at = 0; at < escaped.length; at++) {
    if (escaped.charAt(at) === '%') {
      bytes.push(parseInt(escaped.substr(at + 1, 2), 16));
      at += 2;
    } else {
      bytes.push(escaped.charCodeAt(at));
    }
  }
  return bytes;
}

/** @param {number} value @param {number} by @returns {number} */
function turned(value, by) {
  return (value >>> by) | (value << (32 - by));
}

/** @param {number[]} bytes @returns {number[]} with the length at the end, in whole blocks */
function padded(bytes) {
  const all = bytes.concat([0x80]);
  while (all.length % BLOCK !== 56) {
    all.push(0);
  }
  const bits = bytes.length * 8;
  for (let shift = 56; shift >= 0; shift -= 8) {
    all.push(Math.floor(bits / Math.pow(2, shift)) % 256);
  }
  return all;
}

/** @param {number[]} block @returns {number[]} 64 words */
function schedule(block) {
  /** @type {number[]} */
  const words = [];
  for (let i = 0; i < 16; i++) {
    words.push((block[4 * i] << 24) | (block[4 * i + 1] << 16) | (block[4 * i + 2] << 8) | block[4 * i + 3]);
  }
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    const s0 = turned(early, 7) ^ turned(early, 18) ^ (early >>> 3);
    const s1 = turned(late, 17) ^ turned(late, 19) ^ (late >>> 10);
    words.push((words[i - 16] + s0 + words[i - 7] + s1) | 0);
  }
  return words;
}

/** @param {number[]} state @param {number[]} block @returns {number[]} the next state */
function compressed(state, block) {
  const words = schedule(block);
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
    const s0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) | 0);
}

/** @param {number[]} bytes @returns {number[]} the 32 bytes of the digest */
function sha256(bytes) {
  const all = padded(bytes);
  let state = START;
  for (let at = 0; at < all.length; at += BLOCK) {
    state = compressed(state, all.slice(at, at + BLOCK));
  }
  /** @type {number[]} */
  const digest = [];
  state.forEach((word) => digest.push((word >>> 24) & 255, (word >>> 16) & 255, (word >>> 8) & 255, word & 255));
  return digest;
}

/**
 * Returns the HMAC-SHA256 of a text, in hexadecimal digits.
 * @param {string} secret
 * @param {string} text
 * @returns {string}
 */
function hmacSha256(secret, text) {
  let key = utf8(secret);
  if (key.length > BLOCK) {
    key = sha256(key);
  }
  while (key.length < BLOCK) {
    key.push(0);
  }
  const inner = sha256(key.map((byte) => byte ^ 0x36).concat(utf8(text)));
  const outer = sha256(key.map((byte) => byte ^ 0x5c).concat(inner));
  return outer.map((byte) => ('0' + byte.toString(16)).slice(-2)).join('');
}

exports.hmacSha256 = hmacSha256;
