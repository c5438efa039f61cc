from django.urls import path

from linli.desks.resident import pages, wish_pages

app_name = "resident"
urlpatterns = [
    path("home/", pages.home, name="home"),
    path("my/", pages.mine, name="mine"),
    path("my/messages/", pages.list_messages, name="messages"),
    path("my/messages/how/", wish_pages.wish, name="wish"),
    path("people/", pages.people, name="people"),
]
