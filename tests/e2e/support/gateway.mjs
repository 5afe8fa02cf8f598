// A gateway as companies put one before a portal: it passes on what it is told as it comes, bodies
// and streams too, and adds what gateways add. The `Host` stays that of the browser.
import { once } from "node:events";
import { createServer, request as send } from "node:http";

/** Header fields of one connection (RFC 9110, section 7.6.1): the next connection has its own. */
const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding"];

const basicOf = ({ username, password }) => `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/** Header fields as they came, twice the same one too, but for those of one connection; some replaced. */
function fields(raw, replaced = {}) {
  const dropped = [...OF_CONNECTION, ...Object.keys(replaced)];
  const kept = [];
  for (let at = 0; at < raw.length; at += 2) {
    if (!dropped.includes(raw[at].toLowerCase())) kept.push(raw[at], raw[at + 1]);
  }
  return [...kept, ...Object.entries(replaced).flat()];
}

/**
 * Starts one before the server at `target`; resolves when it listens.
 *
 * Nothing passes without `basic` (`{ username, password }`). `adds` are header fields, by names in
 * lower case, that every request gets. `cookie` holds the bytes of a `Set-Cookie`, for the first
 * answer. `passed` lists what was passed on: `{ method, path, headers }`, each byte of a header one
 * letter, as Node reads them.
 */
export async function startGateway(target, { basic, adds = {}, cookie } = {}) {
  const { hostname, port } = new URL(target);
  const passed = [];
  let gift = cookie;

  const listener = createServer((asked, answer) => {
    if (basic && asked.headers.authorization !== basicOf(basic)) {
      asked.resume();
      answer.writeHead(401, { "www-authenticate": 'Basic realm="gateway"', "content-length": 0 }).end();
      return;
    }
    passed.push({ method: asked.method, path: asked.url, headers: { ...asked.headers, ...adds } });
    const { method, url: path } = asked;
    const onward = send({ hostname, port, method, path, headers: fields(asked.rawHeaders, adds), agent: false });
    onward.on("response", (said) => {
      const head = fields(said.rawHeaders);
      if (gift) head.push("Set-Cookie", gift.toString("latin1"));
      gift = undefined;
      answer.writeHead(said.statusCode, head);
      // The head goes out now: a stream may say nothing for long. `flushHeaders` would write it in
      // UTF-8, two bytes for each odd one of a cookie.
      answer.write(Buffer.alloc(0));
      said.pipe(answer);
      said.on("error", () => answer.destroy());
    });
    onward.on("error", () => answer.destroy());
    // Whoever leaves ends the request at the server as well.
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  });

  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  return {
    url: `http://127.0.0.1:${listener.address().port}`,
    passed,
    async stop() {
      const closed = once(listener, "close");
      listener.close();
      listener.closeAllConnections();
      await closed;
    },
  };
}
