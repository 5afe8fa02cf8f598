const table = document.querySelector("table");
const input = document.querySelector("input");

async function show() {
  const wanted = new URLSearchParams({ pageNumber: 1, pageSize: 25, name: input.value });
  const list = await (await fetch(`/api/v2/oauth/authorizations?${wanted}`)).json();
  const rows = list.entities.map((one) => {
    const row = document.createElement("tr");
    row.className = "apps__row";
    for (const text of [one.client.name, one.scope, one.state, one.roles, one.lastUsed, one.modifiedBy?.name]) {
      row.insertCell().textContent = text;
    }
    return row;
  });
  table.replaceChildren(...rows);
}

input.addEventListener("input", show);
await (await fetch("/api/v2/users/me?expand=authorization,organization")).json();
await show();
