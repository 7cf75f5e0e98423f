"""What a person reads when a request cannot be answered. Never a bare page, never a lost text."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """The form was open too long, or came from somewhere else. What was typed is shown to copy."""
    skip = {"csrfmiddlewaretoken", "once", "password", "password1", "password2"}
    typed = [v for k, v in request.POST.items() if k not in skip and v.strip()]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)
