// The SPARQL editor. It asks this server and nothing else: prefixes, classes and properties come from the store.
import { json, showHeader } from "./common.js";

const ENDPOINT = new URL("sparql", document.baseURI).href;
const FIRST = `PREFIX schema: <https://schema.org/>

SELECT ?start ?name ?event
WHERE {
  ?event a schema:Event ;
    schema:name ?name .
  OPTIONAL { ?event schema:startDate ?start . }
}
ORDER BY ?start
LIMIT 100
`;

/** Completes from what the store has, asked for once. */
function completer(from, name, query) {
  let found;
  const terms = async () => {
    const response = await fetch(ENDPOINT, {
      method: "POST",
      body: new URLSearchParams({ query }),
      headers: { Accept: "application/sparql-results+json" },
    });
    if (!response.ok) return [];
    return (await response.json()).results.bindings.map((row) => row.term.value);
  };
  Yasgui.Yasqe.forkAutocompleter(from, {
    name,
    persistenceId: null,
    bulk: true,
    get: () => (found ??= terms().catch(() => [])),
  });
}

async function start() {
  showHeader("editor");
  const prefixes = await json("api/prefixes").catch(() => ({}));
  Yasgui.Yasqe.defaults.autocompleters = ["prefixes", "variables"];
  completer("property", "kgpub-properties", "SELECT DISTINCT ?term { ?s ?term ?o } ORDER BY ?term LIMIT 2000");
  completer("class", "kgpub-classes", "SELECT DISTINCT ?term { ?s a ?term } ORDER BY ?term LIMIT 2000");
  new Yasgui(document.getElementById("yasgui"), {
    autofocus: true,
    // An address with a query in it opens a tab with it, once.
    populateFromUrl: (tab) => {
      history.replaceState(null, "", location.pathname);
      tab.requestConfig.endpoint = ENDPOINT;
      return tab;
    },
    requestConfig: { endpoint: ENDPOINT, method: "POST", acceptHeaderGraph: "text/turtle" },
    endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }] },
    yasqe: { value: FIRST, prefixCcApi: new URL("api/prefixes", document.baseURI).href },
    yasr: { prefixes },
  });
}

start();
