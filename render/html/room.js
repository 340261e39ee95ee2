"use strict";
// The room that a page is served to: see cmd/room. What the lecturer has in hand is sent there, and
// what comes from there is shown, whole each time. A file has nothing of this.
const joinRoom = (page) => {
  const {$, make} = page;
  const config = JSON.parse($("room").textContent);
  const silence = 40000; // ms without a sign of life, of which one comes every 15 s
  let token = findToken();
  let stream = "";      // this page's, by which it is known
  const mine = new Set(); // all that it has had
  let lead = null;      // what the lecturer has in hand, as it was told last; null: nothing was told yet
  let reach = -1;       // the last step that the lecturer has come to
  let following = true; // this page shows what the lecturer has in hand
  let becoming = false; // it is just changed to that
  let trouble = "";     // what keeps it from the room
  let own = {poll: 0, answer: -1};
  let source = null, watch = 0;

  // findToken takes the lecturer's token out of the address, where others would see it.
  function findToken() {
    const name = "wireladder-lecturer-" + config.room, given = /^#lecturer=(\w+)$/.exec(location.hash);
    if (given) {
      sessionStorage.setItem(name, given[1]);
      history.replaceState(null, "", location.pathname);
    }
    return sessionStorage.getItem(name) || "";
  }
  addEventListener("hashchange", () => { if (/^#lecturer=/.test(location.hash)) location.reload(); });
  const leads = () => token !== "";

  // edge is the last step that a follower may look at.
  function edge() {
    if (config.goesOn) return page.last; // what others have sent is nobody's secret
    if (!lead) return -1;
    if (lead.guess) return lead.step;
    return lead.step < 0 ? page.last : reach;
  }

  // The strip between the bar and the picture.
  const seat = make("div");
  seat.id = "seat";
  $("middle").before(seat);
  const status = make("span", "", seat);
  status.setAttribute("role", "status");
  const button = (text, title, does) => {
    const b = make("button", text, seat);
    b.type = "button";
    b.title = title;
    b.addEventListener("click", does);
    return b;
  };
  const back = button(leads() ? "Newest" : "Rejoin", leads() ? "On to what comes (Esc)" : "Back to what the lecturer shows (Esc)", () => { if (leads()) page.newest(); else rejoin(); });
  const bars = button("Answers", "Show what the room has answered (b)", showBars);
  bars.setAttribute("aria-pressed", "false");
  const code = button("QR code", "Let others in (q)", invite);
  code.setAttribute("aria-expanded", "false");
  page.keys.q = invite;
  page.keys.b = () => { if (!bars.hidden) showBars(); };
  const escape = page.keys.Escape;
  page.keys.Escape = () => { if (sheet.hidden) escape(); else invite(); };
  page.hints.push(["q", "the QR code that lets others in"], ...(leads() ? [["b", "what the room has answered"]] : []));

  // seatTells says where this page is.
  function seatTells() {
    const n = lead && lead.followers || 0;
    seat.className = trouble ? "lost" : following || leads() ? "" : "away";
    back.hidden = leads() ? !config.goesOn || page.state().step < 0 : following;
    bars.hidden = !(leads() && lead && lead.poll && lead.poll.open);
    if (trouble) status.textContent = trouble;
    else if (leads()) status.textContent = (n === 1 ? "1 follows" : n + " follow") + " at " + config.link + since();
    else if (lead && config.goesOn) status.textContent = whereabouts() + since();
    else if (!lead) status.textContent = "Waiting for the lecturer";
    else if (following) status.textContent = "Following the lecturer";
    else status.textContent = "Looking back: the lecturer " + (lead.step < 0 ? "shows the whole picture" : "is at step " + (lead.step + 1));
  }

  // whereabouts says what a follower sees of what goes on, and since how much has come that is not shown, or that
  // nothing more comes.
  function whereabouts() {
    if (!following) return "Looking back: the lecturer " + (lead.step < 0 ? "follows what comes" : "looks back, too");
    return lead.step < 0 ? "Following what comes" : "Following the lecturer, who looks back";
  }
  function since() {
    const at = page.state().step, n = lead && lead.live && at >= 0 ? lead.live.packets - known : 0;
    return (n > 0 ? " · " + (n === 1 ? "1 packet came since" : n + " packets came since") : "") + (lead && lead.live && lead.live.over ? " · the capture has ended" : "");
  }

  // drawn makes an element of what the server has drawn.
  const drawn = (text) => document.adoptNode(new DOMParser().parseFromString(text, "text/html").body.firstElementChild);

  // The picture of what goes on, which is fetched when there is another; not while what is in hand would go with
  // those that are let go, nor while something is chosen from a list.
  let pictured = 0;     // which one is shown
  let known = 0;        // packets until the newest that has come while this page followed what comes
  let fetching = false;
  const chooses = () => document.activeElement && document.activeElement.tagName === "SELECT";
  addEventListener("focusout", () => setTimeout(refresh));
  function refresh() {
    const news = lead && lead.live, at = page.state().step;
    if (!news) return;
    if (at < 0 || !known) known = news.packets;
    if (fetching || news.picture === pictured || at >= 0 && at < news.first || chooses()) return;
    fetching = true;
    fetch("picture", {credentials: "omit", referrerPolicy: "no-referrer"}).then((r) => r.ok ? r.json() : Promise.reject(r.status)).then((p) => {
      fetching = false;
      if (chooses()) return;
      pictured = p.number;
      becoming = true;
      page.load(p);
      document.body.classList.add("came");
      becoming = false;
      if (following && !leads() && page.state().step !== lead.step) become();
      seatTells();
      refresh();
    }).catch(() => { // the stream tells if the room is gone
      setTimeout(() => { fetching = false; refresh(); }, 1000);
    });
  }

  // The code that leads others here, as large as there is room for.
  const sheet = make("section");
  sheet.id = "invite";
  sheet.setAttribute("aria-label", "The way in");
  sheet.hidden = true;
  $("view").before(sheet);
  function draw() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg"), path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    const n = config.code.length;
    svg.setAttribute("viewBox", "0 0 " + n + " " + n);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", "QR code of " + config.link);
    svg.setAttribute("shape-rendering", "crispEdges");
    path.setAttribute("d", config.code.map((row, y) => [...row].map((c, x) => c === "#" ? "M" + x + " " + y + "h1v1h-1z" : "").join("")).join(""));
    svg.append(path);
    sheet.replaceChildren(svg);
    make("p", config.link, sheet);
    if (config.near) make("p", config.near, sheet).className = "near";
  }
  function invite() {
    if (!sheet.firstChild) draw();
    sheet.hidden = !sheet.hidden;
    code.setAttribute("aria-expanded", String(!sheet.hidden));
  }
  sheet.addEventListener("click", invite);

  // What comes from the room.
  const lost = "Connection lost: trying again";
  function connect() {
    if (source) source.close();
    source = new EventSource("events");
    source.addEventListener("hello", hello);
    source.addEventListener("message", (e) => heard(JSON.parse(e.data)));
    source.addEventListener("beat", alive);
    source.addEventListener("end", () => lose("The lecturer has ended this.", 5000));
    source.onerror = () => lose(lost, source.readyState === EventSource.CLOSED ? 3000 : silence);
    alive();
  }
  function alive() {
    clearTimeout(watch);
    watch = setTimeout(() => lose(lost, 0), silence);
  }
  // lose says what is wrong, and connects again after so many milliseconds, unless the browser has.
  function lose(what, wait) {
    trouble = what;
    if (wait < silence) source.close();
    clearTimeout(watch);
    watch = setTimeout(connect, wait + Math.random() * 500);
    seatTells();
  }
  function hello(e) {
    const told = JSON.parse(e.data);
    if (told.room !== config.room) { location.reload(); return; } // another page is shown now
    trouble = "";
    stream = told.stream;
    mine.add(stream);
    if (leads()) { if (unsent) send(); else post("claim", {}); }
  }
  function heard(told) {
    alive();
    if (leads() && !told.lecturer) return; // it is not known yet that this page is the lecturer's
    const was = lead, first = !lead;
    lead = told;
    reach = Math.max(reach, lead.step);
    document.body.classList.add("entered");
    if (first && leads() && !lead.by) send(); // nobody has begun
    const same = was && was.step === lead.step && was.mark === lead.mark && was.guess === lead.guess && asks(was) === asks(lead);
    if (same) stage();
    else if (leads() ? isAnother() : following) become();
    else if (leads()) stage();
    else page.redraw(); // more may be looked at
    voteAgain();
    refresh();
    seatTells();
  }
  // isAnother tells whether another page of the lecturer's has steered, and this one has nothing to say.
  const isAnother = () => !unsent && !sending && lead.by && !mine.has(lead.by);
  const asks = (l) => l.poll && l.poll.open ? l.poll.step : -1;
  function become() {
    becoming = true;
    page.become({step: config.goesOn ? lead.step : Math.min(lead.step, page.last), mark: lead.mark, guess: lead.guess, ask: asks(lead)});
    becoming = false;
    stage();
  }
  function rejoin() {
    following = true;
    if (lead) become();
    seatTells();
    refresh();
  }

  // What goes to the room. One thing is under way at a time, so that none overtakes another.
  let sending = false, unsent = false;
  function post(path, body) {
    return fetch(path, {method: "POST", credentials: "omit", referrerPolicy: "no-referrer",
      headers: {"Content-Type": "application/json", "Wireladder-Stream": stream, ...(token ? {Authorization: "Bearer " + token} : {})}, body: JSON.stringify(body)})
      .then((r) => {
        if (r.status === 403 && token) { // it is no lecturer's any more
          sessionStorage.clear();
          location.reload();
        }
        return r;
      });
  }
  function send() {
    unsent = true;
    if (sending) return;
    sending = true;
    unsent = false;
    const s = page.state(), body = {step: s.step, mark: s.mark, guess: s.guess};
    if (s.ask >= 0) Object.assign(body, {ask: {step: s.ask, options: page.steps[s.ask].q.a.length}, bars: bars.getAttribute("aria-pressed") === "true"});
    else bars.setAttribute("aria-pressed", "false");
    post("control", body).catch(() => { unsent = true; lose(lost, 1000); }).finally(() => {
      sending = false;
      seatTells();
      if (unsent && !trouble) send();
    });
  }
  // changed is told of whatever is done at this page.
  function changed() {
    if (becoming || !lead) return;
    if (leads()) { send(); seatTells(); refresh(); return; }
    following = page.state().step === lead.step;
    if (following) become();
    seatTells();
    refresh();
  }
  function showBars() {
    bars.setAttribute("aria-pressed", String(bars.getAttribute("aria-pressed") !== "true"));
    send();
    stage();
  }

  // vote takes an answer of this page to the room.
  function vote(answer) {
    if (!lead || !lead.poll || !lead.poll.open) return;
    own = {poll: lead.poll.number, answer, stream};
    post("vote", {poll: own.poll, answer}).catch(() => { own.stream = ""; });
    stage();
  }

  // voteAgain gives an answer again that was taken back when the connection was lost.
  function voteAgain() {
    const p = lead.poll;
    if (!leads() && p && p.open && own.poll === p.number && own.answer >= 0 && own.stream !== stream) vote(own.answer);
  }

  // stage puts on the stage what the room has answered, and what this page has.
  function stage() {
    const p = lead && lead.poll, s = page.state();
    if (lead && !leads() && s.step < 0 && !config.goesOn) {
      $("sentence").textContent = lead.guess ? "It has not begun yet." : "The lecturer shows the whole picture.";
      page.say($("sentence").textContent);
    }
    if (!p) return;
    const chosen = own.poll === p.number ? own.answer : -1;
    if (!p.open && s.step === p.step && !$("answers").firstChild && page.steps[p.step] && page.steps[p.step].q) { page.solve(page.steps[p.step].q, chosen); return; }
    if (p.open ? s.ask !== p.step : s.step !== p.step) return;
    const all = (p.counts || []).reduce((a, b) => a + b, 0);
    const seen = p.counts && (!p.open || !leads() || bars.getAttribute("aria-pressed") === "true");
    if (p.open && leads()) $("where").textContent = "guess · " + (all === 1 ? "1 answer" : all + " answers") + " of " + (lead.followers || 0) + " who follow";
    if (p.open && !leads()) $("where").textContent = chosen < 0 ? "guess: choose one" : "guess: you may still choose another";
    [...$("answers").children].forEach((b, i) => {
      if (!leads() && p.open) b.setAttribute("aria-pressed", String(i === chosen));
      let bar = b.querySelector("i");
      if (!seen || i >= p.counts.length) { if (bar) bar.remove(); return; }
      if (!bar) bar = make("i", "", b);
      bar.textContent = " " + p.counts[i];
      bar.style.setProperty("--share", all ? p.counts[i] / all * 100 + "%" : "0%");
    });
  }

  return {
    goesOn: config.goesOn, leads, edge, changed, rejoin, vote, drawn,
    told: stage,
    enter() {
      document.body.classList.add(leads() ? "leads" : "follows", ...(config.goesOn ? ["goes-on"] : []));
      seatTells();
      connect();
    },
  };
};
