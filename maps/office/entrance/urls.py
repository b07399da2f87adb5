"""Addresses of the way in. allauth asks for its own names; the others are ours.

What allauth has besides is not routed: sign-up, e-mail, resets by e-mail, turning the second
factor off.
"""

from django.urls import path

from maps.office.entrance import views
from maps.office.rules import rule
from maps.office.signed_in import PASSWORD, SECOND_FACTOR, SIGN_IN

urlpatterns = [
    path("sign-in", views.SignIn.as_view(), name=SIGN_IN),
    path("sign-in", views.SignIn.as_view(), name="account_login"),
    path("sign-in/code", views.Code.as_view(), name="mfa_authenticate"),
    path("password", views.OwnPassword.as_view(), name=PASSWORD),
    path("second-factor", views.Enrol.as_view(), name=SECOND_FACTOR),
    path("leave", views.leave, name="office_leave"),
    path("again", views.Again.as_view(), name="account_reauthenticate"),
    path(
        "recovery-codes",
        rule(None)(views.RecoveryCodes.as_view()),
        name="mfa_view_recovery_codes",
    ),
    path(
        "recovery-codes/new",
        rule(None)(views.NewRecoveryCodes.as_view()),
        name="mfa_generate_recovery_codes",
    ),
]
