"use strict";
// The report's script. Text becomes nodes by `show` and `el` alone; nothing here parses markup or asks a network.

const data = JSON.parse(document.getElementById("data").textContent);
const CHUNK = 200; // entries, blocks or parts that are put into the page at a time
const DOUBT = 0.8; // below this a confidence is pointed out
const byId = new Map(data.articles.map((article) => [article.id, article]));
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- making nodes ----

function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

// Characters that nobody sees or that turn the direction of text are written out.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00a0\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const NAMES = { "\u00a0": "NBSP", "\u00ad": "SHY", "\u200b": "ZWSP", "\u200e": "LRM", "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE",
  "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2060": "WJ", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI", "\ufeff": "BOM" };
const codeOf = (letter) => "U+" + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
const plain = (text) => String(text ?? "").replace(HIDDEN, (letter) => `[${NAMES[letter] || codeOf(letter)}]`);

function show(text) {
  const out = document.createDocumentFragment();
  let here = 0;
  for (const match of String(text ?? "").matchAll(HIDDEN)) {
    out.append(text.slice(here, match.index), el("span", { class: "control", title: codeOf(match[0]) }, NAMES[match[0]] || codeOf(match[0])));
    here = match.index + match[0].length;
  }
  out.append(String(text ?? "").slice(here));
  return out;
}

const percent = (share) => (share > 0 && share < 0.005 ? "< 1 %" : share < 1 && share > 0.995 ? "> 99 %" : `${Math.round(share * 100)} %`);
const number = (value) => value.toLocaleString("en");
const many = (count, one, more = one + "s") => `${number(count)} ${count === 1 ? one : more}`;
const short = (text, size = 90) => { const flat = text.replace(/\s+/g, " "); return flat.length > size ? flat.slice(0, size - 1) + "…" : flat; };
const family = (rule) => data.rules[rule]?.family || (rule.slice(0, 3) in data.families ? rule.slice(0, 3).toLowerCase() : "oth");
const letterOf = (index) => (index < 26 ? "" : letterOf(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));
const isOut = (row) => ["repeat", "furniture", "hidden", "superseded"].includes(row.role);
const ruleTag = (rule) => el("span", { class: `code fam-${family(rule)}`, title: data.rules[rule]?.title || null }, show(rule));

function meter(confidence) {
  const bar = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: 100 * confidence, height: 6, class: confidence < DOUBT ? "low" : "" }));
  return el("span", { class: "meter" }, bar, `${percent(confidence)} sure`);
}

function outside(url) {
  try {
    const parsed = new URL(url);
    if (parsed.protocol === "http:" || parsed.protocol === "https:") return el("a", { href: parsed.href, rel: "noopener noreferrer nofollow" }, show(url));
  } catch { /* no address: it stays text */ }
  return el("span", {}, show(url));
}

// ---- where we are: #view?key=value ----

function place() {
  const [view, query] = location.hash.slice(1).split("?");
  return { view: view || (data.page ? "articles" : "overview"), query: new URLSearchParams(query || "") };
}
const link = (view, query = {}) => `#${view}?${new URLSearchParams(query)}`;

function articleLink(id, page) {
  const hash = link("article", { id });
  return byId.has(id) || !data.pages ? hash : data.page ? `${page}.html${hash}` : `report/${page}.html${hash}`;
}

function route() {
  hideCard();
  const { view, query } = place();
  const known = $(`#${CSS.escape(view)}.view`) ? view : data.page ? "articles" : "overview";
  for (const section of $$(".view")) section.hidden = section.id !== known;
  for (const item of $$("[data-view]")) {
    if (item.dataset.view === known) item.setAttribute("aria-current", "page"); else item.removeAttribute("aria-current");
  }
  if (lists[known]) lists[known].open(query);
  if (known === "article") openArticle(query);
  const title = $("h1", $(`#${known}`));
  if (started && !query.has("block") && !query.has("part")) { title?.focus({ preventScroll: true }); window.scrollTo(0, 0); }
  started = true;
}
let started = false;

// ---- long lists, a chunk at a time ----

function chunked(box, items, make) {
  let done = 0;
  const more = el("button", { type: "button", class: "quiet more", onclick: () => grow() });
  const grow = (until = done + CHUNK) => {
    const part = document.createDocumentFragment();
    for (; done < items.length && done < until; done++) part.append(make(items[done], done));
    box.append(part);
    more.textContent = `Show more (${number(items.length - done)} left)`;
    more.hidden = done >= items.length;
  };
  box.replaceChildren();
  box.parentNode.querySelector(":scope > .more")?.remove();
  box.after(more);
  grow();
  return { ensure: (index) => { if (index >= done) grow(index + 20); }, all: () => grow(items.length) };
}

// ---- the lists of articles and inputs ----

