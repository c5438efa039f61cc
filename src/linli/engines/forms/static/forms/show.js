// Hides a field until the field it depends on has one of its values. Without this script all fields stay visible
// and say when to fill them in; the server ignores what does not apply.
const rows = document.querySelectorAll("[data-show-field]");

function valueOf(form, name) {
  const boxes = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
  for (const box of boxes) {
    if (box.type !== "radio" && box.type !== "checkbox") return box.value;
    if (box.checked) return box.value;
  }
  return "";
}

function update() {
  for (const row of rows) {
    const form = row.closest("form") ?? document;
    const value = valueOf(form, row.dataset.showField);
    row.hidden = !row.dataset.showValues.split(" ").includes(value);
    for (const control of row.querySelectorAll("input, select, textarea")) control.disabled = row.hidden;
  }
}

if (rows.length) {
  document.addEventListener("change", update);
  update();
}
