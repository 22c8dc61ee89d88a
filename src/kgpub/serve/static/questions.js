// The canned questions: a list, a form for the one that is chosen, and its answer.
import { element, json, language, readable, showHeader, text, words } from "./common.js";

const MOST = 500;
const list = document.getElementById("list");
const place = document.getElementById("question");
let queries = [];
let prefixes = {};
let latest = 0;

/** The name and the values in the address: questions#name?person=… */
function chosen() {
  const [name, values = ""] = location.hash.slice(1).split("?");
  const query = queries.find((one) => one.name === name) || queries[0];
  return { query, values: new URLSearchParams(values), ask: location.hash.includes("?") };
}

function showList(current) {
  list.replaceChildren(...queries.map((query) => element(
    "a",
    { href: `#${query.name}`, "aria-current": query === current ? "true" : undefined },
    text(query.summary), element("small", {}, query.name),
  )));
}

function field(parameter, values) {
  const id = `p-${parameter.name}`;
  const given = values.get(parameter.name);
  const input = element("input", {
    id, name: parameter.name,
    type: parameter.type === "xsd:date" ? "date" : "text",
    value: given ?? (parameter.name === "lang" ? language : parameter.default ?? ""),
    required: parameter.required ? "" : undefined,
    autocomplete: "off",
  });
  const label = element("label", { for: id }, parameter.name);
  const note = (parameter.required ? `${words.required} · ` : "") + text(parameter.description);
  return element("div", { class: "field" }, label, input, element("small", {}, note));
}

function addresses(query, form) {
  const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
  return { values, api: `api/queries/${encodeURIComponent(query.name)}?${values}` };
}

async function openInEditor(query, form) {
  const response = await fetch(addresses(query, form).api, { headers: { Accept: "application/sparql-query" } });
  if (!response.ok) throw new Error((await response.json()).detail);
  const link = new URLSearchParams({ query: await response.text(), tabTitle: query.name });
  // The editor reads %20 where a form would write +.
  location.href = `./#${link.toString().replaceAll("+", "%20")}`;
}

function show() {
  const { query, values, ask } = chosen();
  if (!query) return;
  latest += 1;
  showList(query);
  const form = element("form", {}, ...query.parameters.map((parameter) => field(parameter, values)));
  const open = element("button", { type: "button" }, words.open);
  form.append(element("div", { class: "actions" }, element("button", { class: "main" }, words.ask), open));
  const answer = element("div");
  place.replaceChildren(
    element("h1", {}, text(query.summary)), element("p", {}, text(query.description)), form, answer,
  );
  const wrong = (error) => answer.replaceChildren(element("p", { class: "message wrong" }, error.message));
  open.addEventListener("click", () => form.reportValidity() && openInEditor(query, form).catch(wrong));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `#${query.name}?${addresses(query, form).values}`);
    run(query, form, answer).catch(wrong);
  });
  if ((ask || !query.parameters.some((one) => one.required)) && form.checkValidity()) run(query, form, answer).catch(wrong);
}

async function run(query, form, answer) {
  const turn = ++latest;
  answer.replaceChildren(element("p", { class: "message" }, words.asking));
  const { api } = addresses(query, form);
  if (query.graph) {
    const response = await fetch(api, { headers: { Accept: "text/turtle" } });
    if (!response.ok) throw new Error((await response.json()).detail);
    const turtle = await response.text();
    if (turn !== latest) return;
    answer.replaceChildren(turtle.trim()
      ? element("div", { class: "answer graph" }, element("pre", {}, decoded(turtle)))
      : element("p", { class: "message" }, words.none));
    return;
  }
  const table = await json(`${api}&limit=${MOST}`);
  // An answer to an earlier question may come later.
  if (turn === latest) answer.replaceChildren(...tableOf(table, query));
}

/** Turtle with its percent-encoded Japanese as characters, to read and not to copy. */
const decoded = (turtle) => turtle.replace(/(?:%[0-9A-F]{2})+/g, (code) => {
  try { return decodeURIComponent(code); } catch { return code; }
});

function tableOf({ columns, rows, truncated }, query) {
  if (!rows.length) return [element("p", { class: "message" }, words.none)];
  const about = Object.fromEntries(query.columns.map(({ name, description }) => [name, text(description)]));
  const head = element("tr", {}, ...columns.map((name) => element("th", { title: about[name] }, name)));
  const body = rows.map((row) => element("tr", {}, ...columns.map((name) => cell(row[name]))));
  const count = words.rows(rows.length) + (truncated ? ` · ${words.more}` : "");
  return [
    element("p", { class: "message" }, count),
    element("div", { class: "answer" }, element("table", {}, element("thead", {}, head), element("tbody", {}, ...body))),
  ];
}

function cell(value) {
  if (value === null) return element("td");
  if (typeof value !== "string") return element("td", { class: "number" }, String(value));
  const link = /^https?:\/\/[^\s<>"]+$/.test(value);
  const shown = link ? readable(value, prefixes) : value;
  // Names and dates stay on one line; what is longer may break.
  const short = shown.length <= 16 || (link && shown.length <= 30);
  return element("td", { class: short ? "short" : undefined }, link ? element("a", { href: value }, shown) : shown);
}

async function start() {
  showHeader("questions");
  try {
    [{ queries }, prefixes] = await Promise.all([json("api/queries"), json("api/prefixes")]);
  } catch (error) {
    place.replaceChildren(element("p", { class: "message wrong" }, error instanceof TypeError ? words.lost : error.message));
    return;
  }
  show();
  addEventListener("hashchange", show);
}

start();
