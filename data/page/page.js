/* SPDX-License-Identifier: GPL-2.0-or-later */
(function () {
"use strict";
const one = (selector, from) => (from || document).querySelector(selector);
const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
const body = document.body;
const words = ["keep", "keep-with", "drop", "ask", "wait"];
const letters = ["K", "", "D", "A", "W"];
const entries = all("#entries article");
const live = one("#live");
const position_of = entry => Number(entry.id.slice(1));
const verdict_of = entry => one("summary b", entry).textContent;
let at = null;

function say(text) {
	live.textContent = text;
}

/* What was decided here, by the key and tree of each; kept by the browser if it does so. */
const store = "winnow " + body.dataset.review;
let decided = {};
let kept = true;
function load() {
	try {
		const found = JSON.parse(localStorage.getItem(store) || "{}");
		for (const id of Object.keys(found)) {
			const one_of = found[id];
			if (one_of && words.includes(one_of.word) && /^\d{4}-\d\d-\d\d$/.test(one_of.date))
				decided[id] = {
					word: one_of.word, date: one_of.date,
					note: String(one_of.note || ""), until: String(one_of.until || ""),
				};
		}
	} catch (e) {
		kept = false;
	}
}
function save() {
	try {
		localStorage.setItem(store, JSON.stringify(decided));
	} catch (e) {
		kept = false;
	}
}

/* A part of an entry is decided at once; data-k has a line "KEY TREE SEEN" for each patch of it. */
const lines_of = part => part.dataset.k.split("\n").map(line => line.split(" "));
const id_of = part => lines_of(part).map(line => line[0] + " " + line[1]).join(",");
const parts_of = entry => all(".part[data-k]", entry);
const decision_of = part => decided[id_of(part)];
const is_decided = entry => {
	const parts = parts_of(entry);
	return parts.length > 0 && parts.every(decision_of);
};
function today() {
	const now = new Date();
	const two = n => String(n).padStart(2, "0");
	return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
}

function show_part(part) {
	const decision = decision_of(part);
	const box = one(".decide", part);
	if (!box)
		return;
	for (const radio of all("input[type=radio]", box))
		radio.checked = Boolean(decision) && radio.value === decision.word;
	one("button", box).hidden = !decision;
	one(".until", box).hidden = !decision || decision.word !== "wait";
	for (const name of ["note", "until"]) {
		const input = one(name === "until" ? ".until input" : ".note:not(.until) input", box);
		if (input !== document.activeElement)
			input.value = decision ? decision[name] : "";
	}
}
function show_entry(entry) {
	const told = parts_of(entry).map(decision_of).filter(Boolean).map(d => d.word);
	const summary = one("summary", entry);
	let mark = one(".here", summary);
	if (told.length && !mark) {
		mark = document.createElement("span");
		mark.className = "done here";
		one("h3", summary).append(" ", mark);
	}
	if (mark && told.length)
		mark.textContent = "you: " + Array.from(new Set(told)).join(", ");
	else if (mark)
		mark.remove();
	parts_of(entry).forEach(show_part);
}
function decide(part, word, change) {
	const id = id_of(part);
	const entry = part.closest("article");
	const before = decided[id];
	if (word === null)
		delete decided[id];
	else
		decided[id] = Object.assign({ note: "", until: "" }, before, { word: word, date: today() }, change);
	save();
	show_entry(entry);
	count();
	say(one("h3", entry).firstChild.textContent + ": " + (word || "no decision"));
}

/* The controls of an entry, once it is open. */
let boxes = 0;
function prepare(entry) {
	for (const part of parts_of(entry)) {
		if (one(".decide", part))
			continue;
		const box = one("#deciding").content.cloneNode(true).firstElementChild;
		const name = "d" + ++boxes;
		const trees = lines_of(part).map(line => line[1]).filter(tree => tree !== "*");
		if (parts_of(entry).length > 1)
			one("legend", box).textContent = "Decision for " + (Array.from(new Set(trees)).join(", ") || "these") + ":";
		words.forEach((word, i) => {
			if (word === "keep-with" && !one(".w", part))
				return;
			const label = document.createElement("label");
			const radio = document.createElement("input");
			const key = document.createElement("kbd");
			radio.type = "radio";
			radio.name = name;
			radio.value = word;
			key.textContent = i + 1;
			radio.addEventListener("change", () => decide(part, word));
			label.append(radio, " " + word + " ", key);
			one(".until", box).before(label);
		});
		const note = one(".note:not(.until) input", box);
		const until = one(".until input", box);
		note.addEventListener("input", () => {
			if (decision_of(part))
				decide(part, decision_of(part).word, { note: note.value });
			else if (note.value)
				say("A note goes with a decision: choose one, too.");
		});
		until.addEventListener("input", () => {
			const wrong = Boolean(until.value) && !until_says(until.value);
			until.setAttribute("aria-invalid", String(wrong));
			if (wrong)
				say("Wait until what? A commit, a version or a date.");
			else
				decide(part, "wait", { until: until.value });
		});
		one("button", box).addEventListener("click", () => decide(part, null));
		part.append(box);
		show_part(part);
	}
}

/* What is shown, and in which order. */
const hidden_verdicts = new Set();
const is_shown = entry => !entry.hidden;
const texts = new Map();
function text_of(entry) {
	if (!texts.has(entry))
		texts.set(entry, entry.textContent.toLowerCase());
	return texts.get(entry);
}
function count() {
	const shown = entries.filter(is_shown).length;
	const n = entries.filter(is_decided).length;
	const parts = [];
	if (shown !== entries.length)
		parts.push(shown + " of " + entries.length + " shown");
	if (n)
		parts.push(n + " decided here" + (kept ? "" : " (not kept: export before you leave)"));
	one(".count").textContent = parts.join(", ");
}
function filter() {
	const wanted = one("#filter").value.toLowerCase().split(/\s+/).filter(Boolean);
	for (const entry of entries)
		entry.hidden = hidden_verdicts.has(verdict_of(entry)) || !wanted.every(word => text_of(entry).includes(word));
	for (const group of all(".group"))
		group.hidden = all("article", group).every(entry => entry.hidden);
	if (at && at.hidden)
		go(null);
	count();
}
const ranks = { anew: 0, drop: 1, ask: 2, "keep-with": 3, keep: 4, settled: 5 };
const states = { anew: "to decide again", settled: "decided, unchanged" };
const groupings = {
	verdict: {
		name: "verdict",
		of: entry => Object.keys(states).find(state => entry.classList.contains(state)) || verdict_of(entry),
		order: (a, b) => ranks[a] - ranks[b],
	},
	queue: { name: "queue", of: () => "", order: () => 0 },
	subsystem: { name: "subsystem", of: entry => entry.dataset.s, order: (a, b) => (a < b ? -1 : a > b ? 1 : 0) },
};
function regroup(how) {
	const main = one("#entries");
	const groups = new Map();
	const sorted = entries.slice().sort((a, b) => position_of(a) - position_of(b));
	for (const entry of sorted) {
		const name = groupings[how].of(entry);
		if (!groups.has(name))
			groups.set(name, []);
		groups.get(name).push(entry);
	}
	all(".group", main).forEach(group => group.remove());
	Array.from(groups.keys()).sort(groupings[how].order).forEach(name => {
		const group = document.createElement("section");
		const heading = document.createElement("h2");
		const number = document.createElement("small");
		group.className = "group";
		number.textContent = groups.get(name).length;
		heading.append(states[name] || name || "in the order of the queue", " ", number);
		group.append(heading, ...groups.get(name));
		main.append(group);
	});
	entries.splice(0, entries.length, ...all("article", main));
	filter();
}

/* Where the reader is. */
function go(entry) {
	if (at)
		at.classList.remove("at");
	at = entry;
	if (!at)
		return;
	at.classList.add("at");
	one("summary", at).focus({ preventScroll: true });
	at.scrollIntoView({ block: "nearest" });
	const top = one(".tools").getBoundingClientRect().bottom;
	if (at.getBoundingClientRect().top < top)
		at.scrollIntoView({ block: "start" });
}
function step(direction, wanted) {
	const shown = entries.filter(is_shown);
	let i = shown.indexOf(at);
	if (i < 0)
		i = direction > 0 ? -1 : shown.length;
	for (i += direction; i >= 0 && i < shown.length; i += direction)
		if (!wanted || wanted(shown[i])) {
			go(shown[i]);
			return;
		}
	say(direction > 0 ? "No further entry." : "No entry before.");
}
function open_target() {
	const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
	const entry = target && target.closest("article");
	if (!entry)
		return;
	if (entry.hidden) {
		one("#filter").value = "";
		hidden_verdicts.clear();
		all(".verdicts button").forEach(button => button.setAttribute("aria-pressed", "true"));
		filter();
	}
	one("details", entry).open = true;
	go(entry);
}

/* What leaves the page: lines as winnow-decisions(5) has them, and names for series and git. */
function escaped_note(note) {
	const escapes = { "\n": "\\n", "\r": "\\r", "\t": "\\t", "\\": "\\\\" };
	const text = note.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, "");
	let out = "";
	let first = true;
	let before = "";
	for (let rest = text; rest; ) {
		const c = String.fromCodePoint(rest.codePointAt(0));
		if ((first && rest.startsWith("until")) || ((first || before === " ") && rest.startsWith("seen=")))
			out += "\\";
		if (escapes[c])
			out += escapes[c];
		else if (/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u.test(c))
			out += Array.from(new TextEncoder().encode(c), byte => "\\x" + byte.toString(16).padStart(2, "0")).join("");
		else
			out += c;
		first = false;
		before = c;
		rest = rest.slice(c.length);
	}
	return out;
}
/* What ends waiting: a date, a commit that is taken, a version that is released; null: none of them. */
function until_says(text) {
	if (/^\d{4}-\d\d-\d\d$/.test(text) && new Date(text + "T00:00:00Z").toJSON() !== null &&
	    new Date(text + "T00:00:00Z").toJSON().startsWith(text))
		return text;
	if (/^[0-9a-f]{7,40}$/i.test(text))
		return text.toLowerCase() + " is in";
	return /^[A-Za-z0-9][\x21-\x5b\x5d-\x7e]{0,62}$/.test(text) && /\d/.test(text) ? text + " is out" : null;
}
function decision_line(key, tree, decision, seen) {
	const note = escaped_note(decision.note);
	const until = decision.word === "wait" && decision.until ? until_says(decision.until) : null;
	return key + "  " + tree.padEnd(4) + "  " + decision.word.padEnd(4) + "  " + decision.date + "  " + body.dataset.who +
		(until ? "  until " + until : "") + (note ? "  " + note : "") + (seen ? "  seen=" + seen : "");
}
function decision_lines() {
	const out = new Map();
	for (const entry of entries)
		for (const part of parts_of(entry)) {
			const decision = decision_of(part);
			if (decision)
				for (const line of lines_of(part))
					out.set(line[0] + " " + line[1], decision_line(line[0], line[1], decision, line[2]));
		}
	return Array.from(out.keys()).sort().map(id => out.get(id));
}
function left() {
	const lines = [one("#entries").dataset.rest || ""];
	for (const part of all(".part[data-l]")) {
		const decision = part.dataset.k ? decision_of(part) : undefined;
		if ((decision ? decision.word : part.dataset.d) !== "drop")
			lines.push(part.dataset.l);
	}
	const places = lines.join("\n").split("\n").filter(Boolean).map(line => {
		const cut = line.indexOf(" ");
		return [Number(line.slice(0, cut)), line.slice(cut + 1)];
	});
	return places.sort((a, b) => a[0] - b[0]).map(place => place[1]);
}
function offer(title, what, text, name) {
	one("#out-title").textContent = title;
	one("#out-what").textContent = what;
	one("#out-text").value = text;
	one("#out").dataset.name = name;
	one("#out").showModal();
	one("#out-text").focus();
	one("#out-text").select();
}
const plural = (n, word) => n + " " + word + (n === 1 ? "" : "s");
function export_decisions() {
	const lines = decision_lines();
	offer("Decisions", plural(lines.length, "decision") + " of this page. Save them and run winnow decide --import FILE.",
		"# winnow decisions 1\n" + lines.map(line => line + "\n").join(""), "decisions");
}
function export_series() {
	const names = left();
	offer("What is left", plural(names.length, "patch").replace("patchs", "patches") +
		": all but those decided drop, and those not decided whose verdict is drop.",
		names.map(name => name + "\n").join(""), "series");
}
function wire_offer() {
	one("#out-copy").addEventListener("click", () => {
		const done = () => { one("#out-what").textContent = "Copied."; };
		const by_hand = () => {
			one("#out-text").select();
			if (document.execCommand("copy"))
				done();
		};
		if (navigator.clipboard)
			navigator.clipboard.writeText(one("#out-text").value).then(done, by_hand);
		else
			by_hand();
	});
	one("#out-save").addEventListener("click", () => {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([one("#out-text").value], { type: "text/plain" }));
		link.download = one("#out").dataset.name;
		link.click();
		URL.revokeObjectURL(link.href);
	});
}

