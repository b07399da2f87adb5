"""The way in: password, code, and for newcomers their own password and their telephone."""

from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import logout, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView

from directory import people
from directory.models import Official
from maps.office.entrance.forms import AgainForm, CodeForm, EnrolForm, OwnPasswordForm, SignInForm
from maps.office.entrance.lockout import is_locked, locked_out
from maps.office.signed_in import SIGN_IN, password_given, second_factor_given, signed_in


class Newcomer:
    """A page for who has given his password, and the second factor if there is one already."""

    official: Official

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        official = password_given(request)
        if official is not None and not second_factor_given(request) and _telephones(official):
            # Begun before the telephone was enrolled elsewhere: this one must give a code, too.
            logout(request)
            official = None
        if official is None:
            return redirect(SIGN_IN)
        self.official = official
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "maps/office/entrance/sign_in.html"


class Code(AuthenticateView):
    form_class = CodeForm
    template_name = "maps/office/entrance/code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_locked(request, self.stage.login.user.get_username()):
            return locked_out(request)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer


class Again(Newcomer, ReauthenticateView):
    form_class = AgainForm
    template_name = "maps/office/entrance/again.html"


class OwnPassword(Newcomer, FormView):
    """Ends all other sessions of this person; this one goes on."""

    form_class = OwnPasswordForm
    template_name = "maps/office/entrance/password.html"

    @method_decorator(sensitive_post_parameters())
    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"request": self.request, **super().get_form_kwargs()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = self.official.start_password_until is not None
        return super().get_context_data(first=first, **kwargs)

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        people.choose_password(self.official, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, self.official)
        return redirect("office:index")


class Enrol(Newcomer, ActivateTOTPView):
    """A telephone as second factor; of one who has signed in completely it replaces the old."""

    form_class = EnrolForm
    template_name = "maps/office/entrance/enrol.html"

    @method_decorator(never_cache)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if signed_in(request) is None:
            return super().dispatch(request, *args, **kwargs)
        raise_if_reauthentication_required(request, app="allauth.mfa")
        self.official = request.user  # type: ignore[assignment]
        return FormView.dispatch(self, request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "secret": context["form"].secret}

    def form_valid(self, form: EnrolForm) -> HttpResponse:
        with transaction.atomic():
            Authenticator.objects.filter(user=self.official).delete()
            super().form_valid(form)
            people.end_sessions(self.official, self.official)
        update_session_auth_hash(self.request, self.official)
        post_authentication(self.request, _telephones(self.official).get())
        return redirect("mfa_view_recovery_codes")

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes")


class RecoveryCodes(ViewRecoveryCodesView):
    """Shown once, to be written down."""

    template_name = "maps/office/entrance/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    template_name = "maps/office/entrance/new_recovery_codes.html"


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Out again, however far one has come; also from the page that asks for the code."""
    logout(request)
    return redirect(SIGN_IN)


def _telephones(official: Official) -> Any:
    return Authenticator.objects.filter(user=official, type=Authenticator.Type.TOTP)
