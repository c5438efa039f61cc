from django.urls import path

from linli.rooms.files.pages import (
    changes,
    deciding,
    doubts,
    drafting,
    duplicates,
    household,
    import_page,
    imports,
    lists,
    person,
    protected,
    reminders,
)

app_name = "files"
urlpatterns = [
    path("desk/people/", lists.people, name="people"),
    path("desk/people/arrive/", drafting.arrive, name="arrive"),
    path("desk/people/households/", lists.households, name="households"),
    path("desk/people/households/<int:household_id>/", household.household, name="household"),
    path("desk/people/changes/", changes.waiting, name="changes"),
    path("desk/people/changes/<int:change_id>/", changes.change, name="change"),
    path("desk/people/changes/<int:change_id>/step/", changes.step, name="step"),
    path("desk/people/duplicates/", duplicates.flagged, name="duplicates"),
    path("desk/people/duplicates/<int:pair_id>/", duplicates.pair, name="pair"),
    path("desk/people/ending/", reminders.ending, name="ending"),
    path("desk/people/imports/", imports.imports, name="imports"),
    path("desk/people/imports/<int:batch_id>/", import_page.one, name="import"),
    path("desk/people/imports/<int:batch_id>/columns/", deciding.columns, name="columns"),
    path("desk/people/imports/<int:batch_id>/decide/", deciding.decide, name="decide"),
    path("desk/people/imports/<int:batch_id>/doubts/", doubts.doubts, name="doubts"),
    path("desk/people/imports/<int:batch_id>/returned/", deciding.returned, name="returned"),
    path("desk/people/<int:person_id>/", person.person, name="person"),
    path("desk/people/<int:person_id>/reveal/", person.reveal, name="reveal"),
    path("desk/people/<int:person_id>/protected/", protected.protected, name="protected"),
    path("desk/people/<int:person_id>/change/<slug:kind>/", drafting.draft, name="draft"),
]
