from django.urls import path

from linli.rooms.bindings.pages import acting, counter, mandates, marks, own

app_name = "bindings"
urlpatterns = [
    path("desk/people/<int:person_id>/account/", counter.account, name="account"),
    path("desk/people/<int:person_id>/account/revoke/", counter.revoke, name="revoke"),
    path("desk/people/<int:person_id>/mandates/", mandates.mandates, name="mandates"),
    path("desk/marks/", marks.marks, name="marks"),
    path("my/acting/", acting.acting, name="acting"),
    path("my/acting/do/", acting.do, name="acting_do"),
    path("my/acting/ask/", acting.ask, name="ask"),
    path("my/devices/", own.devices, name="devices"),
    path("my/devices/revoke/", own.revoke, name="revoke_own"),
    path("my/bind/", own.bind, name="bind"),
    path("unbind/", own.unbind, name="unbind"),
]
