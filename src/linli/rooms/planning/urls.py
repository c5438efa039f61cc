from django.urls import path

from linli.rooms.planning import pages

app_name = "planning"
urlpatterns = [
    path("plan/", pages.cockpit, name="cockpit"),
    path("plan/export.csv", pages.export, name="export"),
    path("plan/<str:key>/", pages.indicator, name="indicator"),
]
