from django.urls import path

from linli.rooms.bindings.pages import counter, own

app_name = "bindings"
urlpatterns = [
    path("desk/people/<int:person_id>/account/", counter.account, name="account"),
    path("desk/people/<int:person_id>/account/revoke/", counter.revoke, name="revoke"),
    path("my/devices/", own.devices, name="devices"),
    path("my/devices/revoke/", own.revoke, name="revoke_own"),
    path("my/bind/", own.bind, name="bind"),
    path("unbind/", own.unbind, name="unbind"),
]
