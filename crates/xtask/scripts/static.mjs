// Serves a folder of files, for the gallery and its tests. Usage: node static.mjs <folder> <address>
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".wasm": "application/wasm",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

/** Serves `folder`; resolves to `{ url, stop }` when it listens. */
export async function serve(folder, host = "127.0.0.1", port = 0) {
  const listener = createServer(async (request, response) => {
    // What a URL has of `..` is gone once it is read.
    const { pathname } = new URL(request.url, "http://gallery");
    const file = join(folder, pathname === "/" ? "index.html" : pathname);
    const body = await readFile(file).catch(() => undefined);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "cache-control": "no-cache",
    });
    response.end(body);
  });
  await new Promise((resolve, reject) => listener.once("error", reject).listen(port, host, resolve));
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${listener.address().port}`,
    stop() {
      listener.closeAllConnections();
      listener.close();
    },
  };
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { hostname, port } = new URL(`http://${argv[3]}`);
  const { url } = await serve(argv[2], hostname.replace(/^\[|\]$/g, ""), Number(port || 80));
  console.log(`The gallery is at ${url}`);
}
