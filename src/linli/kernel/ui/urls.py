from django.urls import path

from linli.kernel.ui import pages

app_name = "ui"
urlpatterns = [
    path("preferences/", pages.preferences, name="preferences"),
    path("gallery/", pages.gallery, name="gallery"),
]
