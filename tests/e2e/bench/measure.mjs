// What the measurements share.
import { PASSWORD } from "../support/people.mjs";

export const RUNS = 9;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Times in words. */
export const span = (times) =>
  `median ${Math.round(median(times))} ms, ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;

/** 1.6 Mbit/s, 150 ms there and back, a processor four times slower. */
export async function slowDown(context, page) {
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 150,
    downloadThroughput: 200_000,
    uploadThroughput: 200_000,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
}

/** A browser that has seen nothing yet, signed in as the admin. */
export async function signedIn(browser, url) {
  const context = await browser.newContext({ locale: "en-US" });
  await context.request.post(`${url}/login`, {
    form: { username: "admin@demo.example", password: PASSWORD, next: "/signed-in" },
    headers: { origin: url },
    maxRedirects: 0,
  });
  return context;
}
