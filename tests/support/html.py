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
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag in ("title", "h1", "a", "button", "label", "summary"):
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
        if self._open and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    def ids(self) -> Counter[str]:
        return Counter(element.attributes["id"] for element in self.elements if "id" in element.attributes)

    def values(self, attribute: str) -> list[str]:
        return [element.attributes[attribute] for element in self.elements if attribute in element.attributes]
