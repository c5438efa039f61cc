"""The JSON door of files: each call makes one domain call, records its look, and translates."""

from ninja import Router

from linli.rooms.files.api import changes, duplicates, homes, people, protected

router = Router(tags=["files"])
for part in (people, homes, changes, duplicates, protected):
    router.add_router("", part.router)
