from django.http import HttpResponse


def settings_edit(request):
    return HttpResponse("")
