// Ed25519 verification (RFC 8032 5.1.7) on BigInt: nothing secret passes here, so time may vary.
const P = (1n << 255n) - 19n;
const L = (1n << 252n) + 27742317777372353535851937790883648493n;
const mod = (x) => ((x % P) + P) % P;
const power = (x, n) => {
  let out = 1n;
  for (x = mod(x); n; n >>= 1n, x = (x * x) % P) if (n & 1n) out = (out * x) % P;
  return out;
};
const inverse = (x) => power(x, P - 2n);
const D = mod(-121665n * inverse(121666n));
const SQRT_M1 = power(2n, (P - 1n) / 4n);
const littleEndian = (bytes) => bytes.reduceRight((n, b) => (n << 8n) | BigInt(b), 0n);

// x of a point from y and its sign; null when there is none
const recoverX = (y, sign) => {
  if (y >= P) return null;
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  const check = mod(v * x * x);
  if (check === mod(-u)) x = mod(x * SQRT_M1); else if (check !== u) return null;
  if (x === 0n && sign) return null;
  return (x & 1n) === sign ? x : P - x;
};
const point = (x, y) => [x, y, 1n, mod(x * y)];
const decodePoint = (bytes) => {
  const all = littleEndian(bytes), y = all & ((1n << 255n) - 1n), x = recoverX(y, all >> 255n);
  return x === null ? null : point(x, y);
};
const add = (p, q) => {
  const a = mod((p[1] - p[0]) * (q[1] - q[0])), b = mod((p[1] + p[0]) * (q[1] + q[0]));
  const c = mod(2n * p[3] * q[3] * D), d = mod(2n * p[2] * q[2]);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
};
const times = (n, p) => {
  let out = [0n, 1n, 1n, 0n];
  for (; n; n >>= 1n, p = add(p, p)) if (n & 1n) out = add(out, p);
  return out;
};
const encodePoint = (p) => {
  const z = inverse(p[2]), x = mod(p[0] * z);
  let all = mod(p[1] * z) | ((x & 1n) << 255n);
  return Uint8Array.from({ length: 32 }, () => { const b = Number(all & 255n); all >>= 8n; return b; });
};
const BASE_Y = mod(4n * inverse(5n));
const BASE = point(recoverX(BASE_Y, 0n), BASE_Y);

const ed25519Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const a = decodePoint(publicKey), s = littleEndian(signature.subarray(32));
  if (a === null || s >= L) return false;
  const r = signature.subarray(0, 32);
  const k = littleEndian(sha512(joined(r, publicKey, message))) % L;
  const minusA = [mod(-a[0]), a[1], a[2], mod(-a[3])];
  return toHex(encodePoint(add(times(s, BASE), times(k, minusA)))) === toHex(r);
};
