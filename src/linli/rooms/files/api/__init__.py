"""The JSON door of files: each call makes one domain call, records its look, and translates."""

from ninja import Router

from linli.rooms.files.api import changes, duplicates, homes, import_steps, imports, papers, people, protected

router = Router(tags=["files"])
for part in (people, homes, changes, duplicates, protected, imports, import_steps, papers):
    router.add_router("", part.router)