/* Keys, as mutt and tig have them. */
function act(word) {
	const parts = at ? parts_of(at) : [];
	if (!parts.length)
		return say("Choose an entry first: j, k.");
	const part = document.activeElement && document.activeElement.closest(".part[data-k]");
	const those = part && at.contains(part) ? [part] : parts;
	if (word === "keep-with" && !those.every(one_of => one(".w", one_of)))
		return say("There is nothing to keep it with.");
	those.forEach(one_of => decide(one_of, word));
}
function note() {
	if (!at || !parts_of(at).length)
		return say("Choose an entry first: j, k.");
	one("details", at).open = true;
	prepare(at);
	one(".decide .note:not(.until) input", at).focus();
}
const keys = {
	j: () => step(1), k: () => step(-1),
	"]": () => step(1, entry => !is_decided(entry)), "[": () => step(-1, entry => !is_decided(entry)),
	u: () => act(null), n: note, "/": () => one("#filter").focus(),
	e: export_decisions, s: export_series, "?": () => one("#keys").showModal(),
};
words.forEach((word, i) => {
	keys[i + 1] = () => act(word);
	if (letters[i])
		keys[letters[i]] = keys[i + 1];
});
function pressed(event) {
	const target = event.target;
	if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || one("dialog[open]"))
		return;
	if (target.matches("input[type=text], input[type=search], textarea, select")) {
		if (event.key === "Escape" || (event.key === "Enter" && !target.matches("select"))) {
			if (event.key === "Escape" && target.id === "filter" && target.value) {
				target.value = "";
				filter();
			}
			target.blur();
			if (target.id !== "filter" && at)
				one("summary", at).focus();
			event.preventDefault();
		}
		return;
	}
	if (event.key === "Enter" && at && (target === body || target === document.documentElement)) {
		one("details", at).open = !one("details", at).open;
		event.preventDefault();
	} else if (Object.hasOwn(keys, event.key)) {
		if ((event.key === "e" || event.key === "s") && !one("[data-k], [data-l]"))
			return;
		event.preventDefault();
		keys[event.key]();
	}
}

