"""Routes of allauth that we serve, under its names, and our own. What is not here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import include, path

from linli.site.accounts import city, pages

ours = [
    path("demo/enter/", pages.enter_demo, name="enter_demo"),
    path("demo/clock/", pages.shift_clock, name="shift_clock"),
]

security = [
    path("second-step/", second_factor.authenticate, name="mfa_authenticate"),
    path("again/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("app/", app.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keys/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("keys/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("keys/add/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("keys/again/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keys/<int:pk>/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("keys/<int:pk>/remove/", keys.remove_webauthn, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", include((ours, "accounts"))),
    path("login/", account.login, name="account_login"),
    path("login/code/", account.request_login_code, name="account_request_login_code"),
    path("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("signup/", account.signup, name="account_signup"),
    path("phone/", pages.verify_phone, name="account_verify_phone"),
    path("city/", city.login, name="openid_connect_login"),
    path("<slug:provider_id>/back/", city.callback, name="openid_connect_callback"),
    path("logout/", pages.sign_out, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/new/", account.password_set, name="account_set_password"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("security/", pages.own_security, name="mfa_index"),
    path("security/", include(security)),
]
