from __future__ import annotations

from django.urls import URLPattern, path

from convive.city.buddies.views import agreements as staff
from convive.city.buddies.views import own_agreements as own

DUO = "in/<slug:city>/buddies/duos/<int:pk>/"
APPLICATION = "in/<slug:city>/buddies/applications/<int:pk>/"
OWN_DUO = "me/in/<slug:city>/duos/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{DUO}agreements/draw-up/", staff.draw_up, name="draw-up-agreement"),
    path(f"{DUO}agreements/amend/", staff.amend, name="amend-agreement"),
    path(f"{DUO}agreements/extend/", staff.extend, name="extend-agreement"),
    path(f"{DUO}agreements/renew/", staff.renew, name="renew-agreement"),
    path(f"{DUO}agreements/<int:number>/", staff.agreement, name="agreement"),
    path(f"{DUO}agreements/<int:number>/paper/<slug:signer>/", staff.on_paper, name="sign-on-paper"),
    path(f"{DUO}agreements/<int:number>/pdf/", staff.agreement_pdf, name="agreement-pdf"),
    path(f"{DUO}pause/", staff.pause, name="pause-duo"),
    path(f"{DUO}resume/", staff.resume, name="resume-duo"),
    path(f"{DUO}close/", staff.close, name="close-duo"),
    path(f"{APPLICATION}wait-again/", staff.rematch, name="rematch"),
    path(f"{APPLICATION}ask-to-go-on/", staff.ask_to_go_on, name="ask-to-go-on"),
    path(f"{OWN_DUO}agreements/", own.agreements, name="own-agreements"),
    path(f"{OWN_DUO}agreements/<int:number>/", own.agreement, name="own-agreement"),
    path(f"{OWN_DUO}agreements/<int:number>/pdf/", own.agreement_pdf, name="own-agreement-pdf"),
    path(f"{OWN_DUO}more-time/", own.more_time, name="own-more-time"),
    path(f"{OWN_DUO}pause/", own.pause, name="own-pause"),
    path(f"{OWN_DUO}resume/", own.resume, name="own-resume"),
    path(f"{OWN_DUO}stop/", own.stop, name="own-stop"),
    path("me/in/<slug:city>/applications/<int:pk>/volunteer/", own.go_on, name="own-go-on"),
]
