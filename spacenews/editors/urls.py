"""Signing in again in place; and a forgotten password: the stock views under the names that the admin looks for."""

from django.contrib.auth import views
from django.urls import path

from spacenews.editors.again import again
from spacenews.editors.forms import ResetForm

urlpatterns = [
    path("again/", again, name="sign_in_again"),
    path(
        "password_reset/", views.PasswordResetView.as_view(form_class=ResetForm), name="admin_password_reset"
    ),
    path("password_reset/done/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("reset/done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
    path("reset/<uidb64>/<token>/", views.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
]
