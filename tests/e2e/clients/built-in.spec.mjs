// A built-in application, which nobody is asked about.
import { authorizationCodeGrant } from "openid-client";
import config from "../playwright.config.mjs";
import { signInOn } from "./support/browser.mjs";
import { begin, discover } from "./support/client-script.mjs";
import { CLIENT, expect, FAILED_ANSWER, test } from "./support/fixtures.mjs";

const HOME = "https://directory.harbourline.example/signed-in";
const { launchOptions } = config.use;
// The application is not there: what counts is that the browser goes to it, and nobody is asked where it is.
const nowhere = `--host-resolver-rules=MAP ${new URL(HOME).host} ~NOTFOUND`;
test.use({ launchOptions: { ...launchOptions, args: [...launchOptions.args, nowhere] }, provokes: [FAILED_ANSWER] });

/** The browser on its way to the application with a code. */
const goes = (page) => page.waitForRequest((request) => request.url().startsWith(HOME));

/** Documents of the server that the browser shows, by path: no redirects. */
function shown(page, { url: origin }) {
  const paths = [];
  page.on("response", (response) => {
    const url = new URL(response.url());
    const isPage = response.request().isNavigationRequest() && response.status() < 300;
    if (isPage && url.origin === origin) paths.push(url.pathname);
  });
  return paths;
}

for (const [locale, words, heading] of [
  ["en-US", undefined, "Sign in"],
  ["fr-FR", { mail: "Adresse e-mail", password: "Mot de passe", signIn: "Se connecter" }, "Se connecter"],
]) {
  test.describe(locale, () => {
    test.use({ locale });

    test("it has its code right after the sign-in, and at the next visit without a page", async ({ server, page }) => {
      const directory = await discover(server.url, CLIENT.directory);
      const first = await begin(directory, HOME);
      const pages = shown(page, server);
      await page.goto(first.url);
      await expect(page.getByRole("heading", { name: heading, exact: true })).toBeVisible();
      // A page with `form-action 'self'` could not lead there: browsers check where its form is redirected, too.
      const leaves = goes(page);
      await signInOn(page, "agent", words);
      const tokens = await authorizationCodeGrant(directory, new URL((await leaves).url()), first.checks);
      expect(tokens.scope.split(" ")).toContain("user-basic-info");
      expect(pages, "nobody is asked").toEqual(["/login", "/signed-in"]);

      pages.length = 0;
      const second = await begin(directory, HOME);
      const again = goes(page);
      // Nobody answers there.
      await page.goto(second.url).catch(() => {});
      const more = await authorizationCodeGrant(directory, new URL((await again).url()), second.checks);
      expect(more.access_token).not.toBe(tokens.access_token);
      expect(more.scope).toBe(tokens.scope);
      expect(pages).toEqual([]);
    });
  });
}
