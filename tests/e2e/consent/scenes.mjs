// How people come to the consent screen, and every state that it can be in.
import { Application } from "../support/application.mjs";
import { CONSENT, told, withoutInlined } from "../support/consent.mjs";
import { refusal } from "../support/faults.mjs";
import { CLIENT, FAILED_ANSWER, expect, test as base } from "../support/fixtures.mjs";

export const WALLBOARD = { client: CLIENT.wallboard, redirect: "https://wallboard.lumen.example/callback" };
export const POPUP = { width: 400, height: 640 };

export const test = base.extend({
  viewport: POPUP,

  page: async ({ page }, use) => {
    await use(page);
    // Answers that are still on their way when a test ends are nobody's.
    await page.unrouteAll({ behavior: "ignoreErrors" });
  },

  /** Partner CRM, which nobody decided on; its redirect URI is on this device. */
  crm: async ({ page, context, server }, use) => {
    const crm = new Application(page, server);
    await crm.waits(context);
    await use(crm);
  },

  /** Wallboard, authorized for supervisors, one of whom allowed some of it before. */
  wallboard: async ({ page, context, server }, use) => {
    const wallboard = new Application(page, server, WALLBOARD);
    await wallboard.waits(context);
    await use(wallboard);
  },

  /** Another person in another browser, and what they can do at the API. */
  other: async ({ browser, server, signIn }, use) => {
    const contexts = [];
    await use(async (name) => {
      const context = await browser.newContext({ baseURL: server.url });
      contexts.push(context);
      await signIn(name, context);
      const call = (method) => async (path, data) => {
        const answer = await context.request.fetch(`${server.url}/api/v2${path}`, {
          method,
          data,
          headers: { origin: server.url, "x-requested-with": "countersign" },
        });
        expect(answer.ok(), `${method} ${path}: ${answer.status()}`).toBe(true);
        const text = await answer.text();
        return text ? JSON.parse(text) : undefined;
      };
      return { context, get: call("GET"), post: call("POST"), put: call("PUT"), delete: call("DELETE") };
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };

/** What is on the screen for whoever decides. */
export class Screen {
  constructor(page, t) {
    this.page = page;
    this.main = page.getByRole("main");
    this.heading = page.getByRole("heading", { level: 1 });
    this.allow = page.getByRole("button", { name: t("decide.allow"), exact: true });
    this.deny = page.getByRole("button", { name: t("decide.deny"), exact: true });
    this.news = page.getByRole("alert");
    this.check = page.getByRole("button", { name: t("work.check") });
    this.ask = page.getByRole("button", { name: t("ask.send") });
    this.why = page.getByLabel(t("ask.why"));
  }

  /** Nothing of a request can be decided, or seen. */
  async expectNothingToDecide() {
    await expect(this.allow).toHaveCount(0);
    await expect(this.deny).toHaveCount(0);
    await expect(this.page.getByRole("checkbox")).toHaveCount(0);
  }
}

/** The agent asks for Partner CRM, and an administrator answers. */
export async function asked({ signIn, api }, verdict) {
  await signIn("agent");
  const ask = { clientId: CLIENT.partnerCrm, scope: ["user-basic-info"], reason: "I copy notes by hand." };
  const { status, body } = await api.post("/oauth/requests", ask);
  expect(status).toBe(201);
  if (!verdict) return;
  await signIn("admin");
  expect((await api.post(`/oauth/requests/${body.id}/decision`, verdict)).status).toBe(200);
}

async function as(scene, name, app) {
  await scene.signIn(name);
  await app.asks();
  await expect(scene.page.getByRole("heading", { level: 1 })).toBeVisible();
}

const heading = (scene, text) => expect(scene.page.getByRole("heading", { name: text, exact: true })).toBeVisible();

/** A decision of an administrator that is over: the page is opened again. */
async function decided(scene, decision) {
  await as(scene, "admin", scene.crm);
  const id = new URL(scene.page.url()).searchParams.get("request");
  const { digest, scopes } = (await scene.api.get(`/oauth/consents/${id}`)).body;
  const body = { decision, scope: scopes.map((scope) => scope.id), digest };
  expect((await scene.api.post(`/oauth/consents/${id}`, body)).status).toBe(200);
  await scene.page.reload();
}

/**
 * Every state; `specimen` is what shows it in the gallery. `open` brings a scene `{ page, crm, wallboard, signIn, api, t }` there; `terminal` is
 * one where nothing is left to decide, `provokes` what the browser logs on the way.
 */
export const SCENES = [
  {
    name: "an administrator decides",
    specimen: "an administrator decides",
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await expect(scene.page.getByRole("checkbox")).toHaveCount(6);
    },
  },
  {
    name: "an administrator picks roles",
    specimen: "roles are picked",
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await scene.page.getByRole("button", { name: scene.t("roles.add") }).click();
      await expect(scene.page.getByRole("dialog").getByRole("checkbox").first()).toBeVisible();
    },
  },
  {
    name: "an administrator picked roles that are not theirs",
    specimen: "roles that are not one's own were picked",
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await scene.page.getByRole("button", { name: scene.t("roles.add") }).click();
      const dialog = scene.page.getByRole("dialog");
      await dialog.getByRole("checkbox", { name: /^Agent/ }).first().check();
      await dialog.getByRole("button", { name: scene.t("picker.ok") }).click();
      await expect(scene.page.getByText(scene.t("roles.not_yours"))).toBeVisible();
    },
  },
  {
    name: "who may not decide can ask",
    specimen: "who may not decide can ask",
    open: async (scene) => {
      await as(scene, "agent", scene.crm);
      await heading(scene, scene.t("ask.title"));
    },
  },
  {
    name: "a form without a reason says so",
    specimen: "a reason is missing",
    open: async (scene) => {
      await as(scene, "agent", scene.crm);
      await scene.page.getByRole("button", { name: scene.t("ask.send") }).click();
      await expect(scene.page.getByText(scene.t("ask.empty"))).toBeVisible();
      await scene.page.locator("summary").click();
    },
  },
  {
    name: "a request waits for an administrator",
    specimen: "a request waits",
    open: async (scene) => {
      await asked(scene);
      await as(scene, "agent", scene.crm);
      await expect(scene.page.getByText(scene.t("wait.title"))).toBeVisible();
    },
  },
  {
    name: "a request was denied",
    specimen: "a request was denied",
    open: async (scene) => {
      await asked(scene, { decision: "deny", reason: "Use the built-in one." });
      await as(scene, "agent", scene.crm);
      await expect(scene.page.getByText("Use the built-in one.")).toBeVisible();
    },
  },
  {
    name: "administrators blocked the application",
    specimen: "administrators blocked it",
    open: async (scene) => {
      await asked(scene, { decision: "block", reason: "It reads every message." });
      await as(scene, "agent", scene.crm);
      await heading(scene, scene.t("blocked.title"));
      await expect(scene.page.getByText("It reads every message.")).toBeVisible();
    },
  },
  {
    name: "it is for other roles",
    specimen: "it is for other roles",
    open: async (scene) => {
      await as(scene, "agent", scene.wallboard);
      await heading(scene, scene.t("role.title"));
    },
  },
  {
    name: "a user is asked for new scopes",
    specimen: "a user is asked for new scopes",
    open: async (scene) => {
      await as(scene, "supervisor", scene.wallboard);
      await expect(scene.page.getByText(scene.t("scope.new"), { exact: true })).toBeVisible();
    },
  },
  {
    name: "an app that can't prove who it is asks again",
    specimen: "it is asked again of who can't prove who it is",
    open: async (scene) => {
      await decided(scene, "allow");
      await as(scene, "admin", scene.crm);
      await expect(scene.page.getByText(scene.t("why.public"))).toBeVisible();
    },
  },
  {
    name: "the answer is not known",
    specimen: "the answer is not known",
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await scene.page.route(CONSENT, (route) => route.abort("connectionreset"));
      await scene.page.getByRole("button", { name: scene.t("decide.deny"), exact: true }).click();
      await expect(scene.page.getByRole("button", { name: scene.t("work.check") })).toBeVisible();
    },
  },
  {
    name: "it is allowed already",
    specimen: "it was allowed before",
    terminal: true,
    open: async (scene) => {
      await decided(scene, "allow");
      await heading(scene, scene.t("end.title"));
      await expect(scene.page.getByRole("link", { name: scene.t("end.mine") })).toBeVisible();
    },
  },
  {
    name: "it is denied already",
    specimen: "it was denied before",
    terminal: true,
    open: async (scene) => {
      await decided(scene, "deny");
      await heading(scene, scene.t("end.title"));
      await expect(scene.page.getByText(scene.t("end.restart", { app: "Partner CRM" }))).toBeVisible();
    },
  },
  {
    name: "it ended undecided",
    specimen: "it ended undecided",
    terminal: true,
    open: async (scene) => {
      // The clock of the server stands still.
      await as(scene, "admin", scene.crm);
      await told(scene.page, (request) => ({ ...request, state: "expired", expiresIn: 0 }));
      await scene.page.reload();
      await heading(scene, scene.t("end.expired"));
    },
  },
  {
    name: "nobody knows its id",
    specimen: "nobody knows its id",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await scene.signIn("admin");
      await scene.page.goto(`/consent?request=${"A".repeat(43)}`);
      await heading(scene, scene.t("unknown.title"));
    },
  },
  {
    name: "its id is garbage",
    specimen: "nobody knows its id",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await scene.signIn("admin");
      const garbage = "../../login?next=//evil.example&<script>alert(1)</script>\u202E%00'\"";
      await scene.page.goto(`/consent?request=${encodeURIComponent(garbage)}`);
      await heading(scene, scene.t("unknown.title"));
    },
  },
  {
    name: "it has no id",
    specimen: "nobody knows its id",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await scene.signIn("admin");
      await scene.page.goto("/consent");
      await heading(scene, scene.t("unknown.title"));
    },
  },
  {
    name: "it is somebody else's",
    specimen: "it is somebody else's",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      const address = scene.page.url();
      await scene.signIn("agent");
      await scene.page.goto(address);
      await heading(scene, scene.t("other.title"));
    },
  },
  {
    name: "nobody is signed in any more",
    specimen: "signed out",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await scene.page.context().clearCookies();
      await scene.page.getByRole("button", { name: scene.t("decide.deny"), exact: true }).click();
      await heading(scene, scene.t("out.title"));
    },
  },
  {
    name: "the server can't say",
    specimen: "the server can't say",
    terminal: true,
    provokes: [FAILED_ANSWER],
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      await withoutInlined(scene.page);
      await scene.page.route(CONSENT, (route) => route.fulfill(refusal(400, "bad.request")));
      await scene.page.reload();
      await heading(scene, scene.t("failed.title"));
    },
  },
  {
    name: "it was allowed here, for an app of this device",
    specimen: "allowed, and nowhere to go",
    terminal: true,
    open: async (scene) => {
      await as(scene, "admin", scene.crm);
      // Nobody on this device takes the address.
      await scene.page.route("http://127.0.0.1:8090/**", (route) => route.fulfill({ status: 204 }));
      await scene.page.getByRole("button", { name: scene.t("decide.deny"), exact: true }).click();
      await heading(scene, scene.t("done.denied", { app: "Partner CRM" }));
    },
  },
];