function wire_verdicts() {
	const box = one(".verdicts");
	const found = new Map();
	for (const entry of entries)
		found.set(verdict_of(entry), (found.get(verdict_of(entry)) || 0) + 1);
	for (const verdict of Array.from(found.keys()).sort((a, b) => ranks[a] - ranks[b] || 0)) {
		const n = found.get(verdict);
		const button = document.createElement("button");
		button.type = "button";
		button.className = "v-" + verdict;
		button.textContent = verdict + " " + n;
		button.setAttribute("aria-pressed", "true");
		button.addEventListener("click", () => {
			const hide = button.getAttribute("aria-pressed") === "true";
			button.setAttribute("aria-pressed", String(!hide));
			if (hide)
				hidden_verdicts.add(verdict);
			else
				hidden_verdicts.delete(verdict);
			filter();
		});
		box.append(button);
	}
	box.hidden = !box.firstChild;
}
function wire_groups() {
	const select = one("#group");
	if (!entries.some(entry => entry.dataset.s)) {
		select.parentNode.hidden = true;
		return;
	}
	for (const how of Object.keys(groupings)) {
		const option = document.createElement("option");
		option.value = how;
		option.textContent = "by " + groupings[how].name;
		select.append(option);
	}
	select.value = one("#entries").dataset.by;
	select.addEventListener("change", () => regroup(select.value));
}
function start() {
	load();
	wire_verdicts();
	wire_groups();
	wire_offer();
	one("#filter").addEventListener("input", filter);
	one("#export").addEventListener("click", export_decisions);
	one("#series").addEventListener("click", export_series);
	one("#help").addEventListener("click", () => one("#keys").showModal());
	one("#export").hidden = one("#series").hidden = !one("[data-k], [data-l]");
	one(".tools").hidden = false;
	document.addEventListener("keydown", pressed);
	document.addEventListener("focusin", event => {
		const entry = event.target.closest("article");
		if (entry && entry !== at) {
			if (at)
				at.classList.remove("at");
			at = entry;
			at.classList.add("at");
		}
	});
	document.addEventListener("toggle", event => {
		const entry = event.target.closest("article");
		if (entry && event.target.open)
			prepare(entry);
	}, true);
	window.addEventListener("hashchange", open_target);
	for (const entry of entries) {
		if (one("details", entry).open)
			prepare(entry);
		if (parts_of(entry).some(decision_of))
			show_entry(entry);
	}
	count();
	open_target();
}
if (one("#entries"))
	start();
})();
