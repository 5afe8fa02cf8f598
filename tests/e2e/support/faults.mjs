// Faults by name: how answers go wrong between the server and the pages.
import { en, expect, LIST, withoutAnswers } from "./fixtures.mjs";

/** Any call of the API. */
export const API = /\/api\/v2\//;
/** The list of authorizations, whatever its filters. */
export const AUTHORIZATIONS = /\/api\/v2\/oauth\/authorizations(\?|$)/;
/** One authorization. */
export const authorization = (id) => new RegExp(`/api/v2/oauth/authorizations/${id}$`);
export const CAPABILITIES = /\/api\/v2\/oauth\/capabilities$/;
export const SCOPES = /\/api\/v2\/oauth\/scopes(\?|$)/;
export const ROLES = /\/api\/v2\/authorization\/roles\?/;
export const CLIENTS_API = /\/api\/v2\/oauth\/clients\?/;
export const ME = /\/api\/v2\/users\/me/;

export const CONTEXT_ID = "5f0c7a52-31d1-4a0e-9d3c-7e5a1b2c3d4e";

/** An error as the contract has it. */
export const refusal = (status, code, more = {}, headers = {}) => ({
  status,
  contentType: "application/json",
  headers: { "inin-correlation-id": CONTEXT_ID, ...headers },
  body: JSON.stringify({ message: "No.", code, status, contextId: CONTEXT_ID, details: [], errors: [], ...more }),
});

/** An error page of something between us and the server: no JSON, and markup that must not run. */
export const gatewayPage = (status, headers = {}) => ({
  status,
  contentType: "text/html",
  headers: { "inin-correlation-id": CONTEXT_ID, ...headers },
  body: `<!doctype html><title>${status}</title><h1>Bad gateway</h1><script>throw 1</script>`,
});

/** What a portal answers whose session ended: a page, with 200. */
export const loginPage = {
  status: 200,
  contentType: "text/html",
  body: "<!doctype html><title>Sign in</title><form><input name=username></form>",
};

/** JSON whose end is missing. */
export const cut = (value) => {
  const text = JSON.stringify(value);
  return { status: 200, contentType: "application/json", body: text.slice(0, Math.floor(text.length / 2)) };
};

/** A promise that the test resolves. */
export function gate() {
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  return { open, opened };
}

/**
 * Answers calls of one method at `where` with `answer`: what to fulfil with, or a function of the
 * route, called with how many came before. Everything else goes on to the server.
 */
export async function answer(page, method, where, answer) {
  const seen = [];
  await withoutAnswers(page);
  await page.route(where, async (route) => {
    if (route.request().method() !== method) return route.fallback();
    seen.push(route.request());
    const before = seen.length - 1;
    const what = await Promise.resolve(typeof answer === "function" ? answer(route, before) : answer).catch((error) => {
      // The test ended while this call was under way.
      if (!/disposed|closed|ended/.test(error.message)) throw error;
    });
    // A call that its page aborted meanwhile can't be answered, and needn't be.
    if (what) await route.fulfill(what).catch(() => {});
  });
  return seen;
}

/** Answers the first calls with each of `answers`, the others by the server. */
export const first = (page, method, where, ...answers) =>
  answer(page, method, where, (route, before) => answers[before] ?? void route.fallback());

/** Changes the JSON of a good answer on its way. */
export const changed = (page, where, change, method = "GET") =>
  answer(page, method, where, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    return { response, json: change(json) ?? json };
  });

/** Keeps a list of the calls of one method. */
export function calls(page, method, where) {
  const seen = [];
  page.on("request", (request) => {
    if (request.method() === method && where.test(request.url())) seen.push(request);
  });
  return seen;
}

/** The words of a sentence that has numbers, one pattern for a range. */
export const pattern = (text) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace("#", "\\d+"));

/** The seconds of the countdown that is on screen. */
export async function countdown(page) {
  const line = page.getByText(/Loading goes on in \d+ seconds?\./);
  await expect(line).toBeVisible();
  return Number((await line.textContent()).match(/\d+/)[0]);
}

/**
 * Puts the browser's clock into the test's hands; before `start`. Wasm takes the ids of timers as
 * 32-bit numbers, and those of Playwright's clock are larger: without small ones nothing is cleared.
 */
export async function holdClock(page) {
  await page.clock.install();
  await page.addInitScript(() => {
    const ids = new Map();
    let next = 1;
    for (const kind of ["Timeout", "Interval"]) {
      const [set, clear] = [window[`set${kind}`], window[`clear${kind}`]];
      window[`set${kind}`] = (...all) => {
        ids.set(next, set.apply(window, all));
        return next++;
      };
      window[`clear${kind}`] = (id) => clear.call(window, ids.get(id));
    }
  });
}

/** Opens a place and waits until the program runs, which takes what it takes. */
export async function start(page, place = LIST) {
  await page.goto(place);
  await expect(page.getByRole("banner")).toBeVisible({ timeout: 20_000 });
}

/** What is on a review page, and what people do there. */
export class Review {
  constructor(page) {
    this.page = page;
    this.bar = page.getByRole("region", { name: en("effect.title") });
    this.save = this.bar.getByRole("button", { name: en("effect.save"), exact: true });
    this.outcome = this.bar.getByRole("alert");
    this.check = this.bar.getByRole("button", { name: en("save.check") });
    this.note = this.bar.getByLabel(en("effect.note"));
    this.toast = page.getByText(en("save.done", { name: "Wallboard" }));
    this.merge = page.getByRole("region", { name: /while you were editing/ });
  }

  scope(id) {
    return this.page.getByRole("checkbox", { name: new RegExp(`(^|\\s)${id}(\\s|$)`) });
  }

  async open(id, query = "") {
    await start(this.page, `${LIST}/${id}${query}`);
    await expect(this.bar).toBeVisible();
  }

  /** Takes `presence:readonly` from Wallboard and says why. */
  async edit() {
    await this.scope("presence:readonly").uncheck();
    await this.bar.getByText(en("effect.add_note")).click();
    await this.note.fill("It shows no presence.");
  }

  /** R1: nothing of the edit is lost. */
  async expectEditKept() {
    await expect(this.scope("presence:readonly")).not.toBeChecked();
    await expect(this.scope("analytics:readonly")).toBeChecked();
    await expect(this.note).toHaveValue("It shows no presence.");
  }
}