class List {
  constructor(name, make, keep, compare) {
    Object.assign(this, { name, make, keep, compare, items: data[name === "articles" ? "entries" : name] });
    this.form = $(`form[data-list="${name}"]`);
    this.box = $(".entries", $(`#${name}`));
    this.form.addEventListener("input", () => this.fill());
    this.form.addEventListener("submit", (event) => event.preventDefault());
  }
  open(query) {
    for (const [key, value] of query) if (this.form.elements[key]) this.form.elements[key].value = value;
    this.fill();
  }
  fill() {
    const wanted = Object.fromEntries(new FormData(this.form));
    const words = (wanted.text || "").toLowerCase().split(/\s+/).filter(Boolean);
    let found = this.items.filter((item) => this.keep(item, wanted) && words.every((word) => haystack(item).includes(word)));
    if (wanted.order) found = found.toSorted((a, b) => this.compare(a, b, wanted.order));
    $("output", this.form).textContent = `${number(found.length)} of ${number(this.items.length)}`;
    chunked(this.box, found, this.make);
  }
}

const stacks = new WeakMap();
function haystack(item) {
  if (!stacks.has(item)) {
    const article = byId.get(item.id);
    const words = [item.label, item.id, item.path, item.reason, item.detail, ...(item.authors || []), ...(item.warnings || [])];
    if (article) words.push(...article.blocks.map((block) => block.text), ...article.sources.map((source) => source.path));
    stacks.set(item, words.filter(Boolean).join("\n").toLowerCase());
  }
  return stacks.get(item);
}

function articleEntry(item) {
  return el("li", { tabindex: -1 },
    el("a", { class: `name ${item.titled ? "" : "untitled"}`, href: articleLink(item.id, item.page), dir: "auto" }, show(item.label)),
    el("div", { class: "facts" },
      item.authors?.length ? el("span", { dir: "auto" }, show(item.authors.join(", "))) : null,
      el("span", {}, many(item.sources, "source")), el("span", {}, many(item.blocks, "block")), el("span", {}, many(item.repairs, "repair")),
      el("span", {}, `${number(item.left_out)} left out`),
      item.readings ? el("span", {}, many(item.readings, "reading")) : null,
      item.citations ? el("span", {}, many(item.citations, "reference")) : null,
      el("span", { class: item.lowest < DOUBT ? "low" : null }, `least sure ${percent(item.lowest)}`)));
}

function inputEntry(item) {
  return el("li", { tabindex: -1 },
    el("span", { class: "name", dir: "auto" }, show(item.path)),
    el("div", { class: "facts" },
      el("span", { class: `status-${item.status}` }, item.status), el("span", {}, many(item.bytes, "byte")),
      item.reason ? el("span", {}, show(item.reason.replace(/_/g, " "))) : null,
      item.detail ? el("span", {}, show(item.detail)) : null,
      item.warnings.map((warning) => el("span", {}, show(warning.replace(/_/g, " ")))),
      item.articles.map(([id, page]) => el("a", { href: articleLink(id, page) }, show(id)))));
}

function keepArticle(item, wanted) {
  return (!wanted.rule || item.rules.includes(wanted.rule)) && (!wanted.role || item.roles.includes(wanted.role)) &&
    (!wanted.confidence || item.lowest < Number(wanted.confidence));
}
const compareArticles = (a, b, order) => (order === "lowest" ? a.lowest - b.lowest : b[order] - a[order]);

function fillSelect(select, values) {
  for (const value of [...new Set(values)].sort()) select.append(el("option", { value }, show(value)));
}

// ---- an article ----

let current = null; // what is open: {article, view, blocks, list}

function openArticle(query) {
  const article = byId.get(query.get("id"));
  const box = $("#article");
  if (!article) { box.replaceChildren(el("h1", { tabindex: -1, id: "article-title" }, "No such article on this page"), el("p", {}, el("a", { href: "#articles" }, "All articles of this page"))); return; }
  const view = ["text", "sources", "readings", "references"].includes(query.get("view")) ? query.get("view") : "text";
  if (current?.article !== article || current.view !== view || view === "sources") {
    const body = el("div", { class: "body" });
    box.replaceChildren(articleHead(article), articleTabs(article, view), body);
    current = { article, view, box: body };
    ({ text: textView, sources: sourcesView, readings: readingsView, references: referencesView })[view](article, body, query);
  }
  if (view === "text" && query.has("block")) goToBlock(Number(query.get("block")));
}

function languageOf(article) {
  try { return article.language && new Intl.DisplayNames("en", { type: "language", fallback: "none" }).of(article.language) ? article.language : null; } catch { return null; }
}

function articleHead(article) {
  const facts = [article.authors.join(", "), article.published, article.language].filter(Boolean);
  return el("div", { class: "head" },
    el("p", { class: "crumbs" }, el("a", { href: "#articles" }, "← Articles"), el("span", { class: "soft" }, show(article.id))),
    el("h1", { tabindex: -1, id: "article-title", class: article.title === null ? "untitled" : null, lang: languageOf(article), dir: "auto" }, show(article.label)),
    article.title === null ? el("p", { class: "soft" }, "No source names a title; this is how the text begins.") : null,
    el("div", { class: "facts" }, facts.map((fact) => el("span", { dir: "auto" }, show(fact))), article.url ? outside(article.url) : null));
}

