from django.urls import path

from linli.desks.security.pages import accounts, deciding, making, reviewing

app_name = "security"
urlpatterns = [
    path("", accounts.index, name="accounts"),
    path("new/", making.create, name="create"),
    path("accounts/<int:user_id>/", accounts.account, name="account"),
    path("accounts/<int:user_id>/act/", accounts.act, name="act"),
    path("accounts/<int:user_id>/post/", making.give, name="give"),
    path("accounts/<int:user_id>/key/", making.key, name="key"),
    path("requests/", deciding.index, name="requests"),
    path("requests/decide/", deciding.decide, name="decide"),
    path("review/", reviewing.review, name="review"),
    path("review/download/", reviewing.download, name="review_file"),
]
