"""This room's routes alone."""

from django.urls import include, path

urlpatterns = [path("", include("linli.rooms.planning.urls"))]
