// Answers and refusals of the contract, over node:http.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";

const MAX_BODY = 64 * 1024;
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** An error as the contract has it. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    Object.assign(this, { status, code });
  }
}

export function sendJson(response, status, value) {
  const contextId = randomUUID();
  if (status >= 400) Object.assign(value, { contextId, details: [], errors: [] });
  response
    .writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      "inin-correlation-id": contextId,
    })
    .end(JSON.stringify(value));
}

export function sendError(response, error) {
  if (!(error instanceof Refusal)) console.error(error);
  const { status = 500, code = "internal.server.error", message } = error instanceof Refusal ? error : {};
  sendJson(response, status, { status, code, message: message ?? "Something went wrong." });
}

export async function body(request) {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > MAX_BODY) throw new Refusal(413, "request.too.large", "The body is too large.");
  }
  return text;
}

/** The body of a write by a page of ours: another site can't send all three (contract, "Writes"). */
export async function ownJson(request, origin) {
  const { headers } = request;
  if (headers.origin !== origin || headers["x-requested-with"] !== "countersign") {
    throw new Refusal(403, "cross.origin.refused", "This does not come from a page of ours.");
  }
  if (!headers["content-type"]?.startsWith("application/json")) {
    throw new Refusal(415, "unsupported.media.type", "JSON is needed.");
  }
  try {
    return Object(JSON.parse(await body(request)));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(400, "bad.request", "That is not JSON.");
  }
}

export const escape = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

/** Sends a file of a folder; false where there is none of that name. */
export async function sendFile(response, folder, path, headers = {}) {
  const type = TYPES[extname(path)];
  if (!type || !/^(\/[\w-][\w.-]*)+$/.test(path)) return false;
  let content;
  try {
    content = await readFile(join(folder, path));
  } catch {
    return false;
  }
  response.writeHead(200, { "content-type": type, "x-content-type-options": "nosniff", ...headers }).end(content);
  return true;
}
