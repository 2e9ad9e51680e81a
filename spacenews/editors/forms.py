import threading

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AdminUserCreationForm, PasswordResetForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from spacenews.editors import throttle
from spacenews.editors.models import User
from spacenews.limits import counter, network
from spacenews.pagecache import clock


class SignInForm(AdminAuthenticationForm):
    """Says the same of an unknown name, a wrong password, a closed account and one without rights here."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("That name and password do not open the desk. Mind the case of the password."),
    }

    def clean(self) -> dict:
        if minutes := throttle.wait_minutes(self.request, self.cleaned_data.get("username", ""), clock.now()):
            raise ValidationError(
                ngettext(
                    "Too many attempts from here. Try again in %(minutes)d minute.",
                    "Too many attempts from here. Try again in %(minutes)d minutes.",
                    minutes,
                ),
                code="throttled",
                params={"minutes": minutes},
            )
        return super().clean()


class ResetForm(PasswordResetForm):
    """Sends the link to whoever has the address, and says the same, as fast, to whoever has not."""

    def clean(self) -> dict:
        if not settings.EMAIL_URL:
            raise ValidationError(
                _("This site sends no mail. Ask a Chief for a new password."), code="no_mail"
            )
        return super().clean()

    def save(self, *, request, **kwargs) -> None:
        """The link is made of the configured address of the site, never of what the request calls it."""
        limit, now = settings.LIMITS["sign_in_account"], clock.now()
        if limit and counter.hit("password reset", network.hash_of(request, now), throttle.HOUR, now) > limit:
            return
        scheme, _colon, host = settings.SITE_URL.partition("://")
        kwargs |= {"domain_override": host, "use_https": scheme == "https"}
        kwargs["extra_email_context"] = {"site_name": settings.SITE_NAME}
        super().save(request=request, **kwargs)

    def send_mail(self, subject, body, context: dict, *args, **kwargs) -> None:
        """Mail takes time: waiting for it would tell that there is such an account. It speaks the person's language."""
        send = super().send_mail

        def send_mail() -> None:
            with translation.override(context["user"].language or settings.LANGUAGE_CODE):
                send(subject, body, context, *args, **kwargs)

        threading.Thread(target=send_mail, daemon=True).start()


class PersonMeta:
    """What both forms of a person say of roles and of closing the account."""

    model = User
    labels = {"groups": _("Roles")}
    widgets = {"groups": forms.CheckboxSelectMultiple}
    help_texts = {
        "groups": _("What several roles allow adds up."),
        "is_active": _("Without this the account is closed, at once and in every session."),
    }


class PersonForm(UserChangeForm):
    class Meta(PersonMeta, UserChangeForm.Meta):
        pass


class NewPersonForm(AdminUserCreationForm):
    class Meta(PersonMeta, AdminUserCreationForm.Meta):
        pass
