// A portal of Angular: its own router and session, and the pages as one of its places.
import "countersign/auto";
import { CUSTOM_ELEMENTS_SCHEMA, Component, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { RouterLink, RouterOutlet, provideRouter } from "@angular/router";
import type { TokenReason } from "countersign";

const said = signal("");

@Component({ template: "<h1>Reports</h1>" })
class Reports {}

@Component({
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `<authorized-applications [attr.api-base]="api" [getAccessToken]="token"
    (cs-authorized)="said.set('Authorized ' + $event.detail.clientId)" (cs-revoked)="said.set('Revoked ' + $event.detail.clientId)" />`,
})
class Applications {
  api = document.documentElement.dataset["api"];
  said = said;

  // The backend of the portal keeps the user's tokens; it answers a fresh one where asked for it.
  async token(reason: TokenReason, signal: AbortSignal): Promise<string> {
    const answer = await fetch(`/token?reason=${reason}`, { signal });
    return (await answer.json()).access_token;
  }
}

@Component({
  selector: "body",
  imports: [RouterLink, RouterOutlet],
  template: `
    <header><b>Harbourline Portal</b> <a routerLink="/">Reports</a> <a routerLink="/applications">Applications</a></header>
    <main><router-outlet /></main>
    <p id="said" role="status">{{ said() }}</p>`,
})
class Portal {
  said = said;
}

const routes = [{ path: "", component: Reports }, { path: "applications", component: Applications }];
bootstrapApplication(Portal, { providers: [provideRouter(routes)] });
