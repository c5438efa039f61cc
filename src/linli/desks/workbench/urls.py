from django.urls import path

from linli.desks.workbench import audit_pages, pages

app_name = "workbench"
urlpatterns = [
    path("", pages.today, name="today"),
    path("cases/", pages.involved, name="involved"),
    path("find/", pages.find, name="find"),
    path("looks/", audit_pages.looks, name="looks"),
    path("installation/", audit_pages.installation, name="installation"),
]
