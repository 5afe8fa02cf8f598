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

test("it has its code right after the sign-in", async ({ server, page }) => {
  const directory = await discover(server.url, CLIENT.directory);
  const { url, checks } = await begin(directory, HOME);
  await page.goto(url);
  // A page with `form-action 'self'` could not lead there: browsers check where its form is redirected, too.
  const goes = page.waitForRequest((request) => request.url().startsWith(HOME));
  await signInOn(page, "agent");
  const tokens = await authorizationCodeGrant(directory, new URL((await goes).url()), checks);
  expect(tokens.scope.split(" ")).toContain("user-basic-info");
});
