// Who signs in, who asks, for what: an adopter has this in a database.
export const PASSWORD = "countersign-demo";
export const ACCOUNTS = [
  { id: "7d0c1f52-53c5-4c0e-8f0c-0a2d7a5f0001", name: "Ada Brandt", email: "admin@demo.example" },
  { id: "7d0c1f52-53c5-4c0e-8f0c-0a2d7a5f0002", name: "Noah Meyer", email: "agent@demo.example" },
];
export const ORGANIZATION = { id: "7d0c1f52-53c5-4c0e-8f0c-0a2d7a5f0000", name: "Demo Organization" };
export const SCOPES = {
  "user-basic-info": { title: "Basic profile", description: "See your own profile.", access: "read", risk: "low" },
  "external-contacts": { title: "External contacts", description: "Change contacts.", access: "write", risk: "medium" },
  "conversations:readonly": { title: "Conversations", description: "See conversations.", access: "read", risk: "medium" },
  "presence:readonly": { title: "Presence", description: "See who is available.", access: "read", risk: "low" },
  "analytics:readonly": {
    title: "Analytics", description: "See reports.", access: "read", risk: "medium", requirement: "optional",
  },
  recordings: {
    title: "Recordings", description: "Change recordings.", access: "write", risk: "high", requirement: "optional",
  },
};
export const CLIENT = {
  client_id: "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01",
  client_name: "Partner CRM",
  // Of a native client any port of the loopback address fits (RFC 8252 section 7.3).
  application_type: "native",
  redirect_uris: ["http://127.0.0.1/callback"],
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  id_token_signed_response_alg: "ES256",
  scope: Object.keys(SCOPES).join(" "),
};

export const account = (id) => ACCOUNTS.find((one) => one.id === id);

/** What oidc-provider does not know, for the consent page. */
export const PORTAL = { account, scope: (id) => SCOPES[id], organization: ORGANIZATION };
