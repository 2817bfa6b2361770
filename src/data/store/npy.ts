/**
 * NumPy's array file, as far as candles need it: float64, little endian.
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59] as const; // \x93NUMPY
/** NumPy pads the header so that the data start on this boundary. */
const ALIGNMENT_BYTES = 64;
/** Enough for the header of every file that this program writes. */
export const HEADER_PROBE_BYTES = 128;

export interface NpyHeader {
  /** Offset of the first number. */
  readonly dataOffsetBytes: number;
  /** Type of the elements, `<f8` for float64 little endian. */
  readonly descr: string;
  /** Column-major order. */
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/** Header (format version 1.0) of a C-ordered float64 array. */
export function encodeNpyHeader(shape: readonly number[]): Uint8Array {
  const dictionary = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")}${shape.length === 1 ? "," : ""}), }`;
  const prefixBytes = MAGIC.length + 4;
  const totalBytes = Math.ceil((prefixBytes + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = new Uint8Array(totalBytes).fill(0x20);
  header.set(MAGIC);
  header[6] = 1;
  header[7] = 0;
  new DataView(header.buffer).setUint16(8, totalBytes - prefixBytes, true);
  for (let i = 0; i < dictionary.length; i++) header[prefixBytes + i] = dictionary.charCodeAt(i);
  header[totalBytes - 1] = 0x0a;
  return header;
}

/**
 * Reads a header of format version 1, 2 or 3.
 * @param bytes the beginning of the file
 * @returns what the header says, or a sentence that says why it is none
 */
export function decodeNpyHeader(bytes: Uint8Array): NpyHeader | string {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) return "It does not begin as a .npy file does.";
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6] >= 2;
  const lengthBytes = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = wide ? 12 : 10;
  const dataOffsetBytes = start + lengthBytes;
  if (dataOffsetBytes > bytes.length) return "Its header is cut off.";
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, lengthBytes).toString("latin1");
  const descr = /'descr':\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const shape = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) return "Its header is not one of NumPy's.";
  return {
    dataOffsetBytes,
    descr,
    fortranOrder: order === "True",
    shape: shape
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== "")
      .map(Number),
  };
}