function articleTabs(article, view) {
  const tabs = [["text", "Text", article.blocks.length], ["sources", "Sources", article.sources.length],
    ["readings", "Readings", article.readings.length], ["references", "References", article.citations.length]];
  return el("nav", { class: "tabs", "aria-label": "Parts of the article" }, tabs.map(([key, name, count]) =>
    el("a", { href: link("article", { id: article.id, view: key }), "aria-current": key === view ? "page" : null }, `${name} `, el("span", { class: "soft num" }, number(count)))));
}

const rowsOf = (article, block) => [...(block.marks || []).flatMap(([, , rows]) => rows), ...(block.tags || [])].map((i) => article.rows[i]);

function textView(article, box) {
  const filters = el("form", { class: "filters", role: "search", "aria-label": "Blocks", onsubmit: (event) => event.preventDefault() },
    el("label", {}, "Search ", el("input", { type: "search", name: "text", placeholder: "text of the article", autocomplete: "off" })),
    el("label", {}, "Rule ", el("select", { name: "rule" }, el("option", { value: "" }, "any"))),
    el("label", {}, "Role ", el("select", { name: "role" }, el("option", { value: "" }, "any"))),
    el("label", {}, "Confidence ", el("select", { name: "confidence" }, el("option", { value: "" }, "any"),
      [0.95, 0.8, 0.6].map((limit) => el("option", { value: limit }, `below ${limit * 100} %`)))),
    el("output"));
  fillSelect(filters.elements.rule, article.blocks.flatMap((block) => rowsOf(article, block).map((row) => row.rule)));
  fillSelect(filters.elements.role, article.blocks.map((block) => block.role));
  const list = el("div", { class: "blocks", role: "list", "aria-label": "Blocks of the article", lang: languageOf(article) });
  box.append(copyMap(article), filters, el("div", {}, list));
  const fill = () => {
    const wanted = Object.fromEntries(new FormData(filters));
    const hits = (row) => (!wanted.rule || row.rule === wanted.rule) && (!wanted.confidence || row.confidence < Number(wanted.confidence));
    const byRow = wanted.rule || wanted.confidence;
    const text = wanted.text.toLowerCase();
    current.blocks = article.blocks.map((block, index) => ({ block, index })).filter(({ block }) =>
      (!text || block.text.toLowerCase().includes(text)) && (!wanted.role || block.role === wanted.role) && (!byRow || rowsOf(article, block).some(hits)));
    $("output", filters).textContent = `${number(current.blocks.length)} of ${many(article.blocks.length, "block")}`;
    list.classList.toggle("dim", Boolean(byRow));
    current.list = chunked(list, current.blocks, ({ block, index }) => blockNode(article, block, index, byRow ? hits : null));
    highlight(list, text);
  };
  filters.addEventListener("input", fill);
  fill();
}

