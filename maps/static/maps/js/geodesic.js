/** Length of the WGS-84 geodesic between two points: Vincenty's inverse method (1975). */

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;

/**
 * Metres between two WGS-84 points given in degrees, to about half a millimetre.
 *
 * Nearly antipodal points, for which the iteration does not settle, give half a meridian: nobody
 * walks there.
 *
 * @param {number} lon1 @param {number} lat1 @param {number} lon2 @param {number} lat2
 * @returns {number}
 */
export function geodesic(lon1, lat1, lon2, lat2) {
  const along = (lon2 - lon1) * RAD;
  const u1 = Math.atan((1 - F) * Math.tan(lat1 * RAD));
  const u2 = Math.atan((1 - F) * Math.tan(lat2 * RAD));
  const sin1 = Math.sin(u1), cos1 = Math.cos(u1);
  const sin2 = Math.sin(u2), cos2 = Math.cos(u2);
  let lambda = along;
  for (let pass = 0; pass < 100; pass++) {
    const sinL = Math.sin(lambda), cosL = Math.cos(lambda);
    const p = cos2 * sinL;
    const q = cos1 * sin2 - sin1 * cos2 * cosL;
    const sinS = Math.sqrt(p * p + q * q);
    if (sinS === 0) return 0;
    const cosS = sin1 * sin2 + cos1 * cos2 * cosL;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cos1 * cos2 * sinL) / sinS;
    const cosA2 = 1 - sinA * sinA;
    const cosM = cosA2 === 0 ? 0 : cosS - (2 * sin1 * sin2) / cosA2;
    const c = (F / 16) * cosA2 * (4 + F * (4 - 3 * cosA2));
    const turn = sigma + c * sinS * (cosM + c * cosS * (2 * cosM * cosM - 1));
    const next = along + (1 - c) * F * sinA * turn;
    if (Math.abs(next - lambda) < 1e-12) {
      return arc(sigma, sinS, cosS, cosM, (cosA2 * (A * A - B * B)) / (B * B));
    }
    lambda = next;
  }
  return Math.PI * B;
}

/**
 * @param {number} sigma @param {number} sinS @param {number} cosS @param {number} cosM
 * @param {number} uu
 */
function arc(sigma, sinS, cosS, cosM, uu) {
  const a = 1 + (uu / 16384) * (4096 + uu * (-768 + uu * (320 - 175 * uu)));
  const b = (uu / 1024) * (256 + uu * (-128 + uu * (74 - 47 * uu)));
  const m2 = cosM * cosM;
  const inner = cosS * (2 * m2 - 1) - (b / 6) * cosM * (4 * sinS * sinS - 3) * (4 * m2 - 3);
  return B * a * (sigma - b * sinS * (cosM + (b / 4) * inner));
}
