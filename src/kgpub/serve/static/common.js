// What the pages share: the words of both languages, the header, and how IRIs are shown.

const WORDS = {
  en: {
    editor: "SPARQL", questions: "Questions", api: "API", other: "日本語",
    ask: "Ask", open: "Open in the editor", required: "required",
    rows: (n) => (n === 1 ? "1 row" : `${n} rows`), none: "Nothing was found.", more: "There is more than is shown.",
    asking: "Asking …", lost: "The server can't be reached.", failed: "That did not work.",
  },
  ja: {
    editor: "SPARQL", questions: "質問", api: "API", other: "English",
    ask: "調べる", open: "エディターで開く", required: "必須",
    rows: (n) => `${n} 件`, none: "該当するものはありません。", more: "表示しきれない続きがあります。",
    asking: "検索中…", lost: "サーバーに接続できません。", failed: "処理できませんでした。",
  },
};

function stored() {
  // Storage may be switched off.
  try { return localStorage.getItem("kgpub-language"); } catch { return null; }
}

export const language = stored() || (navigator.language.startsWith("ja") ? "ja" : "en");
export const words = WORDS[language];

/** The text in the reader's language, or in the other one. */
export const text = (texts) => texts[language] || texts.en || texts.ja || "";

/** A new element with attributes and children. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function showHeader(page) {
  document.documentElement.lang = language;
  document.title = `${words[page]} · kgpub`;
  const link = (name, address) =>
    element("a", { href: address, "aria-current": name === page ? "page" : undefined }, words[name]);
  const other = element("button", { class: "language", type: "button" }, words.other);
  other.addEventListener("click", () => {
    try { localStorage.setItem("kgpub-language", language === "ja" ? "en" : "ja"); } catch { /* stays as it is */ }
    location.reload();
  });
  document.getElementById("header").append(
    element("span", { class: "brand" }, element("img", { src: "static/icon.svg", alt: "" }), "kgpub"),
    link("editor", "./"), link("questions", "questions"), link("api", "api/openapi.json"), other,
  );
}

/** An IRI as people read it: with its prefix, and with Japanese as characters. */
export function readable(iri, prefixes) {
  const candidates = Object.entries(prefixes).filter(([, namespace]) => iri.startsWith(namespace));
  candidates.sort((one, two) => two[1].length - one[1].length);
  const local = candidates.length ? iri.slice(candidates[0][1].length) : "";
  const short = local && !/[/#?]/.test(local) ? `${candidates[0][0]}:${local}` : iri;
  try { return decodeURI(short); } catch { return short; }
}

export async function json(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail || words.failed);
  return response.json();
}
