"""What the page checks look at in a page: elements in their order, ids, links, forms."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass(slots=True)
class Form:
    method: str
    action: str
    fields: list[str] = field(default_factory=list)


class Html(HTMLParser):
    """Parses on creation; forgiving, as browsers are."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.source = source
        self.elements: list[Element] = []
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._open: list[Element] = []
        self._body: list[str] = []
        self._drawing = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._drawing = tag == "svg" or self._drawing
        if self._drawing and tag == "title":
            tag = "svg:title"  # what a part of a drawing is called, not the page
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag in ("title", "h1", "a", "button", "label", "summary", "textarea", "p", "select"):
            self._open.append(element)
        if tag == "form":
            self._form = Form(
                element.attributes.get("method", "get").lower(), element.attributes.get("action", "")
            )
            self.forms.append(self._form)
        if self._form is not None and "name" in element.attributes:
            self._form.fields.append(element.attributes["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        self._drawing = self._drawing and tag != "svg"
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    @property
    def text(self) -> str:
        """What a reader sees, in one line."""
        return " ".join("".join(self._body).split())

    def handle_data(self, data: str) -> None:
        if self.lasttag not in ("script", "style", "title"):
            self._body.append(data)
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def typed(self) -> dict[str, str]:
        """What stands in the fields of the page, by name: nothing for a box that is not ticked."""
        found: dict[str, str] = {}
        choosing = ""
        for element in self.elements:
            name, about = element.attributes.get("name", ""), element.attributes
            if element.tag == "textarea":
                found[name] = element.text
            elif element.tag == "select":
                choosing = name
            elif element.tag == "option" and "selected" in about:
                found[choosing] = about.get("value", "")
            elif element.tag == "input" and about.get("type") not in ("radio", "checkbox", "file", "submit"):
                found[name] = about.get("value", "")
            elif element.tag == "input" and "checked" in about:
                found[name] = about.get("value", "on")
        return found

    def messages(self) -> list[str]:
        """What the page says about faults: beside the fields."""
        return [e.text.strip() for e in self.all("p") if "error" in e.attributes.get("class", "").split()]

    def ids(self) -> Counter[str]:
        return Counter(element.attributes["id"] for element in self.elements if "id" in element.attributes)

    def values(self, attribute: str) -> list[str]:
        return [element.attributes[attribute] for element in self.elements if attribute in element.attributes]
