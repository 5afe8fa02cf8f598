// The plain example: our pages in a page of somebody else, which they leave as it is.
import { test } from "./host.mjs";
import { walk } from "./walk.mjs";

test("an admin authorizes, edits and revokes inside the host's page, which stays as it was", async ({ page, open, api }) => {
  await open();
  await walk(page, api);
});
