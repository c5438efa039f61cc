from django.urls import path

from linli.rooms.feedback import pages

app_name = "feedback"
urlpatterns = [path("my/cases/<str:number>/rate/", pages.rate, name="rate")]
