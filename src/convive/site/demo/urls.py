from django.urls import path

from convive.site.demo import views

app_name = "demo"
urlpatterns = [
    path("walk-in/", views.walk_in, name="walk-in"),
    path("walk-in/<str:key>/", views.walk_in_as, name="walk-in-as"),
]