function highlight(box, text) {
  if (!window.Highlight) return;
  CSS.highlights.delete("found");
  if (text.length < 2) return;
  const ranges = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node && ranges.length < 2000; node = walker.nextNode()) {
    const low = node.data.toLowerCase();
    for (let at = low.indexOf(text); at >= 0 && low.length === node.data.length; at = low.indexOf(text, at + text.length)) {
      const range = new Range();
      range.setStart(node, at); range.setEnd(node, at + text.length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("found", new Highlight(...ranges));
}

// Which copy supports which block: a line for each source, left to right the blocks of the article.
function copyMap(article) {
  const LINES = 24, wide = article.blocks.length || 1;
  const lines = article.sources.slice(0, LINES).map((source, index) => {
    const drawing = svg("svg", { viewBox: `0 0 ${wide} 10`, preserveAspectRatio: "none", "aria-hidden": "true" });
    let run = null, blocks = 0;
    article.blocks.forEach((block, at) => {
      const size = block.uses.filter((use) => use[0] === index).reduce((sum, use) => sum + use[3] - use[2], 0);
      const kind = !size && block.text ? "" : size >= 0.9 * block.text.length ? "all" : "part";
      if (block.uses.some((use) => use[0] === index)) blocks += 1;
      if (run && run.kind === kind) { run.node?.setAttribute("width", at + 1 - run.from); return; }
      run = { kind, from: at, node: kind ? svg("rect", { x: at, width: 1, y: 0, height: 10, class: kind }) : null };
      if (run.node) drawing.append(run.node);
    });
    drawing.addEventListener("click", (event) => {
      const frame = drawing.getBoundingClientRect();
      location.hash = link("article", { id: article.id, block: Math.min(wide - 1, Math.floor(((event.clientX - frame.left) / frame.width) * wide)) });
    });
    return [el("a", { class: "path", href: link("article", { id: article.id, view: "sources", source: index }), title: plain(source.path) },
      el("span", { class: "letter" }, letterOf(index)), " ", show(source.path)), drawing, el("span", { class: "soft num" }, `${number(blocks)} of ${number(wide)}`)];
  });
  const rest = article.sources.length - LINES;
  return el("details", { class: "map", open: true }, el("summary", {}, `Which source supports which block (${many(article.sources.length, "source")}, left to right: the article's blocks)`),
    el("div", { class: "lines" }, lines.flat()), rest > 0 ? el("p", { class: "soft" }, `and ${many(rest, "more source")}, under Sources`) : null);
}

function blockNode(article, block, index, hits) {
  const node = el("div", { class: `block ${block.type} ${block.role}`, role: "listitem", tabindex: -1, "data-block": index },
    el("a", { class: "at", href: link("article", { id: article.id, block: index }), "aria-label": `Block ${index}` }, String(index)),
    el("div", { class: "text", dir: "auto" }, marked(article, block, index, hits)),
    blockSide(article, block, index));
  return node;
}

// A block's text, cut where marks begin and end; each piece knows all findings and readings that made it.
function marked(article, block, index, hits) {
  const marks = (block.marks || []).map(([start, end, rows]) => ({ start, end, rows, readings: [] }));
  article.readings.forEach((reading, at) => { if (reading.block === index) marks.push({ start: reading.start, end: reading.end, rows: [], readings: [at] }); });
  const edges = [...new Set([0, block.text.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((a, b) => a - b);
  const starting = Map.groupBy(marks, (mark) => mark.start);
  const out = document.createDocumentFragment();
  let open = [];
  edges.forEach((edge, i) => {
    open = open.filter((mark) => mark.end > edge);
    const here = starting.get(edge) || [];
    const points = here.filter((mark) => mark.start === mark.end);
    if (points.length) out.append(fixNode(article, "", points, hits));
    open.push(...here.filter((mark) => mark.end > edge));
    const text = block.text.slice(edge, edges[i + 1] ?? edge);
    if (text) out.append(open.length ? fixNode(article, text, open, hits) : show(text));
  });
  return out;
}

function fixNode(article, text, marks, hits) {
  const rows = [...new Set(marks.flatMap((mark) => mark.rows))], readings = [...new Set(marks.flatMap((mark) => mark.readings))];
  const match = hits && rows.some((i) => hits(article.rows[i]));
  const look = rows.length ? `fam-${family(article.rows[rows[0]].rule)}` : "fam-mrg reading";
  const told = rows.length ? `${sayChange(article.rows[rows[0]])}, rule ${article.rows[rows[0]].rule}` : `copies disagree: ${article.readings[readings[0]].chosen}`;
  return el("span", { class: `fix ${look} ${text.trim() ? "" : text ? "tiny" : "none"} ${match ? "match" : ""}`, role: "button", tabindex: 0,
    "aria-label": plain(told), "data-rows": rows.join(" "), "data-readings": readings.join(" ") }, show(text));
}

function sayChange(row) {
  const name = (text) => (text === " " ? "space" : text === "\n" ? "line break" : /^\s+$/.test(text) ? "white space" : `“${short(text, 60)}”`);
  if (row.now === undefined) return row.role && isOut(row) ? `left out as ${row.role}` : [row.role, row.kind, row.level && `level ${row.level}`].filter(Boolean).join(", ") || "note";
  if (!row.was) return `${name(row.now)} inserted`;
  return row.now ? `${name(row.was)} reads ${name(row.now)}` : `${name(row.was)} removed`;
}

function blockSide(article, block, index) {
  const bySource = Map.groupBy(block.uses, (use) => use[0]);
  const MOST = 5, size = block.text.length || 1;
  const chips = [...bySource].slice(0, MOST).map(([source, uses]) => {
    const path = article.sources[source].path, covered = uses.reduce((sum, use) => sum + use[3] - use[2], 0) / size;
    const strip = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
      ...uses.map((use) => svg("rect", { x: (100 * use[2]) / size, width: Math.max(1, (100 * (use[3] - use[2])) / size), height: 6 })));
    return el("a", { href: link("article", { id: article.id, view: "sources", source, part: uses[0][1] }), title: `${plain(path)}: ${percent(covered)} of the block`,
      "aria-label": `Source ${letterOf(source)}, ${percent(covered)} of block ${index}` }, el("span", { class: "letter" }, letterOf(source)), strip);
  });
  const tags = [...Map.groupBy(block.tags || [], (i) => article.rows[i].rule)].map(([rule, rows]) =>
    el("button", { type: "button", class: `tag fam-${family(rule)}`, "data-rows": rows.join(" "), "aria-label": `${rule}: ${sayChange(article.rows[rows[0]])}` }, show(rule)));
  return el("div", { class: "side" },
    el("div", { class: "tags" }, block.type === "paragraph" ? null : el("span", { class: "tag" }, block.type.replace("_", " ") + (block.level ? ` ${block.level}` : "")), block.role === "body" ? null : el("span", { class: "tag" }, block.role), tags),
    el("div", { class: "support" }, chips),
    bySource.size > MOST ? el("span", {}, `and ${number(bySource.size - MOST)} more`) : null,
    bySource.size ? el("button", { type: "button", class: "link", "aria-expanded": "false", "data-compare": index }, bySource.size > 1 ? `Compare ${number(bySource.size)} sources` : "Show the source") : el("span", {}, "no source: inferred"));
}

function toggleCompare(button) {
  const node = button.closest(".block"), index = Number(button.dataset.compare), { article } = current;
  const open = $(".compare", node);
  button.setAttribute("aria-expanded", String(!open));
  if (open) { open.remove(); return; }
  node.append(el("div", { class: "compare", role: "group", "aria-label": `Sources of block ${index}` }, article.blocks[index].uses.map(([source, part]) =>
    el("div", {}, el("a", { class: "who", href: link("article", { id: article.id, view: "sources", source, part }) }, el("span", { class: "letter" }, letterOf(source)), " ", show(article.sources[source].path)),
      el("div", { class: "written", dir: "auto" }, asWritten(article, article.sources[source].parts[part]))))));
}

// A part of a source as it is written there, with the changed stretches marked.
function asWritten(article, part) {
  const base = part.block !== undefined ? article.blocks[part.block].text : part.row !== undefined ? article.rows[part.row].was : "";
  const out = document.createDocumentFragment();
  if (part.text) out.append(show(part.text));
  for (const segment of part.segments || []) {
    if (Array.isArray(segment)) { out.append(show(base.slice(segment[0], segment[1]))); continue; }
    const row = article.rows[segment];
    out.append(el("span", { class: `fix fam-${family(row.rule)} ${row.was ? (row.was.trim() ? "" : "tiny") : "none"} ${row.now === "" ? "gone" : ""}`, role: "button", tabindex: 0,
      "aria-label": plain(`${sayChange(row)}, rule ${row.rule}`), "data-rows": segment, "data-readings": "" }, show(row.was || "")));
  }
  return out;
}

function goToBlock(index) {
  let at = current.blocks.findIndex((item) => item.index === index);
  if (at < 0) { $("form.filters", current.box).reset(); $("form.filters", current.box).dispatchEvent(new Event("input")); at = index; }
  current.list.ensure(at);
  select($(`[data-block="${index}"]`, current.box));
}

// ---- the sources of an article ----

function sourcesView(article, box, query) {
  const index = Math.min(Number(query.get("source")) || 0, article.sources.length - 1), source = article.sources[index];
  if (!source) { box.append(el("p", { class: "notice" }, "The article names no source.")); return; }
  const [kept, changed, out, between] = source.counts, all = kept + changed + out + between || 1;
  const picks = el("nav", { class: "pick", "aria-label": "Sources" }, article.sources.map((item, at) =>
    el("a", { href: link("article", { id: article.id, view: "sources", source: at }), "aria-current": at === index ? "true" : null }, el("span", { class: "letter" }, letterOf(at)), " ", show(item.path))));
  const text = el("div", { class: "source written", dir: "auto", lang: languageOf(article) });
  const left = source.parts.flatMap((part, at) => (part.row !== undefined ? [{ part, at }] : []));
  const list = el("ol"), notes = source.notes.slice(0, 12).map((i) => el("li", {}, el("button", { type: "button", class: `tag fam-${family(article.rows[i].rule)}`, "data-rows": i }, show(article.rows[i].rule)), " ", show(article.whys[article.rows[i].why])));
  box.append(picks,
    el("p", { class: "facts map" }, el("span", {}, source.kind), el("span", {}, `${percent(source.containment)} of its kept text is in the article`),
      el("span", {}, `${percent(kept / all)} kept as written`), el("span", {}, `${percent(changed / all)} changed`), el("span", {}, `${percent(out / all)} left out`), el("code", {}, `sha256 ${source.sha256.slice(0, 16)}…`)),
    el("ul", { class: "facts notes", "aria-label": "Notes on the source", hidden: !notes.length }, notes),
    el("div", { class: "split" }, el("div", {}, text), el("section", { class: "leftout", "aria-labelledby": "leftout-title", tabindex: 0 }, el("h2", { id: "leftout-title" }, `Left out of this source (${number(left.length)})`), el("div", {}, list))));
  const parts = chunked(text, source.parts, (part, at) => sourcePart(article, part, at));
  chunked(list, left, ({ part, at }) => leftOutItem(article, part, () => target(at)));
  const target = (at) => {
    parts.ensure(at);
    $(".target", text)?.classList.remove("target");
    const node = $(`[data-part="${at}"]`, text);
    node?.classList.add("target");
    node?.scrollIntoView({ block: "center" });
  };
  if (query.has("part")) target(Number(query.get("part")));
}

function sourcePart(article, part, at) {
  if (part.row !== undefined) {
    const row = article.rows[part.row];
    return el("span", { class: `out fam-${family(row.rule)}`, "data-part": at, "data-rows": part.row, title: plain(`${row.role}: ${article.whys[row.why]}`) }, asWritten(article, part));
  }
  return el("span", { class: part.block !== undefined ? "kept" : "between", "data-part": at }, asWritten(article, part));
}

function leftOutItem(article, part, go) {
  const row = article.rows[part.row];
  return el("li", {}, el("div", { class: "facts" }, ruleTag(row.rule), el("span", {}, row.role), el("span", {}, `line ${number(row.line)}`), el("span", { class: row.confidence < DOUBT ? "low" : null }, percent(row.confidence))),
    el("button", { type: "button", class: "go", dir: "auto", onclick: go }, show(short(row.was))), el("p", {}, show(article.whys[row.why])));
}

// ---- readings and references ----

function readingsView(article, box) {
  const list = el("ol", { class: "lines-of" });
  box.append(el("div", {}, list));
  if (!article.readings.length) { list.replaceWith(el("p", { class: "soft map" }, "The sources nowhere disagree.")); return; }
  const names = (sources) => sources.map((i) => `${letterOf(i)} ${article.sources[i].path}`).join(", ");
  chunked(list, article.readings, (reading) => {
    const text = article.blocks[reading.block].text;
    return el("li", { class: "item", tabindex: -1 },
      el("p", { class: "quote", dir: "auto" }, show("…" + text.slice(Math.max(0, reading.start - 60), reading.start)), el("strong", {}, show(text.slice(reading.start, reading.end))), show(text.slice(reading.end, reading.end + 60) + "…")),
      el("dl", { class: "versus" }, el("dt", {}, "chosen"), el("dd", {}, el("span", { class: "chosen", dir: "auto" }, show(reading.chosen)), " ", el("span", { class: "soft" }, show(names(reading.chosen_by)))),
        reading.rejected.flatMap((other) => [el("dt", {}, "rejected"), el("dd", {}, el("span", { dir: "auto" }, other.text ? show(other.text) : "(nothing)"), " ",
          el("span", { class: "soft" }, show(other.source === null ? "" : `${names([other.source])}, line ${other.line}`)))])),
      el("p", { class: "soft" }, show(reading.why), " ", el("a", { href: link("article", { id: article.id, block: reading.block }) }, `block ${reading.block}`)));
  });
}

function referencesView(article, box) {
  const list = el("ol", { class: "lines-of" });
  box.append(el("div", {}, list));
  if (!article.citations.length) { list.replaceWith(el("p", { class: "soft map" }, "The article has no references.")); return; }
  chunked(list, article.citations, (citation) => el("li", { class: "item", tabindex: -1 },
    el("p", { class: "facts" }, el("strong", {}, show(citation.id)), meter(citation.confidence), el("a", { href: link("article", { id: article.id, block: citation.block }) }, `block ${citation.block}`)),
    el("p", { class: "quote", dir: "auto" }, show(citation.raw)),
    el("dl", { class: "pairs" }, Object.entries(citation.csl).filter(([key]) => key !== "id").map(([key, value]) => el("div", {}, el("dt", {}, show(key)), el("dd", { dir: "auto" }, cslValue(key, value)))))));
}

function cslValue(key, value) {
  if (key === "DOI") return outside("https://doi.org/" + encodeURI(String(value)));
  if (key === "URL") return outside(String(value));
  if (Array.isArray(value)) return show(value.map((name) => (name && typeof name === "object" ? name.literal || [name.family, name.given].filter(Boolean).join(", ") : String(name))).join("; "));
  if (value && typeof value === "object") return show(value["date-parts"] ? value["date-parts"].map((parts) => parts.join("-")).join(" to ") : value.literal || value.raw || JSON.stringify(value));
  return show(String(value));
}

// ---- the card that tells of a finding ----

const card = $("#card");
let held = null, wait = 0;

function rowCard(article, rows, [before, after] = ["", ""]) {
  const row = article.rows[rows[0]], about = data.rules[row.rule] || {};
  const where = rows.slice(0, 4).map((i) => `${article.sources[article.rows[i].source].path}:${article.rows[i].line}:${article.rows[i].column}`);
  return el("section", { class: `fam-${family(row.rule)}` },
    el("header", {}, el("span", {}, ruleTag(row.rule), el("span", { class: "title" }, show(about.title || data.families[row.rule.slice(0, 3)] || ""))), meter(row.confidence)),
    el("p", { class: "why" }, show(article.whys[row.why])),
    el("p", { class: "said" }, show(sayChange(row))),
    row.now === undefined ? null
      : el("p", { class: "change", dir: "auto" }, before ? show("…" + before) : null, row.was ? el("del", {}, visibleSpace(row.was)) : null, row.was && row.now ? " → " : null, row.now ? el("ins", {}, visibleSpace(row.now)) : null, after ? show(after + "…") : null),
    el("p", { class: "where" }, show(where.join(", ") + (rows.length > 4 ? ` and ${many(rows.length - 4, "more place")}` : ""))),
    (row.earlier || []).map((step) => el("p", { class: "earlier" }, "after ", show(`${step.rule}: ${step.why}`), ` (${percent(step.confidence)})`)),
    (row.evidence || []).map((found) => el("p", { class: "evidence" }, "evidence: ", show(found.path + (found.line ? `:${found.line} ` : ` at ${found.start}`)),
      found.text ? el("q", { dir: "auto" }, show("…" + found.before), el("mark", {}, show(found.text)), show(found.after + "…")) : null)),
    row.more_evidence ? el("p", { class: "evidence" }, `and ${many(row.more_evidence, "more place")}, in the ledger`) : null);
}
const visibleSpace = (text) => show(text.length > 400 ? text.slice(0, 399) + "…" : /^\s+$/.test(text) ? text.replace(/ /g, "␣").replace(/\n/g, "↵").replace(/\t/g, "⇥") : text);

function readingCard(article, reading) {
  return el("section", { class: "fam-mrg" }, el("header", {}, el("strong", {}, "The copies disagree")),
    el("p", { class: "change" }, el("ins", {}, show(reading.chosen)), reading.rejected.map((other) => ["\nnot ", el("del", {}, show(other.text || "(nothing)"))])),
    el("p", { class: "why" }, show(reading.why)));
}

// What stands before and after a finding in its text; a long one needs no such help.
function around(node) {
  if (!node.matches(".fix") || node.textContent.length > 40) return ["", ""];
  return [node.previousSibling?.textContent.slice(-20) || "", node.nextSibling?.textContent.slice(0, 20) || ""];
}

function showCard(node, hold) {
  const { article } = current || {};
  if (!article) return;
  const numbers = (text) => (text || "").split(" ").filter(Boolean).map(Number);
  const groups = Map.groupBy(numbers(node.dataset.rows), (i) => { const row = article.rows[i]; return JSON.stringify([row.rule, row.was, row.now, row.why]); });
  const sections = [...groups.values()].slice(0, 6).map((rows) => rowCard(article, rows, around(node))).concat(numbers(node.dataset.readings).map((i) => readingCard(article, article.readings[i])));
  if (!sections.length) return;
  hideCard();
  held = hold ? node : null;
  card.className = sections[0].className;
  card.replaceChildren(hold ? el("button", { type: "button", class: "quiet shut", "aria-label": "Close", onclick: () => { hideCard(); node.focus(); } }, "×") : "", ...sections);
  card.hidden = false;
  node.classList.add("on");
  const at = node.getBoundingClientRect(), size = card.getBoundingClientRect();
  const below = at.bottom + 8 + size.height < innerHeight || at.top < size.height + 8;
  card.style.left = `${Math.max(12, Math.min(at.left, innerWidth - size.width - 12))}px`;
  card.style.top = `${Math.max(8, below ? Math.min(at.bottom + 8, innerHeight - size.height - 8) : at.top - size.height - 8)}px`;
}

function hideCard() {
  clearTimeout(wait);
  card.hidden = true;
  held = null;
  for (const node of $$(".fix.on, .out.on, .tag.on")) node.classList.remove("on");
}

const teller = (target) => (target instanceof Element ? target.closest("[data-rows]") : null);
document.addEventListener("mouseover", (event) => {
  if (held) return;
  const node = teller(event.target);
  clearTimeout(wait);
  if (node) wait = setTimeout(() => showCard(node, false), 120);
  else if (!card.contains(event.target) && !card.hidden) wait = setTimeout(() => { if (!held) hideCard(); }, 250);
});
document.addEventListener("focusin", (event) => { const node = teller(event.target); if (node && !held && node.matches(":focus-visible")) showCard(node, false); });
document.addEventListener("click", (event) => {
  const compare = event.target.closest("[data-compare]");
  if (compare) { toggleCompare(compare); return; }
  const node = teller(event.target);
  if (node) showCard(node, true);
  else if (!card.contains(event.target) && !card.hidden) hideCard();
});
addEventListener("scroll", () => { if (!held && !card.hidden) hideCard(); }, { passive: true });

// ---- keyboard, theme ----

function select(node) {
  if (!node) return;
  for (const other of $$(".current")) other.classList.remove("current");
  node.classList.add("current");
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
  const { top, bottom } = node.getBoundingClientRect();
  if (top < 70 || bottom > innerHeight - 20) window.scrollBy(0, top - 120);
}

function step(selector, by) {
  const nodes = $$(selector, $(".view:not([hidden])"));
  if (!nodes.length) return;
  const at = nodes.findIndex((node) => node.classList.contains("current"));
  if (by > 0 && at === nodes.length - 1) { const more = $(".more:not([hidden])", $(".view:not([hidden])")); if (more) { more.click(); step(selector, by); return; } }
  select(nodes[Math.max(0, Math.min(nodes.length - 1, at + by))]);
}

function stepFinding(by) {
  const nodes = $$(".fix, .tag[data-rows]", $("#article"));
  if (!nodes.length) return;
  const at = nodes.indexOf(document.activeElement);
  const node = at >= 0 ? nodes[at + by] : by > 0 ? nodes[0] : nodes.at(-1);
  if (!node) return;
  node.scrollIntoView({ block: "center" });
  node.focus({ preventScroll: true });
  showCard(node, false);
}

function turnArticle(by) {
  const at = data.articles.indexOf(current?.article), next = data.articles[at + by];
  if (at >= 0 && next) location.hash = link("article", { id: next.id });
}

const LINES = ".block, .entries > li, .item, #worth li";
const inArticle = (act) => () => { if (!$("#article").hidden && current) act(); };
const tab = (view) => inArticle(() => { location.hash = link("article", { id: current.article.id, view }); });
const keys = {
  j: () => step(LINES, 1), k: () => step(LINES, -1), n: inArticle(() => stepFinding(1)), p: inArticle(() => stepFinding(-1)),
  c: () => $(".current [data-compare]")?.click(), "[": inArticle(() => turnArticle(-1)), "]": inArticle(() => turnArticle(1)),
  u: () => { location.hash = "#articles"; }, t: () => turnTheme(), "?": () => $("#keys").showModal(),
  "/": () => ($(".view:not([hidden]) input[type=search]") || $("#articles input[type=search]")).focus(),
  1: tab("text"), 2: tab("sources"), 3: tab("readings"), 4: tab("references"),
};
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { if (!card.hidden) hideCard(); else if (event.target.matches("input, select")) event.target.blur(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) return;
  if (event.key === "/" && $(".view:not([hidden])").id === "overview") location.hash = "#articles";
  const node = teller(event.target);
  if (node && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); showCard(node, true); return; }
  if (event.key === "Enter" && event.target.matches(".entries > li, #worth li")) { $("a", event.target)?.click(); return; }
  if (Object.hasOwn(keys, event.key)) { event.preventDefault(); setTimeout(keys[event.key]); }
});

const THEMES = ["auto", "light", "dark"];
function setTheme(name) {
  if (name === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = name;
  $("#theme").textContent = `Theme: ${name}`;
}
function turnTheme() {
  const next = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || "auto") + 1) % THEMES.length];
  setTheme(next);
  try { localStorage.setItem("onetext-theme", next); } catch { /* a browser that keeps nothing */ }
}
function keptTheme() {
  try { return THEMES.includes(localStorage.getItem("onetext-theme")) ? localStorage.getItem("onetext-theme") : "auto"; } catch { return "auto"; }
}

