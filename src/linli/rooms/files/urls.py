from django.urls import path

from linli.rooms.files.pages import lists, person

app_name = "files"
urlpatterns = [
    path("desk/people/", lists.people, name="people"),
    path("desk/people/<int:person_id>/", person.person, name="person"),
]
