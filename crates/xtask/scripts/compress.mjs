// Writes `.br` and `.gz` beside every text and Wasm file of a folder, so that the server only
// picks one. Usage: node compress.mjs <folder>
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXT = /\.(css|html|js|json|svg|wasm)$/;
// Below this the header of the answer weighs more than what is saved.
const AT_LEAST_BYTES = 512;

const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  const file = join(folder, name);
  if (!TEXT.test(name) || !statSync(file).isFile()) continue;
  const bytes = readFileSync(file);
  if (bytes.length < AT_LEAST_BYTES) continue;
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
