// The texts, English and French by the browser's language.
const en = {
  about: "A demo application of another company. It asks for access to your organization.",
  signIn: "Sign in",
  signInFullPage: "Sign in on this page",
  ask: "Scopes to ask for",
  askHint: "With all of them ticked the request names none, and the client record decides.",
  waiting: "Go on in the window that opened. This page waits for its answer.",
  cancel: "Cancel",
  cancelled: "The sign-in was cancelled here.",
  blocked: "The browser blocked the window. Sign in on this page instead.",
  organization: "Organization",
  expires: "Token expires",
  scopes: "What this application may do",
  may: "may",
  mayNot: "may not",
  call: "Call the API",
  callNow: "Call",
  refresh: "Refresh the token",
  refreshed: "The token was refreshed.",
  signOut: "Sign out",
  signedIn: "You are signed in.",
  signedOut: "You are signed out. The tokens were revoked.",
  signedOutHere: "You are signed out here, but the tokens could not be revoked.",
  takenAway: "Access was taken away. Sign in again to ask for it.",
  access_denied: "Access was denied.",
  consent_required: "Consent is needed first.",
  login_required: "Sign in first.",
  failed: "The sign-in did not work.",
  unreachable: "The authorization server could not be reached. Nothing changed; try again.",
  unknownUser: "Somebody",
  closeWindow: "This window can be closed.",
  home: "Go to Partner CRM",
  "user-basic-info": "see your name and address",
  "external-contacts": "change external contacts",
  "conversations:readonly": "see conversations",
  "presence:readonly": "see who is available",
  "analytics:readonly": "see analytics",
  recordings: "change recordings",
};

const fr = {
  about: "Une application de démonstration d’une autre entreprise. Elle demande l’accès à votre organisation.",
  signIn: "Se connecter",
  signInFullPage: "Se connecter sur cette page",
  ask: "Étendues à demander",
  askHint: "Si elles sont toutes cochées, la demande n’en nomme aucune et la fiche du client décide.",
  waiting: "Continuez dans la fenêtre qui s’est ouverte. Cette page attend sa réponse.",
  cancel: "Annuler",
  cancelled: "La connexion a été annulée ici.",
  blocked: "Le navigateur a bloqué la fenêtre. Connectez-vous sur cette page.",
  organization: "Organisation",
  expires: "Expiration du jeton",
  scopes: "Ce que cette application peut faire",
  may: "peut",
  mayNot: "ne peut pas",
  call: "Appeler l’API",
  callNow: "Appeler",
  refresh: "Renouveler le jeton",
  refreshed: "Le jeton a été renouvelé.",
  signOut: "Se déconnecter",
  signedIn: "Vous êtes connecté.",
  signedOut: "Vous êtes déconnecté. Les jetons ont été révoqués.",
  signedOutHere: "Vous êtes déconnecté ici, mais les jetons n’ont pas pu être révoqués.",
  takenAway: "L’accès a été retiré. Reconnectez-vous pour le redemander.",
  access_denied: "L’accès a été refusé.",
  consent_required: "Un consentement est d’abord nécessaire.",
  login_required: "Connectez-vous d’abord.",
  failed: "La connexion n’a pas abouti.",
  unreachable: "Le serveur d’autorisation est injoignable. Rien n’a changé\u202f; réessayez.",
  unknownUser: "Quelqu’un",
  closeWindow: "Cette fenêtre peut être fermée.",
  home: "Aller à Partner CRM",
  "user-basic-info": "voir votre nom et votre adresse",
  "external-contacts": "modifier les contacts externes",
  "conversations:readonly": "voir les conversations",
  "presence:readonly": "voir qui est disponible",
  "analytics:readonly": "voir les analyses",
  recordings: "modifier les enregistrements",
};

export const language = navigator.language.toLowerCase().startsWith("fr") ? "fr" : "en";
const texts = language === "fr" ? fr : en;

/** A text by key; undefined where there is none. */
export const t = (key) => (Object.hasOwn(texts, key) ? texts[key] : undefined);

/** Fills every element that names its text. */
export function showTexts() {
  document.documentElement.lang = language;
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
}
