// What the measurements share.
import { PASSWORD } from "../support/people.mjs";

export const RUNS = 9;

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Times in words. */
export const span = (times) =>
  `median ${Math.round(median(times))} ms, ${Math.round(Math.min(...times))} to ${Math.round(Math.max(...times))} ms`;

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
