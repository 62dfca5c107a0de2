from django.urls import path

from convive.measures import views

app_name = "measures"
urlpatterns = [
    path("in/<slug:city>/import/", views.imports, name="imports"),
    path("in/<slug:city>/import/new/", views.new_import, name="new-import"),
    path("in/<slug:city>/import/<int:pk>/", views.import_detail, name="import"),
]