// ---- start ----

function worth() {
  const box = $("#worth");
  if (!box) return;
  const doubtful = data.entries.filter((item) => item.lowest < 1 || item.readings).toSorted((a, b) => a.lowest - b.lowest).slice(0, 8);
  const lost = data.inputs.filter((item) => item.status === "quarantined").slice(0, 8);
  $("ol", box).append(...lost.map((item) => el("li", { tabindex: -1 }, el("a", { href: link("inputs", { text: item.path }) }, show(item.path)), el("span", { class: "facts" }, el("span", { class: "low" }, show(`quarantined: ${item.reason.replace(/_/g, " ")}`))))),
    ...doubtful.map((item) => el("li", { tabindex: -1 }, el("a", { href: articleLink(item.id, item.page), dir: "auto" }, show(item.label)),
      el("span", { class: "facts" }, item.readings ? el("span", {}, many(item.readings, "conflicting reading")) : null, el("span", { class: item.lowest < DOUBT ? "low" : null }, `least sure ${percent(item.lowest)}`)))));
  box.hidden = !$("li", box);
}

const lists = {
  articles: new List("articles", articleEntry, keepArticle, compareArticles),
  inputs: new List("inputs", inputEntry, (item, wanted) => !wanted.status || item.status === wanted.status),
};
fillSelect($("#articles [name=rule]"), data.entries.flatMap((item) => item.rules));
fillSelect($("#articles [name=role]"), data.entries.flatMap((item) => item.roles));
setTheme(keptTheme());
worth();
$("#theme").addEventListener("click", turnTheme);
$("#help").addEventListener("click", () => $("#keys").showModal());
addEventListener("hashchange", route);
addEventListener("beforeprint", () => { if (current?.view === "text") current.list.all(); });
route();
