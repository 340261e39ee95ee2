"use strict";
// What is shown, and where, the data says: see data.go. Here it is shown and hidden, scrolled
// to and counted. Text comes into the page as text, never as markup.
(() => {
  const $ = (id) => document.getElementById(id);
  let data = JSON.parse($("data").textContent);
  let steps = data.steps, last = steps.length - 1;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const small = matchMedia("(max-width: 760px)");
  let now = -1;        // the step in hand; -1: none, the picture is whole
  let timer = 0;       // of playing
  let guessing = false;
  let asked = -1;      // the step that the question on the stage is of; -1: none is asked
  let right = 0, given = 0;
  let marked = -1;     // the step that times are told from; -1: the first
  let side = "";       // what the side shows: "", "steps", "more", "socket", "help"
  let socket = 0;      // that the side shows

  const make = (name, text, parent) => {
    const e = document.createElement(name);
    if (text !== undefined) e.textContent = text;
    if (parent) parent.append(e);
    return e;
  };

  // The pictures: one for each view, of which one is in sight.
  const roots = [$("wide"), $("narrow")];
  const lookAt = () => data.views.map((view, i) => {
    const root = roots[i];
    const curtains = view.a.map(() => curtain(root));
    return {root, view, curtains, secrets: view.f.map(() => secret(root)), below: curtain(root), cursor: bar(root), strip: root.querySelector(".strip"),
      heads: [...root.querySelectorAll(".strip [data-stem]")],
      parts: [...root.querySelectorAll(".parts > div")].map((e) => [e, e.firstElementChild.viewBox.baseVal.height])};
  });
  let pictures = lookAt();
  function curtain(root) {
    const e = make("div", undefined, root);
    e.className = "curtain";
    e.hidden = true;
    return e;
  }
  function secret(root) {
    const e = curtain(root);
    e.classList.add("secret");
    e.textContent = "What went wrong here is shown when it has come.";
    return e;
  }
  function bar(root) {
    const e = curtain(root);
    e.className = "cursor";
    return e;
  }
  const picture = () => pictures[small.matches ? pictures.length - 1 : 0];
  const scale = (p) => p.root.clientWidth / p.view.w;

  // size makes the picture as wide as there is room for, and not too large.
  function size() {
    const p = picture(), room = $("view").clientWidth;
    const width = Math.max(Math.min(room, p.view.w * p.view.m), p.view.w * 0.6);
    p.root.style.width = width + "px";
    for (const [e, high] of p.parts) { // what is out of sight is neither laid out nor painted
      e.className = "far";
      e.style.height = high * width / p.view.w + "px";
    }
    cover();
    heads();
  }

  // goesOn tells whether more may come: then the newest step is what is shown where none is in hand.
  const goesOn = () => room && room.goesOn;
  const hand = () => now < 0 && goesOn() ? last : now;

  // edge returns the last step that something may be said of: those behind it have not been guessed
  // yet, or the lecturer has not come to them.
  const edge = () => room && !room.leads() ? room.edge() : guessing ? now : last;
  // hides reports whether one of some steps is behind the edge; of none at all it is known at the end.
  const hides = (all) => edge() < last && (all.length === 0 || all.some((i) => i > edge()));

  // cover hides what comes after the step in hand, and marks that.
  function cover() {
    const p = picture(), k = scale(p), bare = now === last || now < 0 && !guessing;
    const reached = p.view.a.map(() => -1);
    for (let i = 0; i <= now; i++) reached[steps[i].l] = Math.max(reached[steps[i].l], p.view.r[i][1]);
    p.view.a.forEach((area, l) => {
      const c = p.curtains[l], top = Math.max(area[1], reached[l] - 1.5), end = area[1] + area[3] + 8;
      c.hidden = bare || top >= end;
      place(c, (area[0] - 10) * k, top * k, (area[2] + 20) * k, (end - top) * k);
    });
    p.below.hidden = bare;
    place(p.below, 0, (p.view.b + 8) * k, p.view.w * k, Math.max(0, p.root.clientHeight - (p.view.b + 8) * k));
    p.secrets.forEach((e, i) => {
      const f = p.view.f[i];
      e.hidden = !hides(data.findings[i].s);
      place(e, f[0] * k, f[1] * k, f[2] * k, f[3] * k);
    });
    const at = hand();
    p.cursor.hidden = at < 0;
    if (at >= 0) {
      const area = p.view.a[steps[at].l], row = p.view.r[at];
      place(p.cursor, area[0] * k, row[0] * k, area[2] * k, Math.max(row[1] - row[0], 4) * k);
    }
  }
  function place(e, x, y, w, h) {
    e.style.left = x + "px";
    e.style.top = y + "px";
    e.style.width = w + "px";
    e.style.height = h + "px";
  }

  // heads shows the heads of lifelines that are above what is in sight.
  function heads() {
    const p = picture(), k = scale(p), top = ($("view").scrollTop - p.root.offsetTop) / k;
    let high = 0, most = 0;
    p.heads.forEach((g) => {
      const stem = +g.dataset.stem, s = p.view.h[stem], h = p.view.x[stem][2];
      const seen = s[1] <= top + 2 && s[2] > top + 30;
      g.style.display = seen ? "" : "none";
      most = Math.max(most, h);
      if (seen) high = Math.max(high, h);
    });
    p.strip.style.visibility = high ? "visible" : "hidden";
    p.strip.firstElementChild.style.marginTop = (high - most) * k + "px"; // no room for heads that are not there
  }
  const stripHeight = (p) => {
    const e = p.strip.firstElementChild;
    return e.getBoundingClientRect().height + parseFloat(e.style.marginTop || 0);
  };

  // scroll brings the step in hand into sight, with what led to it.
  function scroll() {
    const at = hand();
    if (at < 0) return;
    const p = picture(), k = scale(p), v = $("view"), row = p.view.r[at];
    const strip = stripHeight(p);
    const top = row[0] * k + p.root.offsetTop, bottom = row[1] * k + p.root.offsetTop;
    if (at > 0 && top > v.scrollTop + strip + 8 && bottom < v.scrollTop + v.clientHeight * 0.8) return;
    const to = Math.max(0, bottom - v.clientHeight * 0.62), far = Math.abs(to - v.scrollTop) > v.clientHeight;
    v.scrollTo({top: to, behavior: calm.matches || timer || far || now < 0 ? "auto" : "smooth"});
  }

  // go makes a step the one in hand, because somebody at this page wants it.
  function go(n) {
    const most = room && !room.leads() ? room.edge() : last;
    turn(most < last && n < 0 ? Math.min(0, most) : Math.min(most, n));
    changed();
  }
  // changed tells the room, if there is one, of what is new at this page.
  function changed() { if (room) room.changed(); }
  // turn makes a step the one in hand.
  function turn(n) {
    now = Math.max(-1, Math.min(last, n));
    if (now === last && goesOn()) now = -1;
    asked = -1;
    cover();
    tell();
    scroll();
    if (side === "more" || side === "steps") fillSide();
    const hash = now < 0 || goesOn() ? "" : "#step=" + (now + 1);
    if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname + location.search);
  }

  // tell says on the stage what the step in hand is.
  function tell() {
    $("answers").replaceChildren();
    const at = hand();
    $("back").disabled = goesOn() ? at < 1 : now < 0;
    $("next").disabled = goesOn() ? now < 0 : now === last;
    keepSecrets();
    $("jump").selectedIndex = chosen();
    if (at < 0) {
      $("where").textContent = data.findings.length && !guessing ? "what went wrong: " + data.findings.map((f) => f.r).join(", ") : steps.length + " steps";
      $("what").textContent = "";
      $("sentence").textContent = goesOn() ? "Nothing has come yet." : last < 0 ? "Nothing was recorded." : "Press → to step through it.";
      say($("sentence").textContent);
      if (room) room.told();
      return;
    }
    const s = steps[at];
    $("where").textContent = [now < 0 ? "the newest" : "step " + (now + 1) + " of " + steps.length, s.p, s.w, when(s)].filter(Boolean).join(" · ");
    $("what").textContent = s.b || s.w;
    $("sentence").textContent = s.s || states(s);
    $("what").className = $("sentence").textContent ? "" : "large";
    say([s.w, s.b, s.s, states(s)].filter(Boolean).join(". "));
    if (room) room.told();
  }
  // when tells the time of a step, and how long that is from the one that is marked.
  function when(s) {
    if (marked < 0) return "at " + s.z;
    const us = s.t - steps[marked].t, d = Math.abs(us);
    const span = d < 1e3 ? d.toPrecision(3) + " µs" : d < 1e6 ? (d / 1e3).toPrecision(3) + " ms" : (d / 1e6).toPrecision(3) + " s";
    return "at " + s.z + ", " + (us < 0 ? "−" : "+") + span + " from step " + (marked + 1);
  }
  function mark() {
    marked = marked === hand() ? -1 : hand();
    tell();
    changed();
  }
  function say(text) { $("said").textContent = text; }
  function states(s) {
    return (s.e || []).map((e) => data.sockets[e.o].n + " enters " + e.s).join(", ");
  }

  // Only some steps may be stopped at; the picture grows by all of them.
  let filters = [];
  function fillFilters() {
    const before = filters.length ? filters[$("only").selectedIndex][0] : "";
    filters = [["every step", () => true], ["packets", (s) => s.n], ["calls", (s) => s.c]];
    data.sockets.forEach((k, o) => filters.push([[k.n, ...k.a].join(" "), (s) => s.o.includes(o)]));
    $("only").replaceChildren(...filters.map(([text]) => make("option", text)));
    $("only").selectedIndex = Math.max(0, filters.findIndex(([text]) => text === before));
  }
  const stops = (i) => filters[$("only").selectedIndex][1](steps[i]);
  function ahead() {
    if (now < 0 && goesOn()) return now;
    const most = room && !room.leads() ? room.edge() : last;
    for (let i = now + 1; i <= most; i++) if (stops(i)) return i;
    return Math.max(now, most);
  }
  function behind() {
    for (let i = hand() - 1; i >= 0; i--) if (stops(i)) return i;
    return goesOn() ? now : -1;
  }

  // next goes one step on, or asks what it will be.
  function next() {
    const to = ahead();
    if (to === now) return stop();
    if (guessing && steps[to].q && asked < 0 && (!room || room.leads())) {
      ask(to);
      return changed();
    }
    go(to);
  }
  function ask(to) {
    const q = steps[to].q;
    asked = to;
    stop();
    $("what").textContent = "";
    $("where").textContent = "guess" + (given ? " · " + right + " of " + given + " right" : "");
    $("sentence").textContent = "What is the next packet on the wire?";
    $("answers").replaceChildren(...q.a.map((a, i) => {
      const b = make("button", (i + 1) + "  " + data.answers[a]);
      b.type = "button";
      b.addEventListener("click", () => answer(i));
      return b;
    }));
    if (room) room.told();
    say($("sentence").textContent + " " + q.a.map((a, i) => (i + 1) + ": " + data.answers[a]).join(". "));
  }
  function answer(i) {
    const buttons = [...$("answers").children];
    if (asked < 0 || !buttons[i] || buttons[i].disabled) return;
    if (room && !room.leads()) { room.vote(i); return; }
    const q = steps[asked].q;
    given++;
    if (i === q.r) right++;
    go(asked);
    solve(q, i);
    const verdict = (i === q.r ? "right" : "no: " + data.answers[q.a[q.r]]) + " · " + right + " of " + given + " right";
    $("where").textContent = verdict + " · " + $("where").textContent;
    say(verdict + ". " + $("said").textContent);
  }
  // solve shows which answer is right, and which was given; -1: none was.
  function solve(q, given) {
    $("answers").replaceChildren(...q.a.map((a, j) => {
      const b = make("button", (j + 1) + "  " + data.answers[a]);
      b.type = "button";
      b.disabled = true;
      if (j === q.r) b.className = "right";
      else if (j === given) b.className = "wrong";
      return b;
    }));
    if (room) room.told();
  }

  // play goes on by itself.
  const paces = [["a step every 2 s", 0], ["1,000 times slower", 1000], ["100 times slower", 100], ["10 times slower", 10], ["as it was", 1]];
  function play() {
    if (goesOn()) return;
    if (timer) return stop();
    if (now === last) go(-1);
    $("play").setAttribute("aria-pressed", "true");
    tick();
  }
  function tick() {
    next();
    if (now >= last || asked >= 0) return stop();
    timer = setTimeout(tick, wait());
  }
  function wait() {
    const slow = paces[$("pace").selectedIndex][1];
    if (!slow || now < 0) return 2000;
    return Math.max(40, Math.min(5000, (steps[ahead()].t - steps[now].t) / 1000 * slow));
  }
  function stop() {
    clearTimeout(timer);
    timer = 0;
    $("play").setAttribute("aria-pressed", "false");
  }

  // The list of where to jump: its options hold steps.
  const targets = [], told = []; // told: the steps that each speaks of
  function fillJump() {
    const j = $("jump");
    j.replaceChildren();
    targets.length = told.length = 0;
    const add = (parent, text, step, of) => {
      make("option", text, parent);
      targets.push(step);
      told.push(of || [step]);
    };
    const group = (label) => {
      const g = make("optgroup", undefined, j);
      g.label = label;
      return g;
    };
    add(j, goesOn() ? "The newest" : "Whole picture", -1);
    const list = (label, all, each) => {
      if (all.length) { const g = group(label); all.forEach((x) => each(g, x)); }
    };
    list("Phases", data.phases, (g, p) => add(g, p.n + " (step " + (p.s + 1) + ")", p.s));
    list("What went wrong", data.findings.filter((f) => f.s.length), (g, f) => add(g, f.r + ": " + f.b, f.s[0], f.s));
    list("Not to be overlooked", steps.map((s, i) => [s, i]).filter(([s]) => s.k), (g, [s, i]) => add(g, s.w + ": " + s.b, i));
  }
  // keepSecrets leaves out of that list what would tell of steps that are still to be guessed.
  let kept = false;
  function keepSecrets() {
    const keeps = edge() < last;
    if (!keeps && !kept) return;
    kept = keeps;
    [...$("jump").options].forEach((o, i) => {
      if (o.dataset.name === undefined) o.dataset.name = o.textContent;
      o.hidden = o.disabled = targets[i] >= 0 && hides(told[i]);
      o.textContent = o.disabled ? "…" : o.dataset.name;
    });
  }
  // chosen returns the option of the phase that the step in hand is in; where more comes and there is none, no option.
  function chosen() {
    let at = 0;
    for (let i = 1; i <= data.phases.length; i++) if (targets[i] <= now) at = i;
    const exact = targets.indexOf(now);
    return exact > 0 ? exact : at === 0 && now >= 0 && goesOn() ? -1 : at;
  }

  // The side.
  function show(what) {
    side = side === what && what !== "socket" ? "" : what;
    $("side").hidden = side === "";
    for (const id of ["steps", "more", "help"]) $(id).setAttribute("aria-expanded", String(side === id));
    fillSide();
    size();
    scroll();
  }
  function fillSide() {
    const e = $("side");
    e.replaceChildren();
    if (!side) return;
    const b = make("button", "×", e);
    b.type = "button";
    b.className = "close";
    b.setAttribute("aria-label", "Close");
    b.addEventListener("click", () => { show(side); side = ""; e.hidden = true; size(); });
    ({steps: sideSteps, more: sideMore, socket: sideSocket, help: sideHelp})[side](e);
  }
  function item(list, i, whole) {
    const s = steps[i], b = make("button", undefined, make("li", undefined, list));
    b.type = "button";
    make("small", [i + 1, s.w].filter(Boolean).join(" · "), b);
    b.append(s.b || s.s || "");
    if (whole && s.b && s.s) make("small", s.s, b);
    if (i === hand()) b.setAttribute("aria-current", "step");
    b.addEventListener("click", () => { stop(); go(i); });
  }
  function sideSteps(e) {
    make("h2", "Steps", e);
    const list = make("ol", undefined, e);
    steps.forEach((s, i) => { if (!hides([i])) item(list, i); });
    const current = list.querySelector("[aria-current]");
    if (current) current.scrollIntoView({block: "center"});
  }
  function sideMore(e) {
    if (hand() < 0) { make("p", goesOn() ? "Nothing has come yet." : "No step is in hand: press →.", e); return; }
    const s = steps[hand()];
    make("h2", s.b || s.w, e);
    make("p", [s.w, "at " + s.z + " from the first step"].filter(Boolean).join(", "), e);
    if (s.s) make("p", s.s, e);
    if (s.f) make("p", s.f, e);
    for (const x of s.e || []) make("p", data.sockets[x.o].n + " enters " + x.s + (x.k ? ": the kernel said so" : ": by the packets"), e);
    const sent = s.x ? s : steps.find((t) => t.n && t.n === s.n && t.x); // of one that arrives later, too
    if (sent) octets(e, sent.x);
    s.o.forEach((o) => {
      const b = make("button", "socket of " + data.sockets[o].n + ": " + data.sockets[o].a.join(" "), make("p", undefined, e));
      b.type = "button";
      b.addEventListener("click", () => pickSocket(o));
    });
  }
  // octets shows header fields and bytes; where one is pointed at, the other lights up.
  function octets(e, x) {
    const bytes = atob(x.x), shape = data.shapes[x.y], cells = [], rows = [];
    const light = (i, on) => {
      rows[i].classList.toggle("lit", on);
      for (let j = shape[i].f; j < shape[i].t; j++) cells[j].classList.toggle("lit", on);
    };
    const watch = (target, i) => {
      for (const [type, on] of [["mouseenter", true], ["mouseleave", false], ["focus", true], ["blur", false]]) {
        target.addEventListener(type, () => {
          light(i, on);
          if (on && target === rows[i] && cells[shape[i].f]) dump.scrollTop = cells[shape[i].f].offsetTop - dump.clientHeight / 2;
        });
      }
    };
    const owner = (j) => shape.findIndex((f) => j >= f.f && j < f.t);
    const table = make("table");
    let body = null, header = "";
    shape.forEach((f, i) => {
      if (f.h !== header || !body) {
        body = make("tbody", undefined, table);
        const th = make("th", f.h, make("tr", undefined, body));
        th.colSpan = 2;
        th.scope = "rowgroup";
        header = f.h;
      }
      const row = make("tr", undefined, body);
      make("td", f.n, row);
      make("td", x.v[i], row);
      row.tabIndex = 0;
      rows.push(row);
      watch(row, i);
    });
    make("h3", "Bytes: " + x.c + " on the wire" + (bytes.length < x.c ? ", the first " + bytes.length : ""), e);
    const dump = make("div", undefined, e);
    dump.className = "dump";
    dump.tabIndex = 0;
    dump.setAttribute("role", "region");
    dump.setAttribute("aria-label", "Bytes");
    for (let at = 0; at < bytes.length; at += 8) {
      const line = make("div", undefined, dump);
      make("i", at.toString(16).padStart(4, "0"), line);
      for (let j = at; j < Math.min(at + 8, bytes.length); j++) {
        const c = make("b", bytes.charCodeAt(j).toString(16).padStart(2, "0"), line);
        cells.push(c);
        if (owner(j) >= 0) watch(c, owner(j));
      }
      make("s", bytes.slice(at, at + 8).replace(/[^ -~]/g, "."), line);
    }
    make("h3", "Header fields", e);
    e.append(table);
  }
  function sideSocket(e) {
    const s = data.sockets[socket];
    make("h2", "A socket of " + s.n, e);
    make("p", s.a.join(" · "), e);
    const entered = [];
    s.s.forEach((i) => (steps[i].e || []).forEach((x) => { if (x.o === socket && shown(i)) entered.push(x.s); }));
    if (entered.length) { make("h3", "States", e); make("p", entered.join(" → "), e); }
    make("h3", "Calls and packets", e);
    const list = make("ol", undefined, e);
    s.s.filter(shown).forEach((i) => item(list, i, true));
  }
  const shown = (i) => i <= now || now < 0 && !guessing;
  function pickSocket(o) {
    socket = o;
    show("socket");
  }
  const hints = [["→ space PageDown n", "next step"], ["← PageUp p", "back"], ["Home End", "first, last step"], ["[ ]", "phase before, next phase"],
      ["Enter", "play, stop"], ["g", "guess the next packet first"], ["1 2 3 4", "answer"], ["m", "mark the step, and tell times from it"], ["d", "more of this step"], ["l", "list of steps"], ["Esc", "the whole picture"]];
  function sideHelp(e) {
    make("h2", "Keys", e);
    const list = make("dl", undefined, e);
    for (const [k, what] of hints) {
      make("dt", k, list);
      make("dd", what, list);
    }
    make("p", "A click on a row makes it the step in hand, one on the head of a lifeline shows its socket. #step=12 behind the address opens a step.", e);
  }

  // Events.
  const keys = {
    ArrowRight: next, PageDown: next, " ": next, n: next, ArrowLeft: back, PageUp: back, p: back,
    Home: () => go(0), End: () => go(last), "[": () => phase(-1), "]": () => phase(1), Enter: play,
    Escape: () => { if (side) { const was = side; side = was === "socket" ? "more" : was; show(side); } else whole(); },
    g: guess, m: mark, d: () => show("more"), l: () => show("steps"), "?": () => show("help"),
  };
  function back() {
    stop();
    if (asked >= 0 && (!room || room.leads())) { asked = -1; tell(); changed(); } else go(behind());
  }
  function phase(by) {
    const starts = data.phases.map((p) => p.s);
    const to = by > 0 ? starts.find((s) => s > hand()) : starts.filter((s) => s < hand()).pop();
    if (to !== undefined) go(to);
  }
  function guess() {
    if (room && (goesOn() || !room.leads())) return;
    guesses(!guessing);
    asked = -1;
    cover();
    tell();
    fillSide();
    changed();
  }
  function guesses(on) {
    guessing = on;
    $("predict").setAttribute("aria-pressed", String(on));
  }
  // whole shows the whole picture: then there is nothing left to guess.
  function whole() {
    if (room && !room.leads()) return room.rejoin();
    guesses(false);
    go(-1);
  }
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    const at = e.target.tagName;
    if (at === "SELECT" || (at === "BUTTON" && (e.key === "Enter" || e.key === " "))) return;
    if (asked >= 0 && e.key >= "1" && e.key <= "9") { answer(+e.key - 1); return; }
    const does = e.key === " " && e.shiftKey ? back : keys[e.key];
    if (!does) return;
    e.preventDefault();
    if (does !== play) stop();
    does();
  });
  $("next").addEventListener("click", () => { stop(); next(); });
  $("back").addEventListener("click", back);
  $("play").addEventListener("click", play);
  $("predict").addEventListener("click", guess);
  for (const id of ["steps", "more", "help"]) $(id).addEventListener("click", () => show(id));
  $("jump").addEventListener("change", () => { stop();
    if (goesOn()) $("jump").blur(); // while it is open nothing new is shown
    const to = targets[$("jump").selectedIndex];
    if (to < 0) whole(); else go(to);
  });
  $("only").addEventListener("change", () => { if (goesOn()) $("only").blur(); });
  $("view").addEventListener("scroll", heads, {passive: true});
  addEventListener("hashchange", open);
  addEventListener("resize", size);
  small.addEventListener("change", () => { size(); scroll(); });
  let touch = null;
  $("stage").addEventListener("touchstart", (e) => { touch = e.changedTouches[0]; }, {passive: true});
  $("stage").addEventListener("touchend", (e) => {
    const dx = touch ? e.changedTouches[0].clientX - touch.clientX : 0;
    if (Math.abs(dx) > 50) { stop(); if (dx < 0) next(); else back(); }
    touch = null;
  });
  roots.forEach((root, i) => {
    root.addEventListener("click", (e) => {
      const p = pictures[i];
      if (!p) return;
      const k = scale(p), box = p.root.getBoundingClientRect();
      const head = e.target.closest ? e.target.closest("[data-stem]") : null;
      if (head) { pickSocket(p.view.h[+head.dataset.stem][0]); return; }
      pick(p, (e.clientX - box.left) / k, (e.clientY - box.top) / k);
    });
  });
  // pick makes what is at a point the thing in hand: the head of a lifeline, or a row.
  function pick(p, x, y) {
    const stem = p.view.h.findIndex((s, i) => x >= p.view.x[i][0] && x <= p.view.x[i][1] && y <= s[1] && y >= s[1] - p.view.x[i][2]);
    if (stem >= 0) { pickSocket(p.view.h[stem][0]); return; }
    const ladder = p.view.a.findIndex((a) => x >= a[0] && x <= a[0] + a[2] && y >= a[1] && y <= a[1] + a[3]);
    const step = p.view.r.findIndex((r, i) => steps[i].l === ladder && y >= r[0] && y < r[1]);
    if (step >= 0 && !hides([step])) { stop(); go(step); }
  }
  function open() {
    const m = !goesOn() && /^#step=(\d+)$/.exec(location.hash);
    const to = m ? Math.min(last, Math.max(0, +m[1] - 1)) : -1;
    if (to !== now) go(to);
  }

  // Where more comes, steps have numbers that stay, of which the room speaks: see live.go. numberOf returns that of a
  // step, and stepOf the step that has it, or the next that has not gone.
  const numberOf = (i) => i < 0 || !goesOn() ? i : steps[i].i;
  const stepOf = (n) => n < 0 || !goesOn() ? n : steps.findIndex((s) => s.i >= n);

  // load shows another picture in place of what there is. What is in hand, and where it stands on the screen, stay.
  function load(to) {
    const v = $("view"), was = picture(), first = to.data.steps.length ? to.data.steps[0].i : Infinity;
    const under = (p, i) => p.view.r[i][1] * scale(p) + p.root.offsetTop - v.scrollTop; // the upper edge of what is in sight
    const anchor = steps.findIndex((s, i) => s.i >= first && under(was, i) >= 0); // it stays
    const held = anchor >= 0 && [steps[anchor].i, under(was, anchor)];
    const follows = now < 0 && (last < 0 || under(was, last) < v.clientHeight);
    const step = numberOf(now), mark = numberOf(marked), showed = side === "socket" ? data.sockets[socket].a.join() : "";
    data = to.data;
    steps = data.steps;
    last = steps.length - 1;
    to.pictures.forEach((p, i) => put(roots[i], p));
    pictures = lookAt();
    now = stepOf(step);
    marked = steps.findIndex((s) => s.i === mark);
    socket = data.sockets.findIndex((s) => s.a.join() === showed);
    if (side === "socket" && socket < 0) side = "more";
    fillFilters();
    fillJump();
    size();
    if (held) v.scrollTop += under(picture(), stepOf(held[0])) - held[1];
    if (follows) scroll();
    tell();
    fillSide();
  }
  // put puts a picture where another was. Parts of it that are as they were stay.
  function put(root, p) {
    root.querySelectorAll(":scope > .curtain, :scope > .cursor").forEach((e) => e.remove());
    root.querySelector(".strip").replaceChildren(room.drawn(p.heads));
    const parts = root.querySelector(".parts"), before = root.parts || [];
    p.parts.forEach((text, i) => {
      const e = parts.children[i] || make("div", undefined, parts);
      if (text !== before[i]) e.replaceChildren(room.drawn(text));
    });
    while (parts.children.length > p.parts.length) parts.lastElementChild.remove();
    root.parts = p.parts;
  }

  // The room, where the page is served to one (room.js); in a file there is none.
  const room = typeof joinRoom === "function" ? joinRoom({
    $, make, keys, hints, solve, say, load, numberOf, stepOf,
    get steps() { return steps; },
    get last() { return last; },
    state: () => ({step: numberOf(now), mark: numberOf(marked), guess: guessing, ask: asked}),
    newest: () => go(-1),
    // become shows what the lecturer has in hand.
    become(to) {
      marked = stepOf(to.mark);
      guesses(to.guess);
      stop();
      if (to.ask !== asked || to.step !== now || to.ask < 0) turn(stepOf(to.step));
      if (to.ask >= 0 && to.ask !== asked && steps[to.ask] && steps[to.ask].q) ask(to.ask);
      fillSide();
    },
    redraw() { cover(); tell(); fillSide(); },
  }) : null;

  paces.forEach(([text]) => make("option", text, $("pace")));
  fillFilters();
  fillJump();
  $("top").hidden = $("stage").hidden = false;
  size();
  tell();
  open();
  if (room) room.enter();
})();
