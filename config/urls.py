"""Routes, grouped by who may call them and how they cache; each listed once."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
