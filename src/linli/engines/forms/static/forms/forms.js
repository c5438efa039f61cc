// Comfort only: without this script all fields stay visible and say when to fill them in, buttons send the form and
// get it back, and what was typed is kept whenever the form is sent.
const all = (css, root = document) => [...root.querySelectorAll(css)];

// A field is hidden until the field it depends on has one of its values; the server ignores what does not apply.
function valueOf(form, name) {
  for (const box of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (box.type !== "radio" && box.type !== "checkbox") return box.value;
    if (box.checked) return box.value;
  }
  return "";
}
function update() {
  for (const row of all("[data-show-field]")) {
    const value = valueOf(row.closest("form") ?? document, row.dataset.showField);
    row.hidden = !row.dataset.showValues.split(" ").includes(value);
    for (const control of all("input, select, textarea", row)) control.disabled = row.hidden;
  }
}
function refresh() {
  update();
  all("[data-sign]").forEach(prepare);
  all("[data-point]").forEach(offerPosition);
}
document.addEventListener("change", update);

// Adding and removing happens in place: the same page comes back, and its form takes the place of this one.
document.addEventListener("click", async (event) => {
  const button = event.target.closest('button[name="do"][data-in-place]');
  const form = button?.form;
  if (!form || !globalThis.DOMParser) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("form[data-form]");
    if (!answer.ok || !fresh) throw new Error(String(answer.status));
    const place = button.getAttribute("formaction")?.slice(1);
    const adds = button.value.startsWith("add:");
    form.replaceChildren(...fresh.childNodes);
    refresh();
    const found = document.getElementById(place) ?? form;
    const last = adds ? all(".item", found).at(-1) : found;
    last?.querySelector('input:not([type="hidden"]), select, textarea, button')?.focus();
  } catch {
    delete form.dataset.busy;
    button.removeAttribute("data-in-place");
    button.click();
  }
  delete form.dataset.busy;
});

// What is typed is kept every few seconds, and when the page is left; photos travel with the form itself.
const form = document.querySelector("form[data-draft]");
if (form) {
  let timer = 0, kept = "", unsent = false;
  const typed = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string" && !name.endsWith(".image")) data.append(name, value);
    return data;
  };
  const keep = async () => {
    clearTimeout(timer);
    timer = 0;
    const data = typed();
    if (!unsent || form.dataset.sent || data.toString() === kept) return;
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: data, keepalive: true, redirect: "error" });
      if (!answer.ok) return;
      kept = data.toString();
      unsent = false;
      const note = document.querySelector("[data-draft-note]");
      if (note) note.hidden = false;
    } catch { /* the next round trip keeps it */ }
  };
  form.addEventListener("input", () => {
    unsent = true;
    timer ||= setTimeout(keep, 5000);
  });
  form.addEventListener("focusout", () => { if (unsent) timer ||= setTimeout(keep, 1500); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keep(); });
}

// A signature drawn with finger, pen or mouse: black on white, sent as a picture. Without it the typed name stands.
function prepare(pad) {
  const canvas = pad.querySelector("canvas"), pen = canvas.getContext("2d");
  if (!pen || pad.dataset.ready) return;
  pad.dataset.ready = "1";
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: pad.dataset.sign });
  pad.append(field);
  pad.hidden = false;
  const clear = () => { pen.fillStyle = "#fff"; pen.fillRect(0, 0, canvas.width, canvas.height); field.value = ""; };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
  };
  let drawing = false;
  clear();
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#000" });
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => {
    if (!drawing) return;
    drawing = false;
    field.value = canvas.toDataURL("image/png");
  });
  pad.querySelector("[data-sign-clear]").addEventListener("click", clear);
}

// Where the device knows where it is (WGS-84).
function offerPosition(box) {
  const button = box.querySelector("[data-locate]");
  if (!navigator.geolocation || button.dataset.ready) return;
  button.dataset.ready = "1";
  button.hidden = false;
  button.addEventListener("click", () => navigator.geolocation.getCurrentPosition(({ coords }) => {
    box.querySelector('[name$=".lon"]').value = coords.longitude.toFixed(6);
    box.querySelector('[name$=".lat"]').value = coords.latitude.toFixed(6);
    box.querySelector('[value="wgs84"]').checked = true;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }, () => { button.hidden = true; }));
}

refresh();
