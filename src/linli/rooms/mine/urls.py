from django.urls import path

from linli.rooms.mine.pages import asking, consents, copies, counter, ending, file, looks

app_name = "mine"
urlpatterns = [
    path("my/looks/", looks.looks, name="looks"),  # where it was at first
    path("my/file/", file.file, name="file"),
    path("my/file/looks/", looks.looks, name="looks"),
    path("my/file/requests/", asking.requests, name="requests"),
    path("my/file/requests/withdraw/", asking.withdraw, name="withdraw"),
    path("my/file/correct/<slug:field>/", asking.correct, name="correct"),
    path("my/file/delete/", asking.erase, name="erase"),
    path("my/file/delete/whole/", ending.end, name="end"),
    path("my/file/delete/whole/stay/", ending.stay, name="stay"),
    path("my/file/copy/", copies.copy, name="copy"),
    path("my/file/copy.json", copies.copy_json, name="copy_json"),
    path("my/file/consents/", consents.standings, name="consents"),
    path("privacy/<slug:code>/", consents.notice, name="notice"),
    path("desk/consents/<int:person_id>/", counter.counter, name="counter"),
]
