// The page of Partner CRM (examples/external-app), and what people do there.
import { expect } from "@playwright/test";
import { closes, decideOn, opens, signInOn } from "./browser.mjs";

export class PartnerCrm {
  constructor(page, url) {
    Object.assign(this, { page, url });
    const button = (name) => page.getByRole("button", { name, exact: true });
    this.signIn = button("Sign in");
    this.signInHere = button("Sign in on this page");
    this.cancel = button("Cancel");
    this.signOut = button("Sign out");
    this.refresh = button("Refresh the token");
    this.call = button("Call");
    this.trouble = page.getByRole("alert");
    this.status = page.getByRole("status");
    this.scopes = page.getByRole("listitem");
  }

  /** Opens it; it asks every 100 ms whether it may still act, so that no test waits long. */
  async open(poll = 100) {
    await this.page.goto(`${this.url}/?poll=${poll}`);
    await expect(this.signIn).toBeVisible();
  }

  scope(id) {
    return this.scopes.filter({ has: this.page.locator("code", { hasText: new RegExp(`^${id}$`) }) });
  }

  async expectMay(...ids) {
    for (const id of ids) await expect(this.scope(id)).toHaveText(/^may (?!not)/);
  }

  async expectMayNot(...ids) {
    for (const id of ids) await expect(this.scope(id)).toHaveText(/^may not /);
  }

  async expectSignedIn(name) {
    await expect(this.page.getByRole("heading", { name: `${name}@demo.example` })).toBeVisible();
  }

  /** Signs in with a window, as somebody who has no session yet. */
  async allowInPopup(name) {
    const popup = await opens(this.page, this.signIn);
    await signInOn(popup, name);
    await decideOn(popup, "Allow");
    await closes(popup);
    await this.expectSignedIn(name);
  }
}
