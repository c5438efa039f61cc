from django.urls import path

from linli.rooms.keeping.pages import deletions, due, files, history, holds, records

app_name = "keeping"
urlpatterns = [
    path("desk/keeping/", deletions.deletions, name="deletions"),
    path("desk/keeping/deletions/<int:deletion_id>/", deletions.deletion, name="deletion"),
    path("desk/keeping/due/", due.due, name="due"),
    path("desk/keeping/records/", records.records, name="records"),
    path("desk/keeping/holds/", holds.holds, name="holds"),
    path("desk/keeping/history/", history.history, name="history"),
    path("desk/keeping/files/<int:person_id>/", files.file, name="file"),
]
