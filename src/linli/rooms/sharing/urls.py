from django.urls import path

from linli.rooms.sharing.pages import agreements, asking, exports, reading

app_name = "sharing"
urlpatterns = [
    path("desk/people/export/", exports.ask_kept, name="ask_kept"),
    path("desk/sharing/", agreements.agreements, name="agreements"),
    path("desk/sharing/ask/", asking.ask, name="ask"),
    path("desk/sharing/exports/", exports.exports, name="exports"),
    path("desk/sharing/exports/<int:export_id>/", exports.export, name="export"),
    path("desk/sharing/exports/<int:export_id>/decide/", exports.decide, name="decide"),
    path("desk/sharing/exports/<int:export_id>/file/", exports.fetch, name="fetch"),
    path("desk/sharing/<slug:number>/", agreements.agreement, name="agreement"),
    path("desk/sharing/<slug:number>/renew/", asking.renew, name="renew"),
    path("desk/sharing/<slug:number>/step/", agreements.step, name="step"),
    path("desk/sharing/<slug:number>/people/", reading.people, name="people"),
    path("desk/sharing/<slug:number>/export/", exports.ask_shared, name="ask_shared"),
]
