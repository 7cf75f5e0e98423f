def spine(request):
    return {}
