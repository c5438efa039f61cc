from django.urls import path

from linli.desks.administrator.pages import items, overview, proposals, upgrades, versions, workbooks

app_name = "administrator"
urlpatterns = [
    path("", overview.index, name="items"),
    path("items/<slug:section>/<str:code>/", items.item, name="item"),
    path("items/<slug:section>/<str:code>/give-back/", items.give_back, name="give_back"),
    path("items/<slug:section>/<str:code>/upgrade/", upgrades.upgrade, name="upgrade"),
    path("proposals/", proposals.index, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/act/", proposals.act, name="act"),
    path("proposals/<int:proposal_id>/preview/<slug:section>/<str:code>/", proposals.preview, name="preview"),
    path("workbook/", workbooks.workbook, name="workbook"),
    path("workbook/download/", workbooks.download, name="workbook_file"),
    path("versions/", versions.index, name="versions"),
    path("versions/<int:number>/", versions.version, name="version"),
]
