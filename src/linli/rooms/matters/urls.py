from django.urls import path

from linli.rooms.matters.pages import apply, bundles, previews, procedures, public, resident, sheets, window

app_name = "matters"
urlpatterns = [
    path("matters/", public.catalogue, name="catalogue"),
    path("matters/<slug:code>/", public.guide, name="guide"),
    path("matters/<slug:code>/procedure/", procedures.procedure, name="procedure"),
    path("matters/<slug:code>/procedure.bpmn", procedures.procedure_bpmn, name="procedure_bpmn"),
    path("matters/<slug:code>/apply/", apply.apply, name="apply"),
    path("matters/<slug:code>/draft/", apply.keep_draft, name="draft"),
    path("matters/<slug:code>/paper/", sheets.paper, name="form_paper"),
    path("bundles/<slug:code>/", bundles.bundle, name="bundle"),
    path("bundles/<slug:code>/apply/", bundles.apply, name="bundle_apply"),
    path("bundles/<slug:code>/draft/", bundles.keep_draft, name="bundle_draft"),
    path("my/bundles/<str:number>/receipt/", bundles.receipt, name="bundle_receipt"),
    path("my/cases/<str:number>/form/", sheets.my_sheet, name="my_sheet"),
    path("my/cases/<str:number>/answers/<slug:token>/", sheets.my_answer, name="my_answer"),
    path("desk/cases/<str:number>/answers/<slug:token>/", sheets.answer, name="answer"),
    path("desk/forms/", previews.list_forms, name="forms"),
    path("desk/forms/<slug:code>/", previews.preview, name="preview"),
    path("desk/forms/<slug:code>/talk/", previews.talk, name="talk"),
    path("desk/forms/<slug:code>/sheet/", previews.sheet, name="sheet"),
    path("publicity/", public.publicity, name="publicity"),
    path("lookup/", public.lookup, name="lookup"),
    path("my/cases/<str:number>/", resident.my_case, name="my_case"),
    path("my/cases/<str:number>/receipt/", resident.receipt, name="receipt"),
    path("my/cases/<str:number>/papers/", resident.supply, name="supply"),
    path("my/cases/<str:number>/papers/<slug:paper>/", resident.my_paper, name="my_paper"),
    path("my/cases/<str:number>/withdraw/", resident.withdraw, name="withdraw"),
    path("my/cases/<str:number>/reopen/", resident.reopen, name="reopen"),
    path("my/cases/<str:number>/notices/<int:notice_id>/", resident.my_notice, name="my_notice"),
    path("desk/cases/<str:number>/", window.case, name="case"),
    path("desk/cases/<str:number>/act/", window.act, name="act"),
    path("desk/cases/<str:number>/reveal/", window.reveal, name="reveal"),
    path("desk/cases/<str:number>/papers/<slug:paper>/", window.paper, name="paper"),
    path("desk/cases/<str:number>/notices/<int:notice_id>/", window.notice, name="notice"),
]
