"""Styles, script and icons under names that change with their content."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PageFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Remembers the address of each collected file: a page names the sprite of icons twenty times."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known: dict[str, tuple[str, str]] = {}

    def url(self, name: str, force: bool = False) -> str:
        """As the manifest says now; a file collected anew in this process gets its new address."""
        stored = self.hashed_files.get(name, "")
        found = self._known.get(name)
        if found and found[0] == stored:
            return found[1]
        address: str = super().url(name, force)
        if stored:
            self._known[name] = (stored, address)
        return address
