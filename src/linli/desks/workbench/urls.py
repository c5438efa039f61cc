from django.urls import path

from linli.desks.workbench import (
    account_log_pages,
    audit_pages,
    finding_pages,
    messages_pages,
    pages,
    telling_pages,
)

app_name = "workbench"
urlpatterns = [
    path("", pages.today, name="today"),
    path("cases/", pages.involved, name="involved"),
    path("find/", finding_pages.find_anyone, name="find"),
    path("cases/<str:number>/told/", telling_pages.told, name="told"),
    path("told/", messages_pages.told_posts, name="told_posts"),
    path("tell/", telling_pages.to_tell, name="to_tell"),
    path("tell/<int:recipient_id>/", telling_pages.tell, name="tell"),
    path("looks/withheld/", audit_pages.withheld, name="withheld"),
    path("looks/", audit_pages.looks, name="looks"),
    path("account-log/", account_log_pages.account_log, name="account_log"),
    path("installation/", audit_pages.installation, name="installation"),
]
